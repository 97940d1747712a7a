(** * Coverage: how many taps reach each place of x'.

    A tap t reaches residue class r iff (r - d t) mod s = 0.  All classes get the same
    number of taps, so that there is no checkerboard, iff gcd(d, s) = 1 and s divides k. *)
From Coq Require Import ZArith Znumtheory Lia List Bool Ring InitialRing.
From Symtconv Require Import Sums Geometry Convolution Polyphase.
Import ListNotations.
Open Scope Z_scope.

(** ** 1. One axis *)

(** The number of taps t in [0, k) of class r, and a sum of integers. *)
Notation sumZ := (@sum integers).
Notation indZ := (@ind integers).
Definition taps (k d s r : Z) : Z := sumZ k (fun t => indZ ((r - d * t) mod s =? 0)).

(** Sums of integers split off their last term (in integer notation). *)
Lemma sumZ_S n (f : Z -> Z) : 0 <= n -> sumZ (n + 1) f = sumZ n f + f n.
Proof. apply (@sum_S integers). Qed.
(** Two numbers have the same residue iff their difference has residue 0. *)
Lemma same_residue s a b : 1 <= s -> (a mod s = b mod s <-> (a - b) mod s = 0).
Proof.
  intro Hs. split; intro H.
  - now rewrite Zminus_mod, H, Z.sub_diag, Zmod_0_l.
  - pose proof (Z.div_mod (a - b) s ltac:(lia)) as E. rewrite H in E.
    replace a with (b + (a - b) / s * s) by lia. apply Z.mod_add. lia.
Qed.
(** The numbers t in [0, k) with residue c are floor((k-1-c)/s) + 1 in number. *)
Lemma count_residue s c k : 0 <= c < s -> 0 <= k ->
  sumZ k (fun t => indZ (t mod s =? c)) = (k - 1 - c) / s + 1.
Proof.
  intros Hc Hk0. pattern k. apply natlike_ind; [| |exact Hk0]; clear k Hk0.
  - rewrite sum_0 by lia. rewrite <- (Z.div_unique (0 - 1 - c) s (-1) (s - 1 - c)); [reflexivity | lia | lia].
  - intros k Hk IH. unfold Z.succ. rewrite sumZ_S, IH by lia.
    pose proof (Z.div_mod k s ltac:(lia)) as E. pose proof (Z.mod_pos_bound k s ltac:(lia)) as B.
    set (q := k / s) in *. set (p := k mod s) in *. clearbody q p.
    destruct (Z.eqb_spec p c) as [->|Hne]; cbn.
    + rewrite <- (Z.div_unique (k - 1 - c) s (q - 1) (s - 1)) by lia.
      rewrite <- (Z.div_unique (k + 1 - 1 - c) s q 0) by lia. lia.
    + destruct (Z_lt_ge_dec p c).
      * rewrite <- (Z.div_unique (k - 1 - c) s (q - 1) (p + s - 1 - c)) by lia.
        rewrite <- (Z.div_unique (k + 1 - 1 - c) s (q - 1) (p + s - c)) by lia. lia.
      * rewrite <- (Z.div_unique (k - 1 - c) s q (p - 1 - c)) by lia.
        rewrite <- (Z.div_unique (k + 1 - 1 - c) s q (p - c)) by lia. lia.
Qed.
(** If u inverts d modulo s, tap t is of class r iff t has the residue of u r. *)
Lemma class_of_tap d s u v r t : 1 <= s -> u * d + v * s = 1 ->
  ((r - d * t) mod s = 0 <-> t mod s = (u * r) mod s).
Proof.
  intros Hs Huv. rewrite same_residue by assumption.
  rewrite !Z.mod_divide by lia. split; intros [z Hz].
  - exists (v * t - u * z).
    replace (t - u * r) with (t * (u * d + v * s) - u * r) by (rewrite Huv; ring).
    replace r with (z * s + d * t) by lia. ring.
  - exists (v * r - d * z).
    replace (r - d * t) with (r * (u * d + v * s) - d * t) by (rewrite Huv; ring).
    replace t with (z * s + u * r) by lia. ring.
Qed.
(** Closed form: with u d = 1 modulo s, class r has floor((k-1 - (u r mod s))/s) + 1 taps. *)
Theorem taps_closed k d s u v r : 1 <= s -> 0 <= k -> u * d + v * s = 1 ->
  taps k d s r = (k - 1 - (u * r) mod s) / s + 1.
Proof.
  intros Hs Hk Huv. pose proof (Z.mod_pos_bound (u * r) s ltac:(lia)) as B.
  rewrite <- count_residue by assumption. apply (@sum_ext integers); intros t _. f_equal.
  apply eq_true_iff_eq. rewrite !Z.eqb_eq. now apply class_of_tap with v.
