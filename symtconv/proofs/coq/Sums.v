(** * Finite sums over a commutative ring, on a line and over a box.

    Everything in this library is a finite sum.  The ring is any commutative
    ring: the integers, the rationals, the reals, polynomials whose letters are
    the kernel's entries, finite fields.  Floats are not one: their addition is
    not associative.  Only Coq's standard library is used, and no axiom. *)
From Coq Require Import ZArith Lia List Bool Ring InitialRing.
Import ListNotations.
Open Scope Z_scope.

(** ** 1. Rings *)

(** A commutative ring, with its laws. *)
Class Ring := {
  carrier : Type;
  r0 : carrier; r1 : carrier;
  radd : carrier -> carrier -> carrier;
  rmul : carrier -> carrier -> carrier;
  rsub : carrier -> carrier -> carrier;
  ropp : carrier -> carrier;
  laws : ring_theory r0 r1 radd rmul rsub ropp (@eq carrier) }.
Coercion carrier : Ring >-> Sortclass.
Infix "[+]" := radd (at level 50, left associativity).
Infix "[*]" := rmul (at level 40, left associativity).

(** The integers are one; literal examples and the counting of taps use it. *)
#[global] Instance integers : Ring := { laws := Zth }.

Section Sums.
Context {R : Ring}.
Add Ring ring_R : (@laws R).

(** The bracket [b]: one where b holds, zero where it does not. *)
Definition ind (b : bool) : R := if b then r1 else r0.

(** The bracket of a conjunction is the product of the brackets. *)
Lemma ind_and b c : ind (b && c) = ind b [*] ind c.
Proof. destruct b, c; cbn; ring. Qed.
(** A value or zero is the value times a bracket. *)
Lemma if_ind (b : bool) (x : R) : (if b then x else r0) = ind b [*] x.
Proof. destruct b; cbn; ring. Qed.

(** ** 2. Sums over 0 <= x < n; a bound below 0 gives the empty sum *)

Fixpoint sumn (n : nat) (f : Z -> R) : R :=
  match n with O => r0 | S m => sumn m f [+] f (Z.of_nat m) end.
Definition sum (n : Z) (f : Z -> R) : R := sumn (Z.to_nat n) f.

(** The empty sum is zero. *)
Lemma sum_0 n f : n <= 0 -> sum n f = r0.
Proof. intro. unfold sum. now replace (Z.to_nat n) with 0%nat by lia. Qed.
(** The last term splits off. *)
Lemma sum_S n f : 0 <= n -> sum (n + 1) f = sum n f [+] f n.
Proof.
  intro. unfold sum. replace (Z.to_nat (n + 1)) with (S (Z.to_nat n)) by lia.
  cbn. now rewrite Z2Nat.id.
Qed.
(** Induction on the number of terms. *)
Lemma sum_ind (P : Z -> Prop) :
  (forall n, n <= 0 -> P n) -> (forall n, 0 <= n -> P n -> P (n + 1)) -> forall n, P n.
Proof.
  intros H0 HS n. destruct (Z_le_gt_dec n 0); [now apply H0|].
  apply (natlike_ind P); [apply H0; lia | intros x ? ?; now apply HS | lia].
Qed.
Ltac sumind n := pattern n; apply sum_ind; clear n; intros n Hn;
  [rewrite ?sum_0 by assumption | intro IH; rewrite ?sum_S by assumption].

(** Equal terms give equal sums. *)
Lemma sum_ext n f g : (forall x, 0 <= x < n -> f x = g x) -> sum n f = sum n g.
Proof.
  sumind n; [reflexivity|]. intro H.
  rewrite IH by (intros; apply H; lia). now rewrite H by lia.
Qed.
(** A sum of zeros is zero. *)
Lemma sum_zero n : sum n (fun _ => r0) = r0.
Proof. sumind n; [reflexivity|]. rewrite IH. ring. Qed.
(** Sums add term by term. *)
Lemma sum_add n f g : sum n (fun x => f x [+] g x) = sum n f [+] sum n g.
Proof. sumind n; [ring|]. rewrite IH. ring. Qed.
(** A factor moves inside. *)
Lemma sum_mul n c f : c [*] sum n f = sum n (fun x => c [*] f x).
Proof. sumind n; [ring|]. rewrite <- IH. ring. Qed.
(** Finite sums change places. *)
Lemma sum_swap n m f : sum n (fun x => sum m (f x)) = sum m (fun y => sum n (fun x => f x y)).
Proof.
  sumind n.
  - rewrite <- (sum_zero m). apply sum_ext; intros; now rewrite sum_0.
  - rewrite IH, <- sum_add. apply sum_ext; intros. now rewrite sum_S.
Qed.
(** A bracket [c = x] keeps one term, if c is in range, and nothing otherwise. *)
Lemma sum_delta n c f :
  sum n (fun x => ind (c =? x) [*] f x) = if (0 <=? c) && (c <? n) then f c else r0.
Proof.
  sumind n.
  - replace (_ && _) with false; [reflexivity|]. symmetry. apply andb_false_iff. lia.
  - rewrite IH. destruct (Z.eqb_spec c n) as [->|]; unfold ind; cbn.
    + replace (n <? n) with false by lia. replace (n <? n + 1) with true by lia.
      replace (0 <=? n) with true by lia. cbn. ring.
    + replace (c <? n + 1) with (c <? n) by lia. destruct (_ && _); ring.
Qed.
(** The first term splits off. *)
Lemma sum_shift n f : 0 <= n -> sum (n + 1) f = f 0 [+] sum n (fun x => f (x + 1)).
Proof.
  intro H0. pattern n. apply natlike_ind; [| |assumption].
  - rewrite sum_S, !sum_0 by lia. ring.
  - intros m Hm IH. unfold Z.succ. rewrite sum_S, IH, sum_S by lia. ring.
Qed.
(** Re-indexing t = n-1-u, a bijection of 0, ..., n-1: the sum read backwards. *)
Lemma sum_flip n f : sum n (fun u => f (n - 1 - u)) = sum n f.
Proof.
  sumind n; [reflexivity|]. rewrite <- IH, <- (sum_S n (fun u => f (n + 1 - 1 - u))) by lia.
  rewrite sum_shift by lia. replace (n + 1 - 1 - 0) with n by lia.
  rewrite (sum_ext n _ (fun u => f (n - 1 - u))) by (intros; f_equal; lia). ring.
Qed.
(** A sum splits at any place. *)
Lemma sum_split n m f : 0 <= n -> 0 <= m -> sum (n + m) f = sum n f [+] sum m (fun x => f (n + x)).
Proof.
  intros Hn. revert f. pattern m; apply sum_ind; clear m; intros m Hm.
  - intros f ?. replace m with 0 by lia. rewrite Z.add_0_r, (sum_0 0) by lia. ring.
  - intros IH f _. rewrite Z.add_assoc, !sum_S, IH by lia. ring.
Qed.
(** A sum of terms that vanish from n on is the sum up to n. *)
Lemma sum_cut n m f : n <= m -> sum m (fun x => ind ((0 <=? x) && (x <? n)) [*] f x) = sum n f.
Proof.
  intro Hnm. destruct (Z_le_gt_dec n 0) as [Hn|Hn].
  - rewrite (sum_0 n) by assumption. etransitivity; [|apply (sum_zero m)]. apply sum_ext; intros x Hx.
    replace (x <? n) with false by lia. rewrite andb_false_r. cbn. ring.
  - replace m with (n + (m - n)) by ring. rewrite sum_split by lia.
    rewrite (sum_ext (m - n) _ (fun _ => r0)), sum_zero.
    + transitivity (sum n (fun x => ind ((0 <=? x) && (x <? n)) [*] f x)); [ring|].
      apply sum_ext; intros x Hx. replace (0 <=? x) with true by lia.
      replace (x <? n) with true by lia. cbn. ring.
    + intros x Hx. replace (n + x <? n) with false by lia. rewrite andb_false_r. cbn. ring.
Qed.
(** A sum of n p terms is a sum of n blocks of p terms. *)
Lemma sum_blocks n p f : 0 <= n -> 0 <= p ->
  sum (n * p) f = sum n (fun x => sum p (fun z => f (x * p + z))).
Proof.
  intros Hn Hp. pattern n. apply natlike_ind; [reflexivity | | exact Hn]. clear n Hn. intros n Hn IH.
  unfold Z.succ. rewrite Z.mul_add_distr_r, Z.mul_1_l, sum_split by nia.
  rewrite IH, sum_S by lia. reflexivity.
Qed.
(** Among G groups of n channels, a sum that is zero off group g is a sum over that group. *)
Lemma sum_group G n g f : 0 <= n -> 0 <= g < G ->
  sum (G * n) (fun c => ind (c / n =? g) [*] f c) = sum n (fun c => f (g * n + c)).
Proof.
  intros Hn Hg. rewrite sum_blocks by lia.
  transitivity (sum G (fun x => ind (g =? x) [*] sum n (fun c => f (x * n + c)))).
  - apply sum_ext; intros x Hx. rewrite sum_mul. apply sum_ext; intros c Hc.
    rewrite Z.div_add_l, Z.div_small, Z.add_0_r, Z.eqb_sym by lia. reflexivity.
  - rewrite sum_delta. now replace ((0 <=? g) && (g <? G)) with true by (symmetry; apply andb_true_iff; lia).
Qed.

(** ** 3. Sums over a box: one bound per axis, a multi-index is a list *)

Notation idx := (list Z).
Fixpoint sumb (ns : list Z) (f : idx -> R) : R :=
  match ns with [] => f [] | n :: ns => sum n (fun x => sumb ns (fun v => f (x :: v))) end.
(** The multi-index v lies in the box; as a proposition and as a test. *)
Fixpoint inb (ns : list Z) (v : idx) : Prop :=
  match ns, v with [], [] => True | n :: ns, x :: v => 0 <= x < n /\ inb ns v | _, _ => False end.
Fixpoint inside (ns v : list Z) : bool :=
  match ns, v with [], [] => true | n :: ns, x :: v => (0 <=? x) && (x <? n) && inside ns v | _, _ => false end.
(** An array read anywhere: its entry inside the box, zero outside. *)
Definition extend (ns : list Z) (f : idx -> R) (v : idx) : R := if inside ns v then f v else r0.
(** The inner product over a box. *)
Definition dot (ns : list Z) (f g : idx -> R) : R := sumb ns (fun v => f v [*] g v).

(** The test decides the proposition. *)
Lemma inside_inb ns : forall v, inside ns v = true <-> inb ns v.
Proof.
  induction ns as [|n ns IH]; intros [|x v]; cbn; try (split; [discriminate | tauto]); [tauto|].
  rewrite !andb_true_iff, Z.leb_le, Z.ltb_lt, IH. tauto.
Qed.
(** A multi-index of the box has one entry per axis. *)
Lemma inb_length {A} (f : A -> Z) l : forall v, inb (map f l) v -> length v = length l.
Proof. induction l; intros [|x v]; cbn; try tauto. intros [_ H]. f_equal. auto. Qed.

(** The laws of [sum], axis by axis. *)
Lemma sumb_ext ns : forall f g, (forall v, inb ns v -> f v = g v) -> sumb ns f = sumb ns g.
Proof.
  induction ns; cbn; intros f g H; [now apply H|].
  apply sum_ext; intros; apply IHns; intros; apply H; auto.
Qed.
(** A sum of zeros over a box is zero. *)
Lemma sumb_zero ns : sumb ns (fun _ => r0) = r0.
Proof. induction ns; cbn; [reflexivity|]. rewrite IHns. apply sum_zero. Qed.
(** Sums over a box add term by term. *)
Lemma sumb_add ns : forall f g, sumb ns (fun v => f v [+] g v) = sumb ns f [+] sumb ns g.
Proof. induction ns; cbn; intros; [reflexivity|]. rewrite <- sum_add. apply sum_ext; intros; apply IHns. Qed.
(** A factor moves inside. *)
Lemma sumb_mul ns c : forall f, c [*] sumb ns f = sumb ns (fun v => c [*] f v).
Proof.
  induction ns; cbn; intros; [reflexivity|]. rewrite sum_mul. apply sum_ext; intros; apply IHns.
Qed.
(** A factor on the right moves inside too. *)
Lemma sumb_mul_r ns c f : sumb ns f [*] c = sumb ns (fun v => f v [*] c).
Proof.
  transitivity (c [*] sumb ns f); [ring|]. rewrite sumb_mul. apply sumb_ext; intros; ring.
Qed.
(** A sum over a box and one over channels change places. *)
Lemma sumb_sum ns n : forall f,
  sumb ns (fun v => sum n (f v)) = sum n (fun x => sumb ns (fun v => f v x)).
Proof.
  induction ns; cbn; intros; [reflexivity|].
  rewrite (sum_ext a _ (fun x => sum n (fun y => sumb ns (fun v => f (x :: v) y)))) by (intros; apply IHns).
  apply sum_swap.
Qed.
(** Sums over two boxes change places. *)
Lemma sumb_swap ns ms : forall f,
  sumb ns (fun v => sumb ms (f v)) = sumb ms (fun u => sumb ns (fun v => f v u)).
Proof.
  induction ns; cbn; intros; [reflexivity|].
  rewrite (sum_ext a _ (fun x => sumb ms (fun u => sumb ns (fun v => f (x :: v) u)))) by (intros; apply IHns).
  now rewrite <- sumb_sum.
Qed.
(** Terms that vanish outside a smaller box sum to the sum over that box. *)
Lemma sumb_cut ns ms : Forall2 Z.le ns ms -> forall f,
  sumb ms (extend ns f) = sumb ns f.
Proof.
  induction 1 as [|n m ns ms Hnm _ IH]; intro f; [reflexivity|]. cbn.
  rewrite <- (sum_cut n m) by assumption. apply sum_ext; intros x _.
  rewrite <- IH, sumb_mul. apply sumb_ext; intros v _. unfold extend. cbn.
  rewrite !if_ind, ind_and. ring.
Qed.

(** ** 4. Row-major flattening *)

(** The number of entries of a box, and the multi-index at a place of the flat array. *)
Definition volume := fold_right Z.mul 1.
Fixpoint unflat (ns : list Z) (m : Z) : idx :=
  match ns with [] => [] | n :: ns => m / volume ns :: unflat ns (m mod volume ns) end.
(** A sum over a box is a sum over the flat array: every matrix here may be read with flat indices. *)
Theorem sumb_flat ns : Forall (Z.le 0) ns -> forall f,
  sumb ns f = sum (volume ns) (fun m => f (unflat ns m)).
Proof.
  assert (P : forall ns, Forall (Z.le 0) ns -> 0 <= volume ns)
    by (induction 1; cbn; [lia|]; fold (volume l); nia).
  induction 1 as [|n ns Hn Hns IH]; intro f; [change (f [] = r0 [+] f []); ring|].
  change (volume (n :: ns)) with (n * volume ns). rewrite sum_blocks by auto. cbn.
  apply sum_ext; intros x _. rewrite IH. apply sum_ext; intros z Hz.
  now rewrite Z.div_add_l, Z.div_small, Z.add_0_r, Z.add_comm, Z.mod_add, Z.mod_small by lia.
Qed.
End Sums.
Notation idx := (list Z).
