(** * Output padding: which convolution a layer transposes, and what the added entries hold.

    With 0 <= a < s on every axis the layer is C^T of the convolution with n outputs
    ([exact_iff_nd]).  Otherwise it is the transpose of the first n outputs of the one
    with n + floor(a/s); and output padding does not append zeros, except where no tap
    reaches the added places. *)
From Coq Require Import ZArith Lia List Bool Ring.
From Symtconv Require Import Sums Geometry Convolution.
Import ListNotations.
Open Scope Z_scope.

Section OutputPadding.
Context {R : Ring}.
Add Ring ring_R : (@laws R).

(** ** 1. The convolution that is transposed *)

(** First rows: for a >= 0 the layer is the transpose of the whole convolution, the one with
    n + floor(a/s) outputs, applied to y extended by zeros. *)
Theorem first_rows l (w y : idx -> R) j : Forall (fun A => 1 <= stride A /\ 0 <= output_padding A) l ->
  convT l w y j = convT (map whole l) w (extend (map size l) y) j.
Proof.
  intro H. unfold convT.
  assert (F : Forall2 Z.le (map size l) (map size (map whole l))).
  { induction H as [|A l [Hs Ha] _ IH]; cbn; constructor; [|exact IH].
    pose proof (Z.div_pos (output_padding A) (stride A)). lia. }
  rewrite <- (sumb_cut _ _ F). apply sumb_ext; intros o _. unfold extend.
  replace (Cmat (map whole l) w o j) with (Cmat l w o j); [rewrite !if_ind; ring|].
  unfold Cmat. replace (map kernel (map whole l)) with (map kernel l) by (clear; induction l; cbn; congruence).
  apply sumb_ext; intros t _. do 2 f_equal. clear.
  revert o t j. induction l; intros [|o os] [|t ts] [|j js]; cbn; try reflexivity. now rewrite IHl.
Qed.

(** Every layer has the values of its normalised form, which is an exact transpose. *)
Theorem normalise_layer l (w y : idx -> R) j : convT (map normalise l) w y j = convT l w y j.
Proof.
  unfold convT. replace (map size (map normalise l)) with (map size l) by (induction l; cbn; congruence).
  apply sumb_ext; intros o _. unfold Cmat.
  replace (map kernel (map normalise l)) with (map kernel l) by (clear; induction l; cbn; congruence).
  f_equal. apply sumb_ext; intros t _. do 2 f_equal. clear.
  revert o t j. induction l; intros [|o os] [|t ts] [|j js]; cbn; try reflexivity. now rewrite IHl.
Qed.

(** ** 2. Entries past the last place written *)

(** j lies past the last place written, on some axis. *)
Fixpoint beyond (l : list axis) (j : idx) : Prop :=
  match l, j with
  | A :: l, j :: js => place1 A (size A - 1) (kernel A - 1) < j \/ beyond l js
  | _, _ => False end.
(** No tap reaches such a place. *)
Lemma joins_beyond l : Forall (fun A => 0 <= stride A /\ 0 <= dilation A) l -> forall o t j,
  inb (map size l) o -> inb (map kernel l) t -> beyond l j -> joins l o t j = false.
Proof.
  induction 1 as [|A l [Hs Hd] _ IH]; intros [|o os] [|t ts] [|j js]; cbn; try tauto.
  intros [Ho Hos] [Ht Hts] [Hj|Hj]; apply andb_false_iff; [left|right; auto].
  unfold joins1, place1 in *. apply Z.eqb_neq. nia.
Qed.
(** So the layer is zero there. *)
Theorem layer_beyond l (w y : idx -> R) j : Forall (fun A => 0 <= stride A /\ 0 <= dilation A) l ->
  beyond l j -> convT l w y j = r0.
Proof.
  intros H Hj. unfold convT. etransitivity; [|apply (sumb_zero (map size l))]. apply sumb_ext; intros o Ho.
  unfold Cmat. rewrite (sumb_ext _ _ (fun _ => r0)), sumb_zero; [ring|].
  intros t Ht. rewrite joins_beyond by assumption. cbn. ring.
Qed.
(** One axis, hi <= 0: every entry that output padding adds is past the last place, so there
    output padding appends zeros. *)
Corollary append_zeros A (w y : idx -> R) j : 0 <= stride A -> 0 <= dilation A -> high A <= 0 ->
  output A - output_padding A <= j -> convT [A] w y [j] = r0.
Proof.
  intros Hs Hd Hh Hj. apply layer_beyond; [repeat constructor; assumption|].
  cbn. left. unfold place1, output, convt_size, span in *. lia.
Qed.

(** ** 3. When exactly does output padding append zeros? *)

(** One input and one tap switched on give 1 exactly at the place where they write. *)
Lemma layer_delta A o t j : 0 <= o < size A -> 0 <= t < kernel A ->
  convT [A] (fun v => ind (t =? hd 0 v)) (fun v => ind (o =? hd 0 v)) [j] = ind (joins1 A o t j).
