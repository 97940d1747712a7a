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

Lemma divisor_0_tree : forall n k s d l h a : Z,
  (0 <= n + (-1)) ->
  (0 <= k + (-1)) ->
  (0 <= s + (-1)) ->
  (0 <= d + (-1)) ->
  (0 <= l) ->
  (0 <= h) ->
  (0 <= a) ->
  (0 <= (-1) * a + s + (-1)) ->
  (0 <= (-1) * s) ->
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
  assert (F0' : 0 <= n + (-1)) by (clear - H0'; lia).
  assert (F1' : 0 <= k + (-1)) by (clear - H1'; lia).
  assert (F2' : 0 <= s + (-1)) by (clear - H2'; lia).
  assert (F3' : 0 <= d + (-1)) by (clear - H3'; lia).
  assert (F4' : 0 <= l) by (clear - H4'; lia).
  assert (F5' : 0 <= h) by (clear - H5'; lia).
  assert (F6' : 0 <= a) by (clear - H6'; lia).
  assert (F7' : 0 <= (-1) * a + s + (-1)) by (clear - H7'; lia).
  assert (N' : ~ (0 <= (-1) * s)) by (intro F'; exact (divisor_0_tree n k s d l h a F0' F1' F2' F3' F4' F5' F6' F7' F')).
  clear - N'. lia.
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

Lemma unfolded_tree : forall n k s d l h a q0' : Z,
  (0 <= n + (-1)) ->
  (0 <= k + (-1)) ->
  (0 <= s + (-1)) ->
  (0 <= d + (-1)) ->
  (0 <= l) ->
  (0 <= h) ->
  (0 <= a) ->
  (0 <= (-1) * a + s + (-1)) ->
  (0 <= n * s + (-1) * s + a + (-1) * q0' * s) ->
  (0 <= 2 * s + (-1) * n * s + (-1) * a + q0' * s + (-1)) ->
  ((0 <= q0' + (-1) * n) \/ (0 <= (-1) * q0' + (-2) + n)) ->
  False.
Proof.
  intros n k s d l h a q0' H0' H1' H2' H3' H4' H5' H6' H7' H8' H9' H10'.
  destruct (H10') as [H11'|H12'].
  {
    pose proof (plus _ _ (plus _ _ (plus _ _ (scaled 1 _ H7') (scaled 1 _ H8')) (scaled 1 _ (times _ _ H2' H11'))) (scaled 1 _ H11')) as N'. clear - N'. lia.
  }
  {
    pose proof (plus _ _ (plus _ _ (plus _ _ (scaled 1 _ H6') (scaled 1 _ (times _ _ H2' H12'))) (scaled 1 _ H12')) (scaled 1 _ H9')) as N'. clear - N'. lia.
  }
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
  assert (F0' : 0 <= n + (-1)) by (clear - H0'; lia).
  assert (F1' : 0 <= k + (-1)) by (clear - H1'; lia).
  assert (F2' : 0 <= s + (-1)) by (clear - H2'; lia).
  assert (F3' : 0 <= d + (-1)) by (clear - H3'; lia).
  assert (F4' : 0 <= l) by (clear - H4'; lia).
  assert (F5' : 0 <= h) by (clear - H5'; lia).
  assert (F6' : 0 <= a) by (clear - H6'; lia).
  assert (F7' : 0 <= (-1) * a + s + (-1)) by (clear - H7'; lia).
  assert (F8' : 0 <= n * s + (-1) * s + a + (-1) * m0' * s) by (clear - S0'; lia).
  assert (F9' : 0 <= 2 * s + (-1) * n * s + (-1) * a + m0' * s + (-1)) by (clear - S0'; lia).
  assert (N' : ~ ((0 <= m0' + (-1) * n) \/ (0 <= (-1) * m0' + (-2) + n))) by (intro F'; exact (unfolded_tree n k s d l h a m0' F0' F1' F2' F3' F4' F5' F6' F7' F8' F9' F')).
  clear - N'. lia.
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
