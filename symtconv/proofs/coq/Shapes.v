(** * Shape formulas: lengths there and back, and what the frameworks say.

    All in the four named sizes of Geometry.v, which are total formulas. *)
From Coq Require Import ZArith Lia.
From Symtconv Require Import Geometry.
Open Scope Z_scope.

Ltac shape := unfold convt_size, conv_size, residue, span in *.
(** Floor and mod become a quotient and a remainder, 0 <= r < s. *)
Ltac euclid := shape; Z.to_euclidean_division_equations; nia.

(** ** 1. Lengths there and back *)

Section Lengths.
Variables i k s d lo hi : Z.
Hypothesis Hs : 1 <= s.
Notation outputs := (conv_size i k s d lo hi).
Notation rest := (residue i k s d lo hi).

(** The residue is a legal output padding of an exact transpose. *)
Theorem residue_range : 0 <= rest < s.
Proof. shape. apply Z.mod_pos_bound. lia. Qed.
(** With it the transposed convolution gives the length back ... *)
Theorem round_trip : convt_size outputs k s d lo hi rest = i.
Proof. euclid. Qed.
(** ... and with no other output padding. *)
Theorem output_padding_unique a : convt_size outputs k s d lo hi a = i <-> a = rest.
Proof. pose proof round_trip. shape. lia. Qed.
(** The convolution of the transposed length has n + floor(a/s) outputs ... *)
Theorem conv_of_convt n a : conv_size (convt_size n k s d lo hi a) k s d lo hi = n + a / s.
Proof.
  shape. replace (_ - (d * (k - 1) + 1)) with (a + (n - 1) * s) by ring. rewrite Z.div_add by lia. lia.
Qed.
(** ... so n iff 0 <= a < s. *)
Corollary right_inverse n a : conv_size (convt_size n k s d lo hi a) k s d lo hi = n <-> 0 <= a < s.
Proof. rewrite conv_of_convt. Z.to_euclidean_division_equations; nia. Qed.
(** The input lengths with n outputs are the transposed lengths with 0 <= a < s, and no others. *)
Theorem preimage n : outputs = n <-> exists a, 0 <= a < s /\ i = convt_size n k s d lo hi a.
Proof.
  split.
  - intros <-. exists rest. split; [apply residue_range | symmetry; apply round_trip].
  - intros (a & Ha & ->). now apply right_inverse.
Qed.
End Lengths.

(** ** 2. The words of the frameworks *)

