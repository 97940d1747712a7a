(* A claim about sizes, proved.  Written by symtconv; Coq is the judge.

     conv_size(convt_size(n,k,s,d,l,h,a),k,s,d,l,h) == n   for   n >= 1, k >= 1, s >= 1, d >= 1, l >= 0, h
     >= 0, a >= 0, a < s

   What is stated: the claim holds for all integers of its domain.

   To check it (Coq 8.16 or later, and nothing else), with this file as FILE.v:
     python -c "from symtconv.proofs.coq import build_library; build_library('symtconv-coq')"
     coqc -Q symtconv-coq Symtconv FILE.v
   The first line compiles the library, once; conv_size and its like are defined in its Geometry.v. *)
From Coq Require Import ZArith Lia.
From Symtconv Require Import Geometry Claims.
Open Scope Z_scope.

Lemma divisor_0_case_0 : forall n k s d l h a : Z,
  0 <= n + (-1) ->
  0 <= k + (-1) ->
  0 <= s + (-1) ->
  0 <= d + (-1) ->
  0 <= l ->
  0 <= h ->
  0 <= a ->
  0 <= (-1) * a + s + (-1) ->
  0 <= (-1) * s ->
  False.
Proof.
  intros n k s d l h a H0' H1' H2' H3' H4' H5' H6' H7' H8'.
  pose proof (plus _ _ (scaled 1 _ H2') (scaled 1 _ H8')) as N'. clear - N'. lia.
Qed.

Lemma divisor_0_numbers : forall n k s d l h a : Z,
  (n >= 1) ->
  (k >= 1) ->
  (s >= 1) ->
  (d >= 1) ->
  (l >= 0) ->
  (h >= 0) ->
  (a >= 0) ->
  (a < s) ->
  (s >= 1).
Proof.
  intros n k s d l h a H0' H1' H2' H3' H4' H5' H6' H7'.
  {
    pose proof (divisor_0_case_0 n k s d l h a).
    lia.
  }
Qed.

Lemma divisor_0 : forall n k s d l h a : Z,
  n >= 1 ->
  k >= 1 ->
  s >= 1 ->
  d >= 1 ->
  l >= 0 ->
  h >= 0 ->
  a >= 0 ->
  a < s ->
  s >= 1.
Proof.
  intros n k s d l h a H0' H1' H2' H3' H4' H5' H6' H7'.
  exact (divisor_0_numbers n k s d l h a H0' H1' H2' H3' H4' H5' H6' H7').
Qed.

Lemma unfolded_case_0 : forall n k s d l h a q0' : Z,
  0 <= n + (-1) ->
  0 <= k + (-1) ->
  0 <= s + (-1) ->
  0 <= d + (-1) ->
  0 <= l ->
  0 <= h ->
  0 <= a ->
  0 <= (-1) * a + s + (-1) ->
  0 <= (-1) * q0' + (-1) ->
  0 <= a + (-1) * q0' * s ->
  0 <= s + (-1) * a + q0' * s + (-1) ->
  False.
Proof.
  intros n k s d l h a q0' H0' H1' H2' H3' H4' H5' H6' H7' H8' H9' H10'.
  pose proof (plus _ _ (plus _ _ (plus _ _ (scaled 1 _ H6') (scaled 1 _ H8')) (scaled 1 _ H10')) (scaled 1 _ (times _ _ H2' H8'))) as N'. clear - N'. lia.
Qed.

Lemma unfolded_case_1 : forall n k s d l h a q0' : Z,
  0 <= n + (-1) ->
  0 <= k + (-1) ->
  0 <= s + (-1) ->
  0 <= d + (-1) ->
  0 <= l ->
  0 <= h ->
  0 <= a ->
  0 <= (-1) * a + s + (-1) ->
  0 <= q0' + (-1) ->
  0 <= a + (-1) * q0' * s ->
  0 <= s + (-1) * a + q0' * s + (-1) ->
  False.
Proof.
  intros n k s d l h a q0' H0' H1' H2' H3' H4' H5' H6' H7' H8' H9' H10'.
  pose proof (plus _ _ (plus _ _ (plus _ _ (scaled 1 _ H7') (scaled 1 _ H8')) (scaled 1 _ H9')) (scaled 1 _ (times _ _ H2' H8'))) as N'. clear - N'. lia.
Qed.

Lemma unfolded_numbers : forall n k s d l h a m0' : Z,
  0 <= (((((((((n - 1) * s) + ((d * (k - 1)) + 1)) - l) - h) + a) + l) + h) - ((d * (k - 1)) + 1)) - s * m0' <= s - 1 ->
  (n >= 1) ->
  (k >= 1) ->
  (s >= 1) ->
  (d >= 1) ->
  (l >= 0) ->
  (h >= 0) ->
  (a >= 0) ->
  (a < s) ->
  (m0' + 1 = n).
Proof.
  intros n k s d l h a m0' S0' H0' H1' H2' H3' H4' H5' H6' H7'.
  {
    destruct (counted_from m0' (n + (-1))) as [c0' E0']. subst m0'.
    pose proof (unfolded_case_0 n k s d l h a c0').
    pose proof (unfolded_case_1 n k s d l h a c0').
    lia.
  }
Qed.

Lemma unfolded : forall n k s d l h a : Z,
  n >= 1 ->
  k >= 1 ->
  s >= 1 ->
  d >= 1 ->
  l >= 0 ->
  h >= 0 ->
  a >= 0 ->
  a < s ->
  ((((((((((n - 1) * s) + ((d * (k - 1)) + 1)) - l) - h) + a) + l) + h) - ((d * (k - 1)) + 1)) / s) + 1 = n.
Proof.
  intros n k s d l h a H0' H1' H2' H3' H4' H5' H6' H7'.
  exact (unfolded_numbers n k s d l h a ((((((((((n - 1) * s) + ((d * (k - 1)) + 1)) - l) - h) + a) + l) + h) - ((d * (k - 1)) + 1)) / s) (quotient (((((((((n - 1) * s) + ((d * (k - 1)) + 1)) - l) - h) + a) + l) + h) - ((d * (k - 1)) + 1)) s (Z.ge_le _ _ (divisor_0 n k s d l h a H0' H1' H2' H3' H4' H5' H6' H7'))) H0' H1' H2' H3' H4' H5' H6' H7').
Qed.

Theorem claim : forall n k s d l h a : Z,
  n >= 1 ->
  k >= 1 ->
  s >= 1 ->
  d >= 1 ->
  l >= 0 ->
  h >= 0 ->
  a >= 0 ->
  a < s ->
  conv_size (convt_size n k s d l h a) k s d l h = n.
Proof. exact unfolded. Qed.

(* The domain is not empty: n = 1, k = 1, s = 1, d = 1, l = 0, h = 0, a = 0. *)
Fact not_vacuous : (1 >= 1) /\ (1 >= 1) /\ (1 >= 1) /\ (1 >= 1) /\ (0 >= 0) /\ (0 >= 0) /\ (0 >= 0) /\ (0 < 1).
Proof. vm_compute; intuition discriminate. Qed.

(* Must print: Closed under the global context. *)
Definition all_of_it := (claim, not_vacuous).
Print Assumptions all_of_it.
