(** * The convolution, its matrix, and the transposed convolution, on n axes.

    A layer is a list of axes.  [conv] is the padded, strided, dilated convolution
    in x; [Cmat] is its matrix; [convT] is the matrix's transpose applied to y:
    that is the layer.  Nothing in [convT] bounds j: the output length only says
    which j are kept, so any output padding is covered. *)
From Coq Require Import ZArith Lia List Bool Ring.
From Symtconv Require Import Sums Geometry.
Import ListNotations.
Open Scope Z_scope.

(** ** 1. The relation on all axes *)

(** Tap t joins x[j] and y[o] iff it does on every axis. *)
Fixpoint joins (l : list axis) (o t j : idx) : bool :=
  match l, o, t, j with
  | [], [], [], [] => true
  | A :: l, o :: os, t :: ts, j :: js => joins1 A o t j && joins l os ts js
  | _, _, _, _ => false end.
(** The place of x that tap t of output o stands on. *)
Fixpoint place (l : list axis) (o t : idx) : idx :=
  match l, o, t with
  | A :: l, o :: os, t :: ts => place1 A o t :: place l os ts
  | _, _, _ => [] end.

Section Convolution.
Context {R : Ring}.
Add Ring ring_R : (@laws R).

(** ** 2. Definitions: w is the kernel, x and y are arrays *)

Definition conv l (w x : idx -> R) (o : idx) : R :=
  sumb (map kernel l) (fun t => w t [*] extend (map output l) x (place l o t)).
Definition Cmat l (w : idx -> R) (o j : idx) : R :=
  sumb (map kernel l) (fun t => w t [*] ind (joins l o t j)).
Definition convT l (w y : idx -> R) (j : idx) : R :=
  sumb (map size l) (fun o => Cmat l w o j [*] y o).

(** ** 3. C is the matrix of the convolution *)

(** A read of the zero-padded x is a sum of brackets. *)
Lemma xpad_delta l : forall x o t, length o = length l -> length t = length l ->
  extend (map output l) x (place l o t) = sumb (map output l) (fun j => ind (joins l o t j) [*] x j).
Proof.
  induction l as [|A l IH]; intros x [|o os] [|t ts]; cbn; try discriminate; intros Ho Ht; [cbn; ring|].
  transitivity (sum (output A) (fun j => ind (place1 A o t =? j) [*]
    extend (map output l) (fun v => x (j :: v)) (place l os ts))).
  - rewrite sum_delta. unfold extend. cbn. now destruct ((0 <=? _) && (_ <? _)).
  - apply sum_ext; intros j _. rewrite IH, sumb_mul by lia. apply sumb_ext; intros v _.
    rewrite ind_and. unfold joins1. rewrite (Z.eqb_sym j). ring.
Qed.

(** So the convolution is the matrix C times x. *)
Theorem conv_matrix l w x o : length o = length l ->
  conv l w x o = sumb (map output l) (fun j => Cmat l w o j [*] x j).
Proof.
  intro Ho. unfold conv, Cmat.
  transitivity (sumb (map output l) (fun j => sumb (map kernel l) (fun t => w t [*] (ind (joins l o t j) [*] x j)))).
  - rewrite sumb_swap. apply sumb_ext; intros t Ht. apply inb_length in Ht.
    now rewrite xpad_delta, sumb_mul.
  - apply sumb_ext; intros j _. rewrite sumb_mul_r. apply sumb_ext; intros; ring.
Qed.

(** ** 4. Two other ways to write C^T y *)

(** Row-vector convention: the row y C has the entries of the column C^T y. *)
Theorem row_vector l w y j :
  sumb (map size l) (fun o => y o [*] Cmat l w o j) = convT l w y j.
Proof. apply sumb_ext; intros; ring. Qed.

(** Scatter: the sum over o of y[o] times the kernel shifted to o. *)
Theorem scatter l w y j :
  convT l w y j
  = sumb (map size l) (fun o => sumb (map kernel l) (fun t => ind (joins l o t j) [*] (y o [*] w t))).
Proof.
  apply sumb_ext; intros o _. unfold Cmat. rewrite sumb_mul_r. apply sumb_ext; intros; ring.
Qed.
(** The same, one tap at a time. *)
Lemma convT_taps l w y j :
  convT l w y j = sumb (map kernel l) (fun t => w t [*] sumb (map size l) (fun o => ind (joins l o t j) [*] y o)).
Proof.
  rewrite scatter, sumb_swap. apply sumb_ext; intros t _. rewrite sumb_mul. apply sumb_ext; intros; ring.
Qed.

(** ** 5. Linearity in the kernel *)

(** Scaling the kernel scales the convolution. *)
Lemma conv_scale l c w x o : conv l (fun t => c [*] w t) x o = c [*] conv l w x o.
Proof. unfold conv. rewrite sumb_mul. apply sumb_ext; intros; ring. Qed.
(** It scales the matrix. *)
Lemma Cmat_scale l c w o j : Cmat l (fun t => c [*] w t) o j = c [*] Cmat l w o j.
Proof. unfold Cmat. rewrite sumb_mul. apply sumb_ext; intros; ring. Qed.
(** It scales the layer. *)
Lemma convT_scale l c w y j : convT l (fun t => c [*] w t) y j = c [*] convT l w y j.
Proof. unfold convT. rewrite sumb_mul. apply sumb_ext; intros. rewrite Cmat_scale. ring. Qed.
End Convolution.