(** The ceiling of a quotient. *)
Definition ceil a b := - (- a / b).
(** Total padding that TensorFlow's SAME gives an axis. *)
Definition same_total i k s d := Z.max ((ceil i s - 1) * s + span k d - i) 0.

Section Same.
Variables i k s d : Z.
Hypothesis (Hs : 1 <= s) (Hd : 1 <= d) (Hk : 1 <= k).

(** TensorFlow SAME: half the total before, the rest after; the length is ceil(i/s). *)
Theorem tf_same :
  conv_size i k s d (same_total i k s d / 2) (same_total i k s d - same_total i k s d / 2) = ceil i s.
Proof.
  assert (0 <= d * (k - 1)) by nia. unfold same_total, ceil; shape.
  set (T := Z.max _ 0). replace (i + T / 2 + (T - T / 2)) with (i + T) by ring. subst T.
  set (K := d * (k - 1)) in *. clearbody K.
  pose proof (Z.div_mod (- i) s). pose proof (Z.mod_pos_bound (- i) s).
  set (q := - i / s) in *. set (r := (- i) mod s) in *. clearbody q r.
  enough ((i + Z.max ((- q - 1) * s + (K + 1) - i) 0 - (K + 1)) / s = - q - 1) by lia.
  symmetry. apply Z.div_unique with (r := i + Z.max ((- q - 1) * s + (K + 1) - i) 0 - (K + 1) - s * (- q - 1)); nia.
Qed.
(** The documented case form of the same total. *)
Theorem tf_same_cases : 0 < i ->
  same_total i k s d = if i mod s =? 0 then Z.max (span k d - s) 0 else Z.max (span k d - i mod s) 0.
Proof.
  intros. unfold same_total, ceil, span. pose proof (Z.div_mod i s ltac:(lia)).
  destruct (Z.eqb_spec (i mod s) 0);
  [rewrite Z_div_zero_opp_full by lia | rewrite Z_div_nz_opp_full by lia]; lia.
Qed.
(** TensorFlow VALID: no padding, length ceil((i - K + 1)/s). *)
Theorem tf_valid : conv_size i k s d 0 0 = ceil (i - span k d + 1) s.
Proof.
  unfold conv_size, ceil. replace (i + 0 + 0 - span k d) with (i - span k d + 1 - 1) by ring.
  generalize (i - span k d + 1). intro n.
  enough (- ((n - 1) / s + 1) = - n / s) by lia.
  pose proof (Z.div_mod (n - 1) s). pose proof (Z.mod_pos_bound (n - 1) s).
  apply Z.div_unique with (r := s - 1 - (n - 1) mod s); lia.
Qed.
(** Under SAME the default transposed length is n s: the convolution of n s entries has n outputs. *)
Theorem tf_same_transposed n : ceil (n * s) s = n.
Proof. unfold ceil. rewrite <- Z.mul_opp_l, Z.div_mul by lia. lia. Qed.
(** JAX conv_transpose SAME pads the dilated input by k + s - 2 in all: length n s. *)
Theorem jax_same n : s * (n - 1) + 1 + (k + s - 2) - (k - 1) = n * s.
Proof. lia. Qed.
(** JAX conv_transpose VALID: length n s + max(k - s, 0). *)
Theorem jax_valid n :
  s * (n - 1) + 1 + (k + s - 2 + Z.max (k - s) 0) - (k - 1) = n * s + Z.max (k - s) 0.
Proof. lia. Qed.
End Same.

(** ** 3. Wrong variants that people write, each with a smallest counterexample *)

Ltac refute := vm_compute; discriminate.
(** p' = k - 1 - 2p in place of k - 1 - p: i = k = s = p = 1. *)
Theorem wrong_pad : ~ forall i k s p, 1 <= i -> 1 <= k -> 1 <= s -> 0 <= p ->
  s * (conv_size i k s 1 p p - 1) + 1 + 2 * (k - 1 - 2 * p) + residue i k s 1 p p - (k - 1) = i.
Proof. intro H. specialize (H 1 1 1 1 ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia)). revert H. refute. Qed.
(** Output padding forgotten: i = 2, k = 1, s = 2. *)
Theorem wrong_no_output_padding : ~ forall i k s, 1 <= i -> 1 <= k -> 1 <= s -> k <= i ->
  convt_size (conv_size i k s 1 0 0) k s 1 0 0 0 = i.
Proof. intro H. specialize (H 2 1 2 ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia)). revert H. refute. Qed.
(** Dilation forgotten: i = 3, k = 2, s = 1, d = 2. *)
Theorem wrong_no_dilation : ~ forall i k s d, 1 <= i -> 1 <= k -> 1 <= s -> 1 <= d -> span k d <= i ->
  convt_size (conv_size i k s d 0 0) k s 1 0 0 (residue i k s d 0 0) = i.
Proof.
  intro H. specialize (H 3 2 1 2 ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia) ltac:(unfold span; lia)).
  revert H. refute.
Qed.
(** PyTorch accepts a < max(s, d), but for s <= a the layer is no transpose of a convolution with n
    outputs: n = k = d = 2, s = a = 1 gives 3. *)
Theorem output_padding_from_stride_on : conv_size (convt_size 2 2 1 2 0 0 1) 2 1 2 0 0 = 3.
Proof. reflexivity. Qed.
