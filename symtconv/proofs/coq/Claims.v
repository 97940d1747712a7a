(** * What the proofs of claims stand on.

    A claim about sizes is decided by a case tree: in every case in which the claim would fail, a
    sum of products of things that are at least 0 is a negative number.  Emitted files spell such
    trees with the lemmas below, and leave nothing to be searched for. *)
From Coq Require Import ZArith Lia.
Open Scope Z_scope.

(** ** 1. Sums of products *)

(** A positive multiple of something at least 0 is at least 0. *)
Lemma scaled c h : 0 <= h -> 0 <= Z.pos c * h.
Proof. intro. apply Z.mul_nonneg_nonneg; [apply Pos2Z.is_nonneg | assumption]. Qed.
(** A product of two is. *)
Lemma times g h : 0 <= g -> 0 <= h -> 0 <= g * h.
Proof. apply Z.mul_nonneg_nonneg. Qed.
(** A sum of two is. *)
Lemma plus g h : 0 <= g -> 0 <= h -> 0 <= g + h.
Proof. apply Z.add_nonneg_nonneg. Qed.
(** An integer p is at least 0, or - p - 1 is: how a case is split. *)
Lemma either p : 0 <= p \/ 0 <= -1 - p.
Proof. lia. Qed.

(** ** 2. Quotients *)

(** The quotient by b >= 1 is the q that leaves a rest from 0 to b - 1. *)
Lemma quotient a b : 1 <= b -> 0 <= a - b * (a / b) <= b - 1.
Proof. intro. pose proof (Z.div_mod a b ltac:(lia)). pose proof (Z.mod_pos_bound a b ltac:(lia)). lia. Qed.
(** The remainder is that rest. *)
Lemma remainder a b : 1 <= b -> a mod b = a - b * (a / b).
Proof. intro. pose proof (Z.div_mod a b ltac:(lia)). lia. Qed.
(** A quotient counted from another number. *)
Lemma counted_from q w : exists c, q = c + w.
Proof. exists (q - w). ring. Qed.
(** Adding b w to the dividend adds w to the quotient. *)
Lemma quotient_moved b a q b' a' q' w : 0 <= a - b * q <= b - 1 -> 0 <= a' - b' * q' <= b' - 1 ->
  b' = b -> a' = a + b * w -> q' = q + w.
Proof. intros H H' -> ->. assert (- b < b * (q + w - q') < b) by lia. nia. Qed.
(** A quotient with a known rest is known. *)
Lemma quotient_known b a q w r : 0 <= a - b * q <= b - 1 -> a = b * w + r -> 0 <= r <= b - 1 -> q = w.
Proof. intros H -> Hr. assert (- b < b * (w - q) < b) by lia. nia. Qed.
