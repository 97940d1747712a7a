(** * im2col and col2im: the convolution as one matrix product.

    The patch matrix of x has a row per tap and a column per output; the kernel as a row
    times it is C x.  col2im, which adds every entry of such a matrix back where it came
    from, is its transpose; so C^T y is col2im of the kernel as a column times y. *)
From Coq Require Import ZArith Lia List Bool Ring.
From Symtconv Require Import Sums Geometry Convolution Channels.
Import ListNotations.
Open Scope Z_scope.

Section Im2col.
Context {R : Ring}.
Add Ring ring_R : (@laws R).

(** Row t, column o: the entry of the zero-padded x at s o + d t - lo. *)
Definition im2col l (x : idx -> R) (t o : idx) : R := extend (map output l) x (place l o t).
(** Entry (t, o) is added at the place s o + d t - lo. *)
Definition col2im l (M : idx -> idx -> R) (j : idx) : R :=
  sumb (map size l) (fun o => sumb (map kernel l) (fun t => ind (joins l o t j) [*] M t o)).

(** The convolution is the kernel row times the patch matrix. *)
Theorem conv_im2col l w x o : conv l w x o = sumb (map kernel l) (fun t => w t [*] im2col l x t o).
Proof. reflexivity. Qed.
(** With channels and groups: the kernel matrix, rows ci, columns (m, t), times the patch matrices
    of the group, one below the other. *)
Theorem conv_groups_im2col l p q w x ci o :
  conv_groups l p q w x ci o
  = sum q (fun m => sumb (map kernel l) (fun t => w ci m t [*] im2col l (x (ci / p * q + m)) t o)).
Proof. reflexivity. Qed.
(** col2im is the transpose of im2col. *)
Theorem col2im_transpose l x M :
  sumb (map kernel l) (fun t => sumb (map size l) (fun o => im2col l x t o [*] M t o))
  = dot (map output l) x (col2im l M).
Proof.
  unfold dot, col2im.
  transitivity (sumb (map size l) (fun o => sumb (map kernel l) (fun t => sumb (map output l) (fun j =>
    x j [*] (ind (joins l o t j) [*] M t o))))).
  - rewrite sumb_swap. apply sumb_ext; intros o Ho. apply sumb_ext; intros t Ht.
    apply inb_length in Ho, Ht. unfold im2col. rewrite xpad_delta, sumb_mul_r by assumption.
    apply sumb_ext; intros; ring.
  - transitivity (sumb (map size l) (fun o => sumb (map output l) (fun j => sumb (map kernel l) (fun t =>
      x j [*] (ind (joins l o t j) [*] M t o))))).
    + apply sumb_ext; intros o _. apply sumb_swap.
    + rewrite sumb_swap. apply sumb_ext; intros j _. rewrite sumb_mul.
      apply sumb_ext; intros o _. now rewrite sumb_mul.
Qed.
(** The layer is col2im of the kernel column times y. *)
Theorem convT_col2im l w y j : convT l w y j = col2im l (fun t o => w t [*] y o) j.
Proof. rewrite scatter. apply sumb_ext; intros o _. apply sumb_ext; intros t _. ring. Qed.
(** With channels and groups: col2im of row (co, t) of the group's kernel matrix, transposed, times y. *)
Theorem layer_col2im l G p q w y co j : 1 <= p -> 1 <= q -> 0 <= co < G * q ->
  layer l G p q w y co j
  = col2im l (fun t o => sum p (fun c => w (co / q * p + c) (co mod q) t [*] y (co / q * p + c) o)) j.
Proof.
  intros Hp Hq Hco. rewrite layer_group by assumption. unfold col2im.
  transitivity (sumb (map size l) (fun o => sum p (fun c => sumb (map kernel l) (fun t =>
    ind (joins l o t j) [*] (w (co / q * p + c) (co mod q) t [*] y (co / q * p + c) o))))).
  - rewrite sumb_sum. apply sum_ext; intros c _. apply convT_col2im.
  - apply sumb_ext; intros o _. rewrite <- sumb_sum. apply sumb_ext; intros t _. now rewrite sum_mul.
Qed.
End Im2col.
