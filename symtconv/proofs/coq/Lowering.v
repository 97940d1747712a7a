(** * The theorem: a transposed convolution is a convolution with stride 1.

    Put s - 1 zeros between the entries of y, pad by P_lo and P_hi (a negative pad
    crops), slide the flipped kernel with stride 1 and dilation d: for every size,
    stride, dilation, padding, crop, output padding and number of axes, and over
    every commutative ring, this is C^T y. *)
From Coq Require Import ZArith Lia List Bool Ring.
From Symtconv Require Import Sums Geometry Convolution Channels.
Import ListNotations.
Open Scope Z_scope.
Local Arguments Z.mul : simpl never.
Local Arguments Z.add : simpl never.
Local Arguments Z.sub : simpl never.

(** ** 1. The lowering *)

(** Read at j + d u, the padded, dilated y holds an entry of y on every axis, or zero. *)
Fixpoint hit (l : list axis) (j u : idx) : bool :=
  match l, j, u with
  | A :: l, j :: js, u :: us => hit1 A (j + dilation A * u) && hit l js us
  | _, _, _ => true end.
(** Which entry. *)
Fixpoint source (l : list axis) (j u : idx) : idx :=
  match l, j, u with
  | A :: l, j :: js, u :: us => source1 A (j + dilation A * u) :: source l js us
  | _, _, _ => [] end.
(** The kernel read backwards on every axis. *)
Fixpoint flip (l : list axis) (u : idx) : idx :=
  match l, u with A :: l, u :: us => flip1 A u :: flip l us | _, _ => [] end.

Section Lowering.
Context {R : Ring}.
Add Ring ring_R : (@laws R).

Definition zpad l (y : idx -> R) (j u : idx) : R := if hit l j u then y (source l j u) else r0.
Definition lower l (w y : idx -> R) (j : idx) : R :=
  sumb (map kernel l) (fun u => w (flip l u) [*] zpad l y j u).

(** ** 2. The steps *)

(** Re-indexing t = k-1-u on every axis. *)
Lemma sumb_flip l : forall f : idx -> R, sumb (map kernel l) (fun u => f (flip l u)) = sumb (map kernel l) f.
Proof.
  induction l as [|A l IH]; cbn; intros; [reflexivity|]. unfold flip1.
  rewrite (sum_flip (kernel A) (fun x => sumb (map kernel l) (fun v => f (x :: flip l v)))).
  apply sum_ext; intros; apply (IH (fun v => f (x :: v))).
Qed.

(** One axis of the padded, dilated array is a sum of brackets: m - P_lo = s q + r, and
    the entry is y[q] if r = 0 and 0 <= q < n, else zero. *)
Lemma hit_delta A m (f : Z -> R) : 1 <= stride A ->
  (if hit1 A m then f (source1 A m) else r0)
  = sum (size A) (fun o => ind (m - pad_low A =? stride A * o) [*] f o).
Proof.
  intro Hs. unfold hit1, source1. set (q := m - pad_low A).
  pose proof (Z.div_mod q (stride A) ltac:(lia)) as E.
  pose proof (Z.mod_pos_bound q (stride A) ltac:(lia)) as B.
  destruct (Z.eqb_spec (q mod stride A) 0) as [Z0|NZ].
  - rewrite (sum_ext _ _ (fun o => ind (q / stride A =? o) [*] f o)).
    + rewrite sum_delta, andb_true_r. unfold dilated.
      replace (0 <=? q) with (0 <=? q / stride A) by (apply eq_true_iff_eq; rewrite !Z.leb_le; nia).
      replace (q <? stride A * (size A - 1) + 1) with (q / stride A <? size A)
        by (apply eq_true_iff_eq; rewrite !Z.ltb_lt; nia).
      reflexivity.
    + intros x _. do 2 f_equal. apply eq_true_iff_eq. rewrite !Z.eqb_eq. nia.
  - rewrite andb_false_r. rewrite <- (sum_zero (size A)). apply sum_ext. intros x _.
    replace (q =? stride A * x) with false; [unfold ind; ring|].
    symmetry. apply Z.eqb_neq. intro H. apply NZ. rewrite H, Z.mul_comm. apply Z.mod_mul. lia.
Qed.

