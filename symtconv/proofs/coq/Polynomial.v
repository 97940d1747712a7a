(** * The layer as a product of polynomials.

    Read y and w as coefficients: in one variable per axis the full, uncut output is
    Y(z^s) W(z^d).  The layer keeps its coefficients from z^lo on.  Here z is any element
    of the ring, so in a polynomial ring it may be the variable itself. *)
From Coq Require Import ZArith Lia List Bool Ring.
From Symtconv Require Import Sums Geometry Convolution.
Import ListNotations.
Open Scope Z_scope.
Local Arguments Z.mul : simpl never.
Local Arguments Z.add : simpl never.
Local Arguments Z.sub : simpl never.

(** Places from the first to the last write: s(n-1) + K. *)
Definition canvas A := stride A * (size A - 1) + span (kernel A) (dilation A).
(** Place m of the canvas is entry m - lo of the layer. *)
Fixpoint cut (l : list axis) (m : idx) : idx :=
  match l, m with A :: l, m :: ms => (m - low A) :: cut l ms | _, _ => [] end.

Section Polynomial.
Context {R : Ring}.
Add Ring ring_R : (@laws R).

(** z to the power n (1 for n < 0). *)
Fixpoint pown (z : R) (n : nat) : R := match n with O => r1 | S m => z [*] pown z m end.
Definition power z n := pown z (Z.to_nat n).
(** The monomial z^v, with v scaled by one number per axis. *)
Fixpoint monomial (zs : list R) (scale : list Z) (v : idx) : R :=
  match zs, scale, v with
  | z :: zs, c :: cs, x :: v => power z (c * x) [*] monomial zs cs v
  | _, _, _ => r1 end.

(** Powers multiply by adding exponents. *)
Lemma power_add z a b : 0 <= a -> 0 <= b -> power z (a + b) = power z a [*] power z b.
Proof.
  intros Ha Hb. unfold power. rewrite Z2Nat.inj_add by assumption.
  induction (Z.to_nat a) as [|n IH]; cbn; [ring|]. rewrite IH. ring.
Qed.
(** The place that (o, t) writes contributes z^(s o) z^(d t). *)
Lemma monomial_place l : Forall (fun A => 0 <= stride A /\ 0 <= dilation A) l -> forall zs o t,
  length zs = length l -> inb (map size l) o -> inb (map kernel l) t ->
  sumb (map canvas l) (fun m => ind (joins l o t (cut l m)) [*] monomial zs (map (fun _ => 1) l) m)
  = monomial zs (map stride l) o [*] monomial zs (map dilation l) t.
Proof.
  induction 1 as [|A l [Hs Hd] _ IH]; intros [|z zs] [|o os] [|t ts];
    cbn; try discriminate; try tauto.
  intros Hz [Ho Hos] [Ht Hts].
  transitivity (sum (canvas A) (fun m => ind (stride A * o + dilation A * t =? m) [*]
    (power z m [*] (monomial zs (map stride l) os [*] monomial zs (map dilation l) ts)))).
  - apply sum_ext; intros m _. rewrite <- IH, !sumb_mul by (try assumption; lia).
    apply sumb_ext; intros v _. rewrite ind_and, Z.mul_1_l. unfold joins1, place1.
    replace (m - low A =? stride A * o + dilation A * t - low A) with (stride A * o + dilation A * t =? m); [ring|].
    apply eq_true_iff_eq. rewrite !Z.eqb_eq. lia.
  - rewrite sum_delta. unfold canvas, span.
    replace ((0 <=? _) && (_ <? _)) with true
      by (symmetry; apply andb_true_iff; rewrite Z.leb_le, Z.ltb_lt; nia).
    rewrite power_add by nia. ring.
Qed.

(** The coefficients of Y(z^s) W(z^d) are the layer's entries, uncut. *)
Theorem polynomial_product l w y zs : Forall (fun A => 0 <= stride A /\ 0 <= dilation A) l ->
  length zs = length l ->
  sumb (map canvas l) (fun m => convT l w y (cut l m) [*] monomial zs (map (fun _ => 1) l) m)
  = sumb (map size l) (fun o => y o [*] monomial zs (map stride l) o)
    [*] sumb (map kernel l) (fun t => w t [*] monomial zs (map dilation l) t).
Proof.
  intros H Hz.
  transitivity (sumb (map size l) (fun o => sumb (map kernel l) (fun t => (y o [*] w t) [*]
    sumb (map canvas l) (fun m => ind (joins l o t (cut l m)) [*] monomial zs (map (fun _ => 1) l) m)))).
  - transitivity (sumb (map canvas l) (fun m => sumb (map size l) (fun o => sumb (map kernel l) (fun t =>
      (y o [*] w t) [*] (ind (joins l o t (cut l m)) [*] monomial zs (map (fun _ => 1) l) m))))).
    + apply sumb_ext; intros m _. rewrite scatter, sumb_mul_r. apply sumb_ext; intros o _.
      rewrite sumb_mul_r. apply sumb_ext; intros; ring.
    + rewrite sumb_swap. apply sumb_ext; intros o _. rewrite sumb_swap. apply sumb_ext; intros t _.
      now rewrite sumb_mul.
  - rewrite sumb_mul_r. apply sumb_ext; intros o Ho. rewrite sumb_mul. apply sumb_ext; intros t Ht.
    rewrite monomial_place by assumption. ring.
Qed.
End Polynomial.
