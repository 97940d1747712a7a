(** * One axis of a layer: seven integers, and what follows from them.

    The four named sizes of the claim language, the record of an axis, the one
    relation that everything is made of, the pads of the lowering, and the
    lengths.  No ring is needed yet. *)
From Coq Require Import ZArith Lia List Bool.
Import ListNotations.
Open Scope Z_scope.

(** ** 1. The named sizes: total formulas, never clamped *)

(** Entries from the first to the last tap. *)
Definition span k d := d * (k - 1) + 1.
(** Outputs of a convolution of i entries. *)
Definition conv_size i k s d lo hi := (i + lo + hi - span k d) / s + 1.
(** Outputs of a transposed convolution of n entries. *)
Definition convt_size n k s d lo hi a := (n - 1) * s + span k d - lo - hi + a.
(** Entries of the padded input that the convolution never reads. *)
Definition residue i k s d lo hi := (i + lo + hi - span k d) mod s.

(** ** 2. An axis *)

(** n entries of y, k taps, stride, dilation, low and high padding, output padding. *)
Record axis := Axis { size : Z; kernel : Z; stride : Z; dilation : Z;
                      low : Z; high : Z; output_padding : Z }.
(** i, the entries of x'. *)
Definition output A :=
  convt_size (size A) (kernel A) (stride A) (dilation A) (low A) (high A) (output_padding A).
(** The relation: tap t joins x[j] and y[o] iff j = s o + d t - lo. *)
Definition place1 A o t := stride A * o + dilation A * t - low A.
Definition joins1 A o t j := j =? place1 A o t.
(** The lowering: y with s - 1 zeros between entries has this length, and is padded by
    pad_low and pad_high; a negative pad crops. *)
Definition dilated A := stride A * (size A - 1) + 1.
Definition pad_low A := span (kernel A) (dilation A) - 1 - low A.
Definition pad_high A := span (kernel A) (dilation A) - 1 - high A + output_padding A.
(** Tap u of the flipped kernel is tap k-1-u of the kernel. *)
Definition flip1 A u := kernel A - 1 - u.
(** Entry m of the padded, dilated y: whether it holds an entry of y, and which. *)
Definition hit1 A m :=
  (0 <=? m - pad_low A) && (m - pad_low A <? dilated A) && ((m - pad_low A) mod stride A =? 0).
Definition source1 A m := (m - pad_low A) / stride A.
(** Outputs of the convolution that reads x'. *)
Definition conv_outputs A :=
  conv_size (output A) (kernel A) (stride A) (dilation A) (low A) (high A).

Definition strides_pos := Forall (fun A => 1 <= stride A).

(** ** 3. The chain's facts about one axis *)

(** The one arithmetic fact behind the theorem: the lowering's read of y at (j, u)
    is the layer's write of o through tap k-1-u. *)
Lemma read_is_write A o u j :
  (j + dilation A * u - pad_low A =? stride A * o) = joins1 A o (flip1 A u) j.
Proof.
  unfold joins1, place1, flip1, pad_low, span. apply Bool.eq_true_iff_eq. rewrite !Z.eqb_eq. lia.
Qed.

(** The lowering has as many outputs as the layer.  No hypothesis at all. *)
Theorem length_identity A :
  conv_size (dilated A) (kernel A) 1 (dilation A) (pad_low A) (pad_high A) = output A.
Proof. unfold conv_size, dilated, pad_low, pad_high, output, convt_size. rewrite Z.div_1_r. lia. Qed.

(** The same on every axis. *)
Corollary length_identity_nd l :
  map (fun A => conv_size (dilated A) (kernel A) 1 (dilation A) (pad_low A) (pad_high A)) l = map output l.
Proof. apply map_ext, length_identity. Qed.

(** The lowering never reads outside the padded array. *)
Theorem emul_in_bounds A j u : 0 <= dilation A -> 0 <= j < output A -> 0 <= u < kernel A ->
  0 <= j + dilation A * u < dilated A + pad_low A + pad_high A.
Proof. unfold dilated, pad_low, pad_high, output, convt_size, span. intros. nia. Qed.

(** Nor does the convolution. *)
Theorem conv_in_bounds i k s d lo hi o t : 1 <= s -> 0 <= d ->
  0 <= o < conv_size i k s d lo hi -> 0 <= t < k -> 0 <= s * o + d * t < i + lo + hi.
Proof.
  intros Hs Hd Ho Ht. unfold conv_size in Ho.
  pose proof (Z.div_mod (i + lo + hi - span k d) s ltac:(lia)).
  pose proof (Z.mod_pos_bound (i + lo + hi - span k d) s ltac:(lia)). unfold span in *. nia.
Qed.

(** ** 4. Which convolution the layer transposes *)

(** The convolution that reads the layer's output has n + floor(a/s) outputs. *)
Theorem conv_outputs_closed A : 1 <= stride A ->
  conv_outputs A = size A + output_padding A / stride A.
Proof.
  intro Hs. unfold conv_outputs, conv_size, output, convt_size.
  replace (_ - span _ _) with (output_padding A + (size A - 1) * stride A) by ring.
  rewrite Z.div_add by lia. lia.
Qed.
(** It has n outputs, so that the layer is its exact transpose, iff 0 <= a < s. *)
Theorem exact_iff A : 1 <= stride A ->
  (conv_outputs A = size A <-> 0 <= output_padding A < stride A).
Proof.
  intro Hs. rewrite conv_outputs_closed by assumption. split; intro H.
  - pose proof (Z.div_mod (output_padding A) (stride A)).
    pose proof (Z.mod_pos_bound (output_padding A) (stride A)). nia.
  - rewrite Z.div_small; lia.
Qed.
(** On every axis. *)
Corollary exact_iff_nd l : strides_pos l ->
  (map conv_outputs l = map size l <-> Forall (fun A => 0 <= output_padding A < stride A) l).
Proof.
  induction 1 as [|A l HA _ IH]; cbn; [split; constructor|]. pose proof (exact_iff A HA). split.
  - intro E. injection E; intros E2 E1. constructor; tauto.
  - intro F. inversion F; subst. f_equal; tauto.
Qed.

(** The layer that transposes a given convolution: n is its length, a its residue. *)
Definition of_conv i k s d lo hi :=
  Axis (conv_size i k s d lo hi) k s d lo hi (residue i k s d lo hi).
(** Its output length is the convolution's input length, and it is an exact transpose. *)
Theorem of_conv_exact i k s d lo hi : 1 <= s ->
  let A := of_conv i k s d lo hi in
  output A = i /\ conv_outputs A = size A /\ 0 <= output_padding A < stride A.
Proof.
  intros Hs A. pose proof (Z.mod_pos_bound (i + lo + hi - span k d) s ltac:(lia)) as B.
  assert (E : output A = i).
  { unfold A, output, of_conv, convt_size, conv_size, residue; cbn.
    pose proof (Z.div_mod (i + lo + hi - span k d) s ltac:(lia)). lia. }
  split; [exact E|]. split; [|exact B]. unfold conv_outputs. now rewrite E.
Qed.

(** Composition: the transposed convolution without output padding, of the convolution of
    i entries, has i entries again iff s divides i + lo + hi - K. *)
Theorem composition i k s d lo hi : 1 <= s ->
  convt_size (conv_size i k s d lo hi) k s d lo hi 0 = i <-> (i + lo + hi - span k d) mod s = 0.
Proof.
  intro Hs. unfold convt_size, conv_size.
  pose proof (Z.div_mod (i + lo + hi - span k d) s ltac:(lia)). lia.
Qed.

(** On every axis: the shape comes back iff the residue is 0 on each. *)
Corollary composition_nd l : strides_pos l ->
  (map (fun A => convt_size (conv_outputs A) (kernel A) (stride A) (dilation A) (low A) (high A) 0) l = map output l
   <-> Forall (fun A => residue (output A) (kernel A) (stride A) (dilation A) (low A) (high A) = 0) l).
Proof.
  induction 1 as [|A l HA _ IH]; cbn; [split; constructor|].
  pose proof (composition (output A) (kernel A) (stride A) (dilation A) (low A) (high A) HA). split.
  - intro E. injection E; intros E2 E1. constructor; [now apply H | now apply IH].
  - intro F. inversion F; subst. f_equal; [now apply H | now apply IH].
Qed.

(** Any output padding can be had as an exact transpose: move s floor(a/s) from a into hi,
    which may become negative. *)
Definition normalise A := Axis (size A) (kernel A) (stride A) (dilation A) (low A)
  (high A - stride A * (output_padding A / stride A)) (output_padding A mod stride A).
(** The length stays, and a is now below s. *)
Theorem normalise_exact A : 1 <= stride A ->
  output (normalise A) = output A /\ conv_outputs (normalise A) = size A.
Proof.
  intro Hs. pose proof (Z.div_mod (output_padding A) (stride A) ltac:(lia)). split.
  - unfold output, normalise, convt_size; cbn. lia.
  - apply (exact_iff (normalise A)); cbn; [assumption | apply Z.mod_pos_bound; lia].
Qed.

(** The same x-side with every output of the convolution taken: n + floor(a/s) entries of y. *)
Definition whole A := Axis (size A + output_padding A / stride A) (kernel A) (stride A) (dilation A)
  (low A) (high A) (output_padding A mod stride A).
(** The length stays, and it is an exact transpose. *)
Theorem whole_exact A : 1 <= stride A ->
  output (whole A) = output A /\ size (whole A) = conv_outputs A /\ conv_outputs (whole A) = size (whole A).
Proof.
  intro Hs. pose proof (Z.div_mod (output_padding A) (stride A) ltac:(lia)). split; [|split].
  - unfold output, whole, convt_size; cbn. lia.
  - now rewrite conv_outputs_closed.
  - apply (exact_iff (whole A)); cbn; [assumption | apply Z.mod_pos_bound; lia].
Qed.