(** The same on n axes, in terms of the layer's own relation. *)
Lemma zpad_delta l : strides_pos l -> forall y j u, length j = length l -> length u = length l ->
  zpad l y j u = sumb (map size l) (fun o => ind (joins l o (flip l u) j) [*] y o).
Proof.
  unfold zpad. induction 1 as [|A l HA Hl IH]; intros y [|j js] [|u us];
    cbn; try discriminate; intros Hj Hu; [cbn; ring|].
  transitivity (if hit1 A (j + dilation A * u)
    then (if hit l js us then y (source1 A (j + dilation A * u) :: source l js us) else r0) else r0);
    [now destruct (hit1 _ _)|].
  rewrite (hit_delta A _ (fun q => if hit l js us then y (q :: source l js us) else r0) HA).
  apply sum_ext; intros o _.
  rewrite (IH (fun v => y (o :: v))), sumb_mul by lia. apply sumb_ext; intros v _.
  rewrite ind_and, read_is_write. ring.
Qed.

(** ** 3. The theorem *)

(** The layer equals its lowering at every j, on any number of axes. *)
Theorem emulation l w y j : strides_pos l -> length j = length l -> convT l w y j = lower l w y j.
Proof.
  intros Hs Hj. rewrite convT_taps. unfold lower.
  rewrite <- (sumb_flip l (fun t => w t [*] sumb (map size l) (fun o => ind (joins l o t j) [*] y o))).
  apply sumb_ext; intros u Hu. apply inb_length in Hu. now rewrite zpad_delta.
Qed.

(** With channels and groups: channel co of x' from the p channels of its group, by the
    flipped kernels with the two channel axes exchanged within the group. *)
Theorem emulation_groups l G p q w y co j : strides_pos l -> length j = length l ->
  1 <= p -> 1 <= q -> 0 <= co < G * q ->
  layer l G p q w y co j
  = sum p (fun c => lower l (w (co / q * p + c) (co mod q)) (y (co / q * p + c)) j).
Proof.
  intros. rewrite layer_group by assumption. apply sum_ext; intros. now apply emulation.
Qed.
(** One group. *)
Corollary emulation_channels l p q w y co j : strides_pos l -> length j = length l ->
  1 <= p -> 1 <= q -> 0 <= co < q ->
  layer l 1 p q w y co j = sum p (fun ci => lower l (w ci co) (y ci) j).
Proof.
  intros. rewrite emulation_groups by (assumption || lia). rewrite Z.div_small, Z.mod_small by assumption. reflexivity.
Qed.

(** ** 4. The extended matrix *)

(** The lowering's own convolution: stride 1, from the padded array to the layer's output. *)
Definition sliding A := Axis (output A) (kernel A) 1 (dilation A) 0 0 0.
(** Its x-side is the padded, dilated y. *)
Theorem sliding_shape A : output (sliding A) = dilated A + pad_low A + pad_high A.
Proof. unfold sliding, dilated, pad_low, pad_high, output, convt_size, span; cbn. lia. Qed.
(** Where y[o] stands in the padded, dilated y. *)
Fixpoint position (l : list axis) (o : idx) : idx :=
  match l, o with A :: l, o :: os => (stride A * o + pad_low A) :: position l os | _, _ => [] end.
(** The matrix of that convolution, at the positions of y, is C: so C^T = E Pad Dilate. *)
Theorem extended_matrix l w o j : length o = length l -> length j = length l ->
  Cmat (map sliding l) (fun u => w (flip l u)) j (position l o) = Cmat l w o j.
Proof.
  intros Ho Hj. unfold Cmat. rewrite <- (sumb_flip l (fun t => w t [*] ind (joins l o t j))).
  replace (map kernel (map sliding l)) with (map kernel l) by now rewrite map_map.
  apply sumb_ext; intros u Hu. apply inb_length in Hu. do 2 f_equal.
  revert o j u Ho Hj Hu. induction l as [|A l IH]; intros [|o os] [|j js] [|u us];
    cbn; try discriminate; [reflexivity|]. intros. rewrite IH, <- read_is_write by lia. f_equal.
  unfold joins1, place1, sliding; cbn. apply eq_true_iff_eq. rewrite !Z.eqb_eq. lia.
Qed.
End Lowering.
