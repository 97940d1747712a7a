(** * Two guarded sums that are one: the step from a pipeline's plan to its equality. *)
From Coq Require Import ZArith Lia List Bool Ring.
From Symtconv Require Import Sums.
Import ListNotations.
Open Scope Z_scope.
Local Arguments Z.mul : simpl never.
Local Arguments Z.add : simpl never.
Local Arguments Z.sub : simpl never.

Fixpoint same (u v : idx) : bool :=
  match u, v with [], [] => true | x :: u, y :: v => (x =? y) && same u v | _, _ => false end.
(** Two indices that are the same number by number are one. *)
Lemma same_eq u : forall v, same u v = true <-> u = v.
Proof.
  induction u as [|x u IH]; intros [|y v]; cbn; try (split; congruence).
  rewrite andb_true_iff, Z.eqb_eq, IH. split; [intros [-> ->]; reflexivity | intro H; now inversion H].
Qed.

(** Equal lists have equal heads and equal tails. *)
Lemma cons_inv {A} (x y : A) u v : x :: u = y :: v -> x = y /\ u = v.
Proof. intro H. now inversion H. Qed.

Section Reindex.
Context {R : Ring}.
Add Ring ring_R : (@laws R).

(** A sum over a box that keeps one index is the value there, and zero outside the box. *)
Lemma sumb_delta ns : forall c (f : idx -> R), sumb ns (fun v => ind (same c v) [*] f v) = extend ns f c.
Proof.
  unfold extend. induction ns as [|n ns IH]; intros [|x c] f; cbn.
  - unfold ind; ring.
  - unfold ind; ring.
  - transitivity (sum n (fun _ => @r0 R)); [|apply sum_zero]. apply sum_ext; intros y _.
    transitivity (sumb ns (fun _ => @r0 R)); [|apply sumb_zero]. apply sumb_ext; intros v _. unfold ind; ring.
  - rewrite (sum_ext n _ (fun y => ind (x =? y) [*] (if inside ns c then f (y :: c) else r0))).
    + rewrite sum_delta. destruct ((0 <=? x) && (x <? n)); cbn [andb]; reflexivity.
    + intros y _. rewrite <- (IH c (fun v => f (y :: v))), sumb_mul. apply sumb_ext; intros v _. rewrite ind_and. ring.
Qed.

(** The obligations of a plan with one term on each side: maps to and fro, guards, letters. *)
Theorem reindex ns ms (g : idx -> bool) (h : idx -> bool) (f e : idx -> R) (to fro : idx -> idx) :
  (forall b, inb ns b -> g b = true -> inb ms (to b) /\ h (to b) = true /\ e (to b) = f b /\ fro (to b) = b) ->
  (forall c, inb ms c -> h c = true -> inb ns (fro c) /\ g (fro c) = true /\ to (fro c) = c) ->
  sumb ns (fun b => ind (g b) [*] f b) = sumb ms (fun c => ind (h c) [*] e c).
Proof.
  intros A B.
  transitivity (sumb ns (fun b => sumb ms (fun c => ind (same (to b) c) [*] (ind (g b && same b (fro c)) [*] (ind (h c) [*] e c))))).
  - apply sumb_ext; intros b Hb. rewrite sumb_delta. unfold extend. destruct (g b) eqn:G; cbn [andb].
    + destruct (A b Hb G) as (I & H & E & F). apply inside_inb in I. rewrite I, H, E, F.
      replace (same b b) with true by (symmetry; now apply same_eq). unfold ind. ring.
    + destruct (inside ms (to b)); unfold ind; ring.
  - rewrite sumb_swap. apply sumb_ext; intros c Hc. destruct (h c) eqn:H.
    + destruct (B c Hc H) as (I & G & T).
      rewrite (sumb_ext ns _ (fun b => ind (same (fro c) b) [*] (ind (g b && same (to b) c) [*] e c))).
      * rewrite sumb_delta. unfold extend. apply inside_inb in I. rewrite I, G, T.
        replace (same c c) with true by (symmetry; now apply same_eq). unfold ind; cbn; ring.
      * intros b _. replace (same (fro c) b) with (same b (fro c)).
        -- destruct (same (to b) c), (g b), (same b (fro c)); unfold ind; cbn; ring.
        -- apply eq_true_iff_eq. rewrite !same_eq. split; congruence.
    + transitivity (sumb ns (fun _ => @r0 R)); [|rewrite sumb_zero; unfold ind; ring].
      apply sumb_ext; intros b _. unfold ind at 3. ring.
Qed.

(** Guards as two lists: numbers that are 0, and numbers that are at least 0. *)
Definition holds (zeros more : list Z) : bool := forallb (fun z => z =? 0) zeros && forallb (fun z => 0 <=? z) more.
Fixpoint each (P : Z -> Prop) (zs : list Z) : Prop := match zs with [] => True | z :: zs => P z /\ each P zs end.
(** Guards hold as a test exactly if they hold one by one. *)
Lemma holds_each zeros more :
  holds zeros more = true <-> each (fun z => z = 0) zeros /\ each (fun z => 0 <= z) more.
Proof.
  unfold holds. rewrite andb_true_iff.
  assert (Z0 : forallb (fun z => z =? 0) zeros = true <-> each (fun z => z = 0) zeros).
  { induction zeros as [|z zs IH]; cbn; [tauto|]. rewrite andb_true_iff, Z.eqb_eq. tauto. }
  assert (M0 : forallb (fun z => 0 <=? z) more = true <-> each (fun z => 0 <= z) more).
  { induction more as [|z zs IH]; cbn; [tauto|]. rewrite andb_true_iff, Z.leb_le. tauto. }
  tauto.
Qed.

(** A product of letters, one of each tensor, at one index each. *)
Fixpoint letters_at (tensors : list (idx -> R)) (places : list idx) : R :=
  match tensors, places with t :: ts, i :: is => t i [*] letters_at ts is | _, _ => r1 end.

(** A plan with one term on each side: its points go to and fro to the same letters, and no letters occur twice. *)
Theorem by_letters ns ms (g h : idx -> bool) (p q : idx -> list idx) tensors (to fro : idx -> idx) :
  (forall b, g b = true -> inb ns b) ->
  (forall c, h c = true -> inb ms c) ->
  (forall b, g b = true -> h (to b) = true /\ q (to b) = p b) ->
  (forall c, h c = true -> g (fro c) = true /\ p (fro c) = q c) ->
  (forall b b', g b = true -> g b' = true -> p b = p b' -> b = b') ->
  (forall c c', h c = true -> h c' = true -> q c = q c' -> c = c') ->
  sumb ns (fun b => ind (g b) [*] letters_at tensors (p b)) = sumb ms (fun c => ind (h c) [*] letters_at tensors (q c)).
Proof.
  intros N M A B U V. apply reindex with (to := to) (fro := fro).
  - intros b _ G. destruct (A b G) as [H E]. destruct (B _ H) as [G' E'].
    split; [auto|split; [assumption|split; [now rewrite E|]]]. apply U; [assumption..|congruence].
  - intros c _ H. destruct (B c H) as [G E]. destruct (A _ G) as [H' E'].
    split; [auto|split; [assumption|]]. apply V; [assumption..|congruence].
Qed.

(** An instance, as an emitter would write it: W43 repaired (P19), every size at once.
    T(pad p x; 0) cropped by p + p s  =  T(x; p): tap t, entry o + p of the padded input. *)
Variables (w x : Z -> R) (n k s d p : Z).
Hypothesis Hs : 1 <= s.
Definition left_entry j : R := sumb [k; n] (fun b => match b with
  | [t; o] => ind (j + p =? s * o + d * t) [*] (w t [*] x o) | _ => r0 end).
Definition right_entry j : R := sumb [k; n + 2 * p] (fun c => match c with
  | [t; m] => ind ((j + (p + p * s) =? s * m + d * t) && (0 <=? m - p) && (m - p <? n)) [*] (w t [*] x (m - p)) | _ => r0 end).

(** A transposed convolution of padded input, cropped by p + p s on both sides, has the entries of the layer. *)
Theorem P19_entries j : 0 <= p -> left_entry j = right_entry j.
Proof.
  intro Hp.
  pose (g := fun b => match b with [t; o] => j + p =? s * o + d * t | _ => false end).
  pose (f := fun b => match b with [t; o] => w t [*] x o | _ => r0 end).
  pose (h := fun c => match c with [t; m] => (j + (p + p * s) =? s * m + d * t) && (0 <=? m - p) && (m - p <? n) | _ => false end).
  pose (e := fun c => match c with [t; m] => w t [*] x (m - p) | _ => r0 end).
  transitivity (sumb [k; n] (fun b => ind (g b) [*] f b)).
  { apply sumb_ext; intros b Hb. destruct b as [|t [|o [|]]]; cbn in Hb |- *; try tauto; reflexivity. }
  transitivity (sumb [k; n + 2 * p] (fun c => ind (h c) [*] e c)).
  2: { apply sumb_ext; intros c Hc. destruct c as [|t [|m [|]]]; cbn in Hc |- *; try tauto; reflexivity. }
  apply reindex with (to := fun b => match b with [t; o] => [t; o + p] | _ => [] end)
                     (fro := fun c => match c with [t; m] => [t; m - p] | _ => [] end).
  - intros [|t [|o [|]]]; cbn; try tauto. intros (Ht & Ho & _). rewrite Z.eqb_eq. intro G.
    rewrite !andb_true_iff, Z.eqb_eq, Z.leb_le, Z.ltb_lt.
    replace (o + p - p) with o by ring. repeat split; try reflexivity; try lia; try nia.
  - intros [|t [|m [|]]]; cbn; try tauto. intros (Ht & Hm & _).
    rewrite !andb_true_iff, !Z.eqb_eq, Z.leb_le, Z.ltb_lt. intros [[E L] U].
    replace (m - p + p) with m by ring. repeat split; try reflexivity; try lia; try nia.
Qed.
End Reindex.