Qed.
(** Coprime d and s have a Bezout pair. *)
Lemma bezout_pair d s : Z.gcd d s = 1 -> exists u v, u * d + v * s = 1.
Proof.
  intro H. apply Zgcd_1_rel_prime, rel_prime_bezout in H. destruct H as [u v H]. now exists u, v.
Qed.
(** When gcd(d, s) = 1 each class has floor(k/s) taps, and one more iff u r mod s < k mod s. *)
Theorem taps_balanced k d s u v r : 1 <= s -> 0 <= k -> u * d + v * s = 1 ->
  taps k d s r = k / s + (if (u * r) mod s <? k mod s then 1 else 0).
Proof.
  intros Hs Hk Huv. rewrite (taps_closed k d s u v) by assumption.
  pose proof (Z.mod_pos_bound (u * r) s ltac:(lia)). set (c := (u * r) mod s) in *. clearbody c.
  pose proof (Z.div_mod k s ltac:(lia)). pose proof (Z.mod_pos_bound k s ltac:(lia)).
  set (q := k / s) in *. set (p := k mod s) in *. clearbody q p.
  destruct (Z.ltb_spec c p).
  - rewrite <- (Z.div_unique (k - 1 - c) s q (p - 1 - c)) by lia. lia.
  - rewrite <- (Z.div_unique (k - 1 - c) s (q - 1) (p + s - 1 - c)) by lia. lia.
Qed.
(** Counts are not negative. *)
Lemma count_nonneg n p : 0 <= sumZ n (fun t => indZ (p t)).
Proof.
  pattern n. apply sum_ind; clear n; intros n Hn.
  - now rewrite sum_0.
  - intro IH. rewrite sumZ_S by lia. destruct (p n); cbn; lia.
Qed.
(** Class 0 always has the tap t = 0. *)
Lemma taps_class_0 k d s : 1 <= s -> 1 <= k -> 1 <= taps k d s 0.
Proof.
  intros Hs Hk. unfold taps. replace k with (k - 1 + 1) by ring.
  rewrite sum_shift by lia.
  pose proof (count_nonneg (k - 1) (fun x => (0 - d * (x + 1)) mod s =? 0)).
  replace (indZ ((0 - d * 0) mod s =? 0)) with 1; [change (1 <= 1 + sumZ (k - 1) (fun x => indZ ((0 - d * (x + 1)) mod s =? 0))); lia|].
  replace (0 - d * 0) with 0 by ring. now rewrite Zmod_0_l.
Qed.
(** When gcd(d, s) > 1, class 1 has no tap, whatever k is. *)
Theorem taps_class_1 k d s : 1 <= s -> Z.gcd d s <> 1 -> taps k d s 1 = 0.
Proof.
  intros Hs Hg. unfold taps. etransitivity; [|apply (@sum_zero integers k)].
  apply (@sum_ext integers); intros t _. destruct (Z.eqb_spec ((1 - d * t) mod s) 0) as [H|]; [|reflexivity].
  exfalso. apply Hg. apply Z.divide_1_r_nonneg; [apply Z.gcd_nonneg|].
  now apply (phase_empty d s 1 t).
Qed.

