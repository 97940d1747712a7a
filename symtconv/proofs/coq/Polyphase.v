(** * Polyphase: the layer as s stride-1 convolutions per axis, one per residue.

    Write j + lo = s q + r with 0 <= r < s.  Then x'[j] uses only the taps with
    (r - d t) mod s = 0, and tap t reads y[q + (r - d t)/s].  The taps of one residue
    are every (s/g)-th, g = gcd(d, s), and their sources move by d/g: a sub-kernel that
    slides over y with stride 1. *)
From Coq Require Import ZArith Znumtheory Lia List Bool Ring.
From Symtconv Require Import Sums Geometry Convolution Channels.
Import ListNotations.
Open Scope Z_scope.
Local Arguments Z.mul : simpl never.
Local Arguments Z.add : simpl never.
Local Arguments Z.sub : simpl never.

(** ** 1. Quotient and residue of a place *)

(** Tap t belongs to residue r, on every axis. *)
Fixpoint active (l : list axis) (r t : idx) : bool :=
  match l, r, t with
  | A :: l, r :: rs, t :: ts => ((r - dilation A * t) mod stride A =? 0) && active l rs ts
  | _, _, _ => true end.
(** The place with quotient q and residue r. *)
Fixpoint phase_place (l : list axis) (q r : idx) : idx :=
  match l, q, r with
  | A :: l, q :: qs, r :: rs => (stride A * q + r - low A) :: phase_place l qs rs
  | _, _, _ => [] end.
(** The entry of y that tap t reads there. *)
Fixpoint phase_source (l : list axis) (q r t : idx) : idx :=
  match l, q, r, t with
  | A :: l, q :: qs, r :: rs, t :: ts => (q + (r - dilation A * t) / stride A) :: phase_source l qs rs ts
  | _, _, _, _ => [] end.

(** Every place has a quotient and a residue. *)
Theorem every_place l : strides_pos l -> forall j, length j = length l ->
  exists q r, length q = length l /\ inb (map stride l) r /\ phase_place l q r = j.
Proof.
  induction 1 as [|A l HA _ IH]; intros [|j js]; cbn; try discriminate; intro Hj.
  - now exists [], [].
  - destruct (IH js) as (q & r & Hq & Hr & E); [lia|].
    exists ((j + low A) / stride A :: q), ((j + low A) mod stride A :: r).
    pose proof (Z.mod_pos_bound (j + low A) (stride A) ltac:(lia)).
    pose proof (Z.div_mod (j + low A) (stride A) ltac:(lia)). cbn.
    repeat split; [lia | lia | lia | assumption | f_equal; [lia | assumption]].
Qed.
(** They are unique. *)
Theorem place_unique l : strides_pos l -> forall q r q' r', length q = length l -> length q' = length l ->
  inb (map stride l) r -> inb (map stride l) r' ->
  phase_place l q r = phase_place l q' r' -> q = q' /\ r = r'.