Proof.
  intros Ho Ht. unfold convT, Cmat. cbn.
  transitivity (sum (size A) (fun x => ind (o =? x) [*]
    sum (kernel A) (fun y => ind (t =? y) [*] ind (joins1 A x y j)))).
  - apply sum_ext; intros x _.
    transitivity (ind (o =? x) [*] sum (kernel A) (fun v =>
      ind (t =? v) [*] ind (joins1 A x v j && true))); [ring|].
    f_equal. apply sum_ext; intros u _. now rewrite andb_true_r.
  - rewrite sum_delta. replace ((0 <=? o) && (o <? size A)) with true by (symmetry; apply andb_true_iff; lia).
    rewrite sum_delta. now replace ((0 <=? t) && (t <? kernel A)) with true by (symmetry; apply andb_true_iff; lia).
Qed.

(** Output padding appends zeros, for all kernels and inputs, iff no tap writes one of the a
    added places (r1 <> r0: the ring is not trivial). *)
Theorem append_zeros_iff A : (r1 : R) <> r0 ->
  (forall (w y : idx -> R) j, output A - output_padding A <= j < output A -> convT [A] w y [j] = r0)
  <-> (forall o t, 0 <= o < size A -> 0 <= t < kernel A ->
         ~ (output A - output_padding A <= place1 A o t < output A)).
Proof.
  intro H01. split.
  - intros H o t Ho Ht Hj. specialize (H (fun v => ind (t =? hd 0 v)) (fun v => ind (o =? hd 0 v)) _ Hj).
    rewrite layer_delta in H by assumption. unfold joins1 in H. rewrite Z.eqb_refl in H. now apply H01.
  - intros H w y j Hj. unfold convT. etransitivity; [|apply (sumb_zero (map size [A]))].
    apply sumb_ext; intros o Ho. unfold Cmat.
    rewrite (sumb_ext _ _ (fun _ => r0)), sumb_zero; [ring|]. intros t Ht.
    destruct o as [|o [|]], t as [|t [|]]; cbn in Ho, Ht; try tauto.
    cbn. unfold joins1. replace (j =? place1 A o t) with false; [cbn; ring|]. symmetry. apply Z.eqb_neq.
    intros ->. apply (H o t); tauto.
Qed.
(** If 1 <= hi <= a, the last place written is among the added ones: they are not always zero. *)
Corollary append_not_zeros A : (r1 : R) <> r0 -> 1 <= size A -> 1 <= kernel A -> 1 <= high A <= output_padding A ->
  ~ (forall (w y : idx -> R) j, output A - output_padding A <= j < output A -> convT [A] w y [j] = r0).
Proof.
  intros H01 Hn Hk Ha H.
  apply (proj1 (append_zeros_iff A H01) H (size A - 1) (kernel A - 1)); [lia | lia |].
  unfold place1, output, convt_size, span. lia.
Qed.
(** Where the writes leave no gap (d = 1, s <= k) and the layer with a = 0 has a length of 0 or
    more, output padding a >= 1 always appends zeros iff hi <= 0. *)
Corollary append_zeros_iff_high A : (r1 : R) <> r0 -> 1 <= stride A <= kernel A -> dilation A = 1 ->
  1 <= size A -> 0 <= low A -> 1 <= output_padding A -> 0 <= output A - output_padding A ->
  (forall (w y : idx -> R) j, output A - output_padding A <= j < output A -> convT [A] w y [j] = r0)
  <-> high A <= 0.
Proof.
  intros H01 Hs Hd Hn Hlo Ha Hi. split.
  - intro H. destruct (Z_le_gt_dec (high A) 0) as [|Hh]; [assumption|exfalso].
    rewrite append_zeros_iff in H by assumption. unfold place1, output, convt_size, span in *. rewrite Hd in *.
    set (p := (size A - 1) * stride A + (kernel A - 1) + 1 - high A).
    assert (Hp : 0 <= p <= (size A - 1) * stride A + (kernel A - 1)) by (unfold p; lia).
    destruct (Z_le_gt_dec ((size A - 1) * stride A) p) as [Hq|Hq].
    + apply (H (size A - 1) (p - (size A - 1) * stride A)); unfold p in *; lia.
    + pose proof (Z.div_mod p (stride A) ltac:(lia)). pose proof (Z.mod_pos_bound p (stride A) ltac:(lia)).
      apply (H (p / stride A) (p mod stride A)); [nia | lia | unfold p in *; lia].
  - intros Hh w y j Hj. apply append_zeros; lia.
Qed.
End OutputPadding.

(** Without those conditions hi <= 0 is not needed: here hi = 2, and the one added place is a gap. *)
Theorem append_gap o t : let A := Axis 2 1 2 1 0 2 1 in
  0 <= o < size A -> 0 <= t < kernel A ->
  ~ (output A - output_padding A <= place1 A o t < output A).
Proof.
  intros A Ho Ht. unfold place1, output, convt_size, span, A in *.
  cbn [size kernel stride dilation low high output_padding] in *. lia.
Qed.