(** Coverage: all classes have the same number of taps iff gcd(d, s) = 1 and s divides k. *)
Theorem coverage k d s : 1 <= s -> 1 <= k ->
  ((forall r r', 0 <= r < s -> 0 <= r' < s -> taps k d s r = taps k d s r')
   <-> Z.gcd d s = 1 /\ (s | k)).
Proof.
  intros Hs Hk. split.
  - intro H. assert (G : Z.gcd d s = 1).
    { destruct (Z.eq_dec (Z.gcd d s) 1) as [|Hg]; [assumption|exfalso].
      assert (s <> 1) by (intros ->; apply Hg, Z.gcd_1_r).
      pose proof (taps_class_0 k d s Hs Hk). pose proof (taps_class_1 k d s Hs Hg).
      specialize (H 0 1 ltac:(lia) ltac:(lia)). lia. }
    split; [exact G|]. destruct (bezout_pair d s G) as (u & v & Huv).
    specialize (H 0 ((- d) mod s) ltac:(lia) ltac:(apply Z.mod_pos_bound; lia)).
    rewrite !(taps_closed k d s u v) in H by lia.
    rewrite Z.mul_mod_idemp_r, Z.mul_0_r, Zmod_0_l in H by lia.
    replace (u * - d) with (s - 1 + (v - 1) * s) in H by lia.
    rewrite Z.mod_add, (Z.mod_small (s - 1)) in H by lia.
    pose proof (Z.div_mod k s ltac:(lia)) as E. pose proof (Z.mod_pos_bound k s ltac:(lia)).
    set (q := k / s) in *. set (p := k mod s) in *. clearbody q p.
    rewrite <- (Z.div_unique (k - 1 - (s - 1)) s (q - 1) p) in H by lia.
    destruct (Z.eq_dec p 0) as [->|]; [exists q; lia|].
    rewrite <- (Z.div_unique (k - 1 - 0) s q (p - 1)) in H by lia. lia.
  - intros [G D] r r' _ _. destruct (bezout_pair d s G) as (u & v & Huv).
    rewrite !(taps_balanced k d s u v) by lia.
    apply Z.mod_divide in D; [|lia]. rewrite D.
    pose proof (Z.mod_pos_bound (u * r) s). pose proof (Z.mod_pos_bound (u * r') s).
    destruct (Z.ltb_spec ((u * r) mod s) 0), (Z.ltb_spec ((u * r') mod s) 0); lia.
Qed.

(** ** 2. n axes: the counts multiply *)

Notation sumbZ := (@sumb integers).
Definition tapsn (l : list axis) (r : idx) : Z := sumbZ (map kernel l) (fun t => indZ (active l r t)).
(** The count over the box is the product of the counts of the axes. *)
Theorem taps_product A l r rs :
  tapsn (A :: l) (r :: rs) = taps (kernel A) (dilation A) (stride A) r * tapsn l rs.
Proof.
  unfold tapsn, taps. cbn [map sumb]. set (p := fun t => (r - dilation A * t) mod stride A =? 0).
  rewrite Z.mul_comm. etransitivity; [|symmetry; apply (@sum_mul integers)]. apply (@sum_ext integers); intros t _.
  change (sumbZ (map kernel l) (fun v => indZ (p t && active l rs v))
          = sumbZ (map kernel l) (fun v => indZ (active l rs v)) * indZ (p t)).
  rewrite Z.mul_comm. etransitivity; [|symmetry; apply (@sumb_mul integers)].
  apply (@sumb_ext integers); intros v _. apply (@ind_and integers).
Qed.
(** The class 0 of the box is never empty. *)
Lemma tapsn_class_0 l : Forall (fun A => 1 <= stride A /\ 1 <= kernel A) l ->
  let z := map (fun _ => 0) l in inb (map stride l) z /\ 1 <= tapsn l z.
Proof.
  induction 1 as [|A l [Hs Hk] _ IH]; cbn zeta in *; [cbn; lia|]. cbn [map inb].
  rewrite taps_product. pose proof (taps_class_0 (kernel A) (dilation A) (stride A) Hs Hk).
  destruct IH. repeat split; try assumption; nia.
Qed.
(** Coverage, n axes: uniform iff every axis is. *)
Theorem coverage_nd l : Forall (fun A => 1 <= stride A /\ 1 <= kernel A) l ->
  ((forall r r', inb (map stride l) r -> inb (map stride l) r' -> tapsn l r = tapsn l r')
   <-> Forall (fun A => Z.gcd (dilation A) (stride A) = 1 /\ (stride A | kernel A)) l).
Proof.
  induction 1 as [|A l [Hs Hk] Hl IH].
  - split; [constructor|]. now intros _ [] [].
  - destruct (tapsn_class_0 l Hl) as [Z1 Z2]. set (z := map (fun _ => 0) l) in *.
    pose proof (taps_class_0 (kernel A) (dilation A) (stride A) Hs Hk) as T0. split.
    + intro H. constructor.
      * apply coverage; try assumption. intros r r' Hr Hr'.
        specialize (H (r :: z) (r' :: z)). cbn [map inb] in H. rewrite !taps_product in H.
        specialize (H (conj Hr Z1) (conj Hr' Z1)). nia.
      * apply IH. intros r r' Hr Hr'.
        specialize (H (0 :: r) (0 :: r')). cbn [map inb] in H. rewrite !taps_product in H.
        specialize (H ltac:(split; [lia|assumption]) ltac:(split; [lia|assumption])). nia.
    + intro H. inversion H as [|? ? Ha Hr]; subst.
      pose proof (proj2 (coverage (kernel A) (dilation A) (stride A) Hs Hk) Ha) as Ha'.
      intros [|r rs] [|r' rs']; cbn [map inb]; try tauto. intros [Hr1 Hr2] [Hr1' Hr2'].
      rewrite !taps_product, (Ha' r r'), (proj2 IH Hr rs rs') by assumption. reflexivity.
Qed.

(** ** 3. Coverage seen by the layer *)

(** All-ones kernel, all-ones input: where every active tap finds its source, the layer's
    output is the number of taps of the class. *)
Theorem ones l q r : strides_pos l -> length q = length l -> length r = length l ->
  (forall t, inb (map kernel l) t -> active l r t = true -> inside (map size l) (phase_source l q r t) = true) ->
  @convT integers l (fun _ => 1) (fun _ => 1) (phase_place l q r) = tapsn l r.
Proof.
  intros Hs Hq Hr H. rewrite polyphase by assumption.
  apply (@sumb_ext integers); intros t Ht. specialize (H t Ht). unfold extend.
  destruct (active l r t); [rewrite H by reflexivity; reflexivity | reflexivity].
Qed.
