(** * The transpose as an adjoint, and as a gradient.

    <C x, y> = <x, C^T y> for all x and y, with channels and groups, for any output
    padding; and the loss x |-> <C x, y> has the gradient C^T y.  It is the transpose:
    over the complex numbers the Hermitian adjoint would also conjugate the kernel. *)
From Coq Require Import ZArith Lia List Bool Ring.
From Symtconv Require Import Sums Geometry Convolution Channels.
Import ListNotations.
Open Scope Z_scope.

Section Adjoint.
Context {R : Ring}.
Add Ring ring_R : (@laws R).

(** Adjointness on n axes: conv_matrix and one exchange of sums. *)
Theorem adjoint l (w x y : idx -> R) :
  dot (map size l) (conv l w x) y = dot (map output l) x (convT l w y).
Proof.
  unfold dot, convT.
  transitivity (sumb (map size l) (fun o => sumb (map output l) (fun j => x j [*] (Cmat l w o j [*] y o)))).
  - apply sumb_ext; intros o Ho. apply inb_length in Ho.
    rewrite conv_matrix, sumb_mul_r by assumption. apply sumb_ext; intros; ring.
  - rewrite sumb_swap. apply sumb_ext; intros. now rewrite sumb_mul.
Qed.

(** Gradient: moving x by h moves the loss <C x, y> by exactly <h, C^T y>.  No limit is needed. *)
Corollary gradient l (w x h y : idx -> R) :
  dot (map size l) (conv l w (fun v => x v [+] h v)) y
  = dot (map size l) (conv l w x) y [+] dot (map output l) h (convT l w y).
Proof.
  rewrite !adjoint. unfold dot. rewrite <- sumb_add. apply sumb_ext; intros; ring.
Qed.

(** A finite sum of arrays leaves the inner product on the left ... *)
Lemma dot_sum_l ns n f (g : idx -> R) :
  dot ns (fun v => sum n (fun c => f c v)) g = sum n (fun c => dot ns (f c) g).
Proof.
  unfold dot. rewrite <- (sumb_sum ns n (fun v c => f c v [*] g v)). apply sumb_ext; intros v _.
  transitivity (g v [*] sum n (fun c => f c v)); [ring|].
  rewrite sum_mul. apply sum_ext; intros; ring.
Qed.
(** ... and on the right. *)
Lemma dot_sum_r ns n (f : idx -> R) g :
  dot ns f (fun v => sum n (fun c => g c v)) = sum n (fun c => dot ns f (g c)).
Proof.
  unfold dot. rewrite <- (sumb_sum ns n (fun v c => f v [*] g c v)). apply sumb_ext; intros. apply sum_mul.
Qed.

(** Adjointness with channels and groups. *)
Theorem adjoint_groups l G p q (w : Z -> Z -> idx -> R) x y : 1 <= p -> 1 <= q ->
  sum (G * p) (fun ci => dot (map size l) (conv_groups l p q w x ci) (y ci))
  = sum (G * q) (fun co => dot (map output l) (x co) (layer l G p q w y co)).
Proof.
  intros Hp Hq.
  transitivity (sum (G * p) (fun ci => sum (G * q) (fun co =>
    dot (map size l) (conv l (blockw p q w ci co) (x co)) (y ci)))).
  - apply sum_ext; intros ci Hci. rewrite <- dot_sum_l. apply sumb_ext; intros o Ho. apply inb_length in Ho.
    rewrite (conv_groups_matrix l G) by assumption. f_equal. apply sum_ext; intros co _.
    now rewrite conv_matrix.
  - rewrite sum_swap. apply sum_ext; intros co _. unfold layer. rewrite dot_sum_r.
    apply sum_ext; intros ci _. apply adjoint.
Qed.
(** One group. *)
Corollary adjoint_channels l p q (w : Z -> Z -> idx -> R) x y : 1 <= p -> 1 <= q ->
  sum (1 * p) (fun ci => dot (map size l) (conv_groups l p q w x ci) (y ci))
  = sum (1 * q) (fun co => dot (map output l) (x co) (layer l 1 p q w y co)).
Proof. apply adjoint_groups. Qed.
(** The gradient with channels and groups. *)
Corollary gradient_groups l G p q (w : Z -> Z -> idx -> R) x h y : 1 <= p -> 1 <= q ->
  sum (G * p) (fun ci => dot (map size l) (conv_groups l p q w (fun c v => x c v [+] h c v) ci) (y ci))
  = sum (G * p) (fun ci => dot (map size l) (conv_groups l p q w x ci) (y ci))
    [+] sum (G * q) (fun co => dot (map output l) (h co) (layer l G p q w y co)).
Proof.
  intros Hp Hq. rewrite !adjoint_groups by assumption. rewrite <- sum_add. apply sum_ext; intros co _.
  unfold dot. rewrite <- sumb_add. apply sumb_ext; intros; ring.
Qed.
End Adjoint.