Proof.
  induction 1 as [|A l HA _ IH]; intros [|q qs] [|r rs] [|q' qs'] [|r' rs'];
    cbn; try discriminate; try tauto.
  intros Hq Hq' [Hr Hrs] [Hr' Hrs'] E. injection E; intros E2 E1.
  destruct (IH qs rs qs' rs') as [-> ->]; try lia; try assumption.
  assert (q = q') by nia. subst. split; f_equal; lia.
Qed.

(** ** 2. The taps of one residue *)

(** They form an arithmetic progression with step s / gcd(d, s). *)
Theorem phase_step d s r t t' : 1 <= s -> (r - d * t) mod s = 0 ->
  ((r - d * t') mod s = 0 <-> exists v, t' = t + s / Z.gcd d s * v).
Proof.
  intros Hs Ht. set (g := Z.gcd d s). assert (Hg : 0 < g).
  { pose proof (Z.gcd_nonneg d s). destruct (Z.eq_dec g 0) as [E|]; [|lia]. apply Z.gcd_eq_0_r in E. lia. }
  assert (Es : s = g * (s / g)) by (apply Z_div_exact_full_2; [lia | apply Z.mod_divide; [lia | apply Z.gcd_divide_r]]).
  assert (Ed : d = g * (d / g)) by (apply Z_div_exact_full_2; [lia | apply Z.mod_divide; [lia | apply Z.gcd_divide_l]]).
  pose proof (Z.gcd_div_gcd d s g ltac:(lia) eq_refl) as G.
  set (s' := s / g) in *. set (d' := d / g) in *. clearbody s' d'.
  rewrite Z.mod_divide in * by lia. destruct Ht as [z Hz]. split.
  - intros [z' Hz']. assert (D : (s' | d' * (t' - t))) by (exists (z - z'); nia).
    apply Z.gauss in D; [|now rewrite Z.gcd_comm]. destruct D as [v Hv]. exists v. lia.
  - intros [v ->]. exists (z - d' * v).
    replace (r - d * (t + s' * v)) with (r - d * t - d * s' * v) by ring. rewrite Hz, Ed. rewrite Es at 2.
    rewrite Es at 1. ring.
Qed.
(** From one of them to the next the source moves by - d / gcd(d, s). *)
Theorem phase_shift d s r t v : 1 <= s ->
  (r - d * (t + s / Z.gcd d s * v)) / s = (r - d * t) / s - d / Z.gcd d s * v.
Proof.
  intro Hs. set (g := Z.gcd d s). assert (Hg : 0 < g).
  { pose proof (Z.gcd_nonneg d s). destruct (Z.eq_dec g 0) as [E|]; [|lia]. apply Z.gcd_eq_0_r in E. lia. }
  assert (Es : s = g * (s / g)) by (apply Z_div_exact_full_2; [lia | apply Z.mod_divide; [lia | apply Z.gcd_divide_r]]).
  assert (Ed : d = g * (d / g)) by (apply Z_div_exact_full_2; [lia | apply Z.mod_divide; [lia | apply Z.gcd_divide_l]]).
  assert (E : d * (s / g) = d / g * s) by (rewrite Ed at 1; rewrite Es at 2; ring).
  replace (r - d * (t + s / g * v)) with (r - d * t + - (d / g * v) * s)
    by (replace (r - d * (t + s / g * v)) with (r - d * t - d * (s / g) * v) by ring; rewrite E; ring).
  rewrite Z.div_add by lia. ring.
Qed.
(** A residue that gcd(d, s) does not divide has no tap, and its places are zero. *)
Theorem phase_empty d s r t : 1 <= s -> (r - d * t) mod s = 0 -> (Z.gcd d s | r).
Proof.
  intros Hs H. apply Z.mod_divide in H; [|lia].
  replace r with ((r - d * t) + d * t) by ring. apply Z.divide_add_r.
  - now apply Z.divide_trans with s; [apply Z.gcd_divide_r|].
  - apply Z.divide_mul_l, Z.gcd_divide_l.
Qed.

Section Polyphase.
Context {R : Ring}.
Add Ring ring_R : (@laws R).

(** ** 3. The layer, residue by residue *)

(** One axis: a tap reaches the place iff it belongs to the residue and o is its source. *)
Lemma joins_phase A o t q r : 1 <= stride A ->
  joins1 A o t (stride A * q + r - low A)
  = ((r - dilation A * t) mod stride A =? 0) && (q + (r - dilation A * t) / stride A =? o).
Proof.
  intro Hs. unfold joins1, place1. set (e := r - dilation A * t).
  pose proof (Z.div_mod e (stride A) ltac:(lia)) as E.
  pose proof (Z.mod_pos_bound e (stride A) ltac:(lia)) as B.
  apply eq_true_iff_eq. rewrite andb_true_iff, !Z.eqb_eq. split.
  - intro H. assert (He : e = (o - q) * stride A) by (unfold e; lia).
    rewrite He, Z.mod_mul, Z.div_mul by lia. lia.
  - intros [H1 H2]. unfold e in *. nia.
Qed.
(** All axes: the sum over o keeps the one source, or nothing. *)
Lemma phase_delta l : strides_pos l -> forall (y : idx -> R) q r t,
  length q = length l -> length r = length l -> length t = length l ->
  sumb (map size l) (fun o => ind (joins l o t (phase_place l q r)) [*] y o)
  = ind (active l r t) [*] extend (map size l) y (phase_source l q r t).
Proof.
  induction 1 as [|A l HA _ IH]; intros y [|q qs] [|r rs] [|t ts]; cbn; try discriminate; intros Hq Hr Ht.
  - reflexivity.
  - set (B := (r - dilation A * t) mod stride A =? 0). set (c := q + (r - dilation A * t) / stride A).
    transitivity (sum (size A) (fun o => ind (c =? o) [*]
      (ind B [*] (ind (active l rs ts) [*] extend (map size l) (fun v => y (o :: v)) (phase_source l qs rs ts))))).
    + apply sum_ext; intros o _. rewrite joins_phase by assumption. fold B c.
      rewrite <- IH, !sumb_mul by lia. apply sumb_ext; intros v _. rewrite !ind_and. ring.
    + rewrite sum_delta, ind_and. unfold extend. cbn [inside].
      destruct ((0 <=? c) && (c <? size A)); cbn [andb]; ring.
Qed.

(** At the place of (q, r) only the taps of residue r contribute, each with its own source
    (zero outside y). *)
Theorem polyphase l w y q r : strides_pos l -> length q = length l -> length r = length l ->
  convT l w y (phase_place l q r)
  = sumb (map kernel l) (fun t =>
      ind (active l r t) [*] (w t [*] extend (map size l) y (phase_source l q r t))).
Proof.
  intros Hs Hq Hr. rewrite convT_taps. apply sumb_ext; intros t Ht. apply inb_length in Ht.
  rewrite phase_delta by assumption. ring.
Qed.
(** With channels and groups: the same taps for every pair of channels of the group. *)
Theorem polyphase_groups l G p n w y co q r : strides_pos l -> length q = length l -> length r = length l ->
  1 <= p -> 1 <= n -> 0 <= co < G * n ->
  layer l G p n w y co (phase_place l q r)
  = sumb (map kernel l) (fun t => ind (active l r t) [*] sum p (fun c =>
      w (co / n * p + c) (co mod n) t [*] extend (map size l) (y (co / n * p + c)) (phase_source l q r t))).
Proof.
  intros Hs Hq Hr Hp Hn Hco. rewrite layer_group by assumption.
  transitivity (sumb (map kernel l) (fun t => sum p (fun c => ind (active l r t) [*]
    (w (co / n * p + c) (co mod n) t [*] extend (map size l) (y (co / n * p + c)) (phase_source l q r t))))).
  - rewrite sumb_sum. apply sum_ext; intros. now apply polyphase.
  - apply sumb_ext; intros. now rewrite sum_mul.
Qed.
End Polyphase.
