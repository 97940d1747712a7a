(** * Zero-filled kernels: dilation d is a dense kernel with d - 1 zeros between its taps.

    The dense kernel has span d(k-1)+1 and dilation 1; shapes, convolution, matrix and
    layer stay the same. *)
From Coq Require Import ZArith Lia List Bool Ring.
From Symtconv Require Import Sums Geometry Convolution.
Import ListNotations.
Open Scope Z_scope.
Local Arguments Z.mul : simpl never.
Local Arguments Z.add : simpl never.
Local Arguments Z.sub : simpl never.

(** The same axis with the dense kernel. *)
Definition dense A := Axis (size A) (span (kernel A) (dilation A)) (stride A) 1 (low A) (high A) (output_padding A).
(** The place of tap t in the dense kernel. *)
Fixpoint spread (l : list axis) (t : idx) : idx :=
  match l, t with A :: l, t :: ts => dilation A * t :: spread l ts | _, _ => [] end.

(** The geometry does not change: outputs, pads, and the dilated y. *)
Theorem dense_shape A : output (dense A) = output A /\ conv_outputs (dense A) = conv_outputs A
  /\ pad_low (dense A) = pad_low A /\ pad_high (dense A) = pad_high A /\ dilated (dense A) = dilated A.
Proof.
  assert (S : span (span (kernel A) (dilation A)) 1 = span (kernel A) (dilation A)) by (unfold span; lia).
  unfold conv_outputs, output, convt_size, conv_size, pad_low, pad_high, dilated, dense. cbn. now rewrite S.
Qed.

Section Dense.
Context {R : Ring}.
Add Ring ring_R : (@laws R).

(** The dense kernel: w at the multiples of d, zero elsewhere. *)
Fixpoint fill (l : list axis) (w : idx -> R) (m : idx) : R :=
  match l, m with
  | A :: l, m :: ms => if m mod dilation A =? 0 then fill l (fun v => w (m / dilation A :: v)) ms else r0
  | _, _ => w [] end.

(** A sum over the span that vanishes off the multiples of d is a sum over the taps. *)
Lemma sum_gaps k d (F : Z -> Z -> R) : 1 <= d ->
  sum (span k d) (fun m => if m mod d =? 0 then F m (m / d) else r0) = sum k (fun t => F (d * t) t).
Proof.
  intro Hd. unfold span.
  transitivity (sum (d * (k - 1) + 1) (fun m => sum k (fun t => ind (d * t =? m) [*] F m t))).
  - apply sum_ext; intros m Hm. pose proof (Z.div_mod m d ltac:(lia)) as E.
    pose proof (Z.mod_pos_bound m d ltac:(lia)) as B. destruct (Z.eqb_spec (m mod d) 0) as [Z0|NZ].
    + rewrite (sum_ext _ _ (fun t => ind (m / d =? t) [*] F m t)).
      * rewrite sum_delta. replace ((0 <=? m / d) && (m / d <? k)) with true; [reflexivity|].
        symmetry. apply andb_true_iff. rewrite Z.leb_le, Z.ltb_lt. nia.
      * intros t _. do 2 f_equal. apply eq_true_iff_eq. rewrite !Z.eqb_eq. nia.
    + symmetry. etransitivity; [|apply (sum_zero k)]. apply sum_ext; intros t _.
      replace (d * t =? m) with false; [cbn; ring|]. symmetry. apply Z.eqb_neq. intros <-.
      apply NZ. rewrite Z.mul_comm. apply Z.mod_mul. lia.
  - rewrite sum_swap. apply sum_ext; intros t Ht. rewrite sum_delta.
    replace ((0 <=? d * t) && (d * t <? d * (k - 1) + 1)) with true; [reflexivity|].
    symmetry. apply andb_true_iff. rewrite Z.leb_le, Z.ltb_lt. nia.
Qed.
(** Over all axes: a sum against the dense kernel is a sum against the taps. *)
Lemma sumb_fill l : Forall (fun A => 1 <= dilation A) l -> forall w (g : idx -> R),
  sumb (map kernel (map dense l)) (fun m => fill l w m [*] g m)
  = sumb (map kernel l) (fun t => w t [*] g (spread l t)).
Proof.
  induction 1 as [|A l Hd _ IH]; intros w g; [reflexivity|]. cbn.
  rewrite <- (sum_gaps (kernel A) (dilation A)
    (fun m t => sumb (map kernel l) (fun v => w (t :: v) [*] g (m :: spread l v)))) by assumption.
  apply sum_ext; intros m _. destruct (_ =? _).
  - apply (IH (fun v => w (m / dilation A :: v)) (fun v => g (m :: v))).
  - etransitivity; [|apply (sumb_zero (map kernel (map dense l)))]. apply sumb_ext; intros; ring.
Qed.
(** Tap t and its place in the dense kernel stand on the same place of x. *)
Lemma place_dense l : forall o t, place (map dense l) o (spread l t) = place l o t.
Proof.
  induction l as [|A l IH]; intros [|o os] [|t ts]; cbn; try reflexivity.
  rewrite IH. f_equal. unfold place1; cbn. ring.
Qed.
(** They join the same entries. *)
Lemma joins_dense l : forall o t j, length t = length l ->
  joins (map dense l) o (spread l t) j = joins l o t j.
Proof.
  induction l as [|A l IH]; intros [|o os] [|t ts] [|j js]; cbn; try discriminate; try reflexivity.
  intro Ht. rewrite IH by lia. f_equal. unfold joins1, place1; cbn. f_equal. ring.
Qed.

(** The dilated convolution is the dense one with the zero-filled kernel ... *)
Theorem conv_dense l (w x : idx -> R) o : Forall (fun A => 1 <= dilation A) l ->
  conv (map dense l) (fill l w) x o = conv l w x o.
Proof.
  intro Hd. unfold conv.
  rewrite (sumb_fill l Hd w (fun t => extend (map output (map dense l)) x (place (map dense l) o t))).
  replace (map output (map dense l)) with (map output l).
  - apply sumb_ext; intros t _. now rewrite place_dense.
  - rewrite map_map. apply map_ext. intro A. symmetry. apply dense_shape.
Qed.
(** ... with the same matrix ... *)
Theorem Cmat_dense l (w : idx -> R) o j : Forall (fun A => 1 <= dilation A) l ->
  Cmat (map dense l) (fill l w) o j = Cmat l w o j.
Proof.
  intro Hd. unfold Cmat. rewrite (sumb_fill l Hd w (fun t => ind (joins (map dense l) o t j))).
  apply sumb_ext; intros t Ht. apply inb_length in Ht. now rewrite joins_dense.
Qed.
(** ... and the same layer. *)
Theorem convT_dense l (w y : idx -> R) j : Forall (fun A => 1 <= dilation A) l ->
  convT (map dense l) (fill l w) y j = convT l w y j.
Proof.
  intro Hd. unfold convT. replace (map size (map dense l)) with (map size l) by now rewrite map_map.
  apply sumb_ext; intros o _. now rewrite Cmat_dense.
Qed.
End Dense.
