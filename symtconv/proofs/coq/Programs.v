(** * The theorem as array programs.

    An array is a shape and its entries.  [dilate], [pad] and [slide] are what a
    framework's operators of these names do; composed as the lowering says, they give
    the layer's shape and the layer's entries.  So the index maps of the other files are
    those of real array operations. *)
From Coq Require Import ZArith Lia List Bool Ring.
From Symtconv Require Import Sums Geometry Convolution Channels Lowering Adjoint.
Import ListNotations.
Open Scope Z_scope.
Local Arguments Z.mul : simpl never.
Local Arguments Z.add : simpl never.
Local Arguments Z.sub : simpl never.

(** Entrywise operation on two lists. *)
Fixpoint zip (f : Z -> Z -> Z) (u v : list Z) : list Z :=
  match u, v with x :: u, y :: v => f x y :: zip f u v | _, _ => [] end.

Section Programs.
Context {R : Ring}.
Add Ring ring_R : (@laws R).

(** ** 1. The three operations; one number per axis *)

Record array := Array { shape : list Z; entry : idx -> R }.
(** s - 1 zeros between neighbours. *)
Definition dilate ss (y : array) := Array
  (zip (fun s n => s * (n - 1) + 1) ss (shape y))
  (fun v => if forallb (fun e => e =? 0) (zip Z.modulo v ss) then entry y (zip Z.div v ss) else r0).
(** lo zeros before and hi after; a negative number crops. *)
Definition pad los his (x : array) := Array
  (zip Z.add (zip Z.add los (shape x)) his)
  (fun v => extend (shape x) (entry x) (zip Z.sub v los)).
(** The kernel w of kk taps slides with stride ss, its taps ds apart; no padding. *)
Definition slide (w : idx -> R) kk ss ds (x : array) := Array
  (zip (fun m s => m / s + 1) (zip Z.sub (shape x) (zip span kk ds)) ss)
  (fun o => sumb kk (fun t => w t [*] entry x (zip Z.add (zip Z.mul ss o) (zip Z.mul ds t)))).
(** The kernel read backwards on every axis. *)
Definition flipped kk (w : idx -> R) (u : idx) : R := w (zip (fun k t => k - 1 - t) kk u).

(** ** 2. The lowering *)

(** The lowering of a layer, as a program on y. *)
Definition lowered (l : list axis) (w : idx -> R) (y : idx -> R) : array :=
  slide (flipped (map kernel l) w) (map kernel l) (map (fun _ => 1) l) (map dilation l)
    (pad (map pad_low l) (map pad_high l) (dilate (map stride l) (Array (map size l) y))).

(** The flip of the index maps is the array's. *)
Lemma flip_zip l : forall u, flip l u = zip (fun k t => k - 1 - t) (map kernel l) u.
Proof. induction l as [|A l IH]; intros [|u us]; cbn; try reflexivity. now rewrite IH. Qed.
(** The padded, dilated array read at j + d u is the index map of the theorem. *)
Lemma read_program l : forall (y : idx -> R) j u, length j = length l -> length u = length l ->
  entry (pad (map pad_low l) (map pad_high l) (dilate (map stride l) (Array (map size l) y)))
    (zip Z.add (zip Z.mul (map (fun _ => 1) l) j) (zip Z.mul (map dilation l) u)) = zpad l y j u.
Proof.
  unfold zpad. induction l as [|A l IH]; intros y [|j js] [|u us]; cbn; try discriminate; [reflexivity|].
  intros Hj Hu. specialize (IH (fun v => y (source1 A (j + dilation A * u) :: v)) js us ltac:(lia) ltac:(lia)).
  cbn in IH. unfold extend in *. cbn. rewrite Z.mul_1_l. unfold hit1, dilated, source1 in *.
  set (m := j + dilation A * u - pad_low A) in *.
  destruct ((0 <=? m) && (m <? stride A * (size A - 1) + 1)); cbn [andb]; [|reflexivity].
  destruct (m mod stride A =? 0); cbn [andb]; [exact IH|]. now destruct (inside _ _).
Qed.

(** The program has the layer's shape and the layer's entries. *)
Theorem lowered_program l w y : strides_pos l ->
  shape (lowered l w y) = map output l
  /\ forall j, length j = length l -> entry (lowered l w y) j = convT l w y j.
Proof.
  intro Hs. split.
  - unfold lowered. clear. induction l as [|A l IH]; cbn; [reflexivity|]. f_equal; [|exact IH].
    rewrite <- length_identity. unfold conv_size, dilated. do 2 f_equal. ring.
  - intros j Hj. rewrite emulation by assumption. unfold lower, lowered. cbn [entry slide].
    apply sumb_ext; intros u Hu. apply inb_length in Hu.
    unfold flipped. rewrite <- flip_zip. f_equal. now apply read_program.
Qed.
(** With channels and groups: the sum over the group of such programs. *)
Theorem lowered_groups l G p q w y co : strides_pos l -> 1 <= p -> 1 <= q -> 0 <= co < G * q ->
  let program c := lowered l (w (co / q * p + c) (co mod q)) (y (co / q * p + c)) in
  (forall c, shape (program c) = map output l)
  /\ forall j, length j = length l -> layer l G p q w y co j = sum p (fun c => entry (program c) j).
Proof.
  intros Hs Hp Hq Hco program. split; [intro c; now apply lowered_program|].
  intros j Hj. rewrite layer_group by assumption. apply sum_ext; intros c _. symmetry. now apply lowered_program.
Qed.

(** ** 3. The convolution *)

(** The convolution as a program on x: pad, then slide. *)
Definition convolved (l : list axis) (w x : idx -> R) : array :=
  slide w (map kernel l) (map stride l) (map dilation l)
    (pad (map low l) (map high l) (Array (map output l) x)).
(** The padded array read at s o + d t is the index map of the convolution. *)
Lemma read_forward l : forall (x : idx -> R) o t, length o = length l -> length t = length l ->
  entry (pad (map low l) (map high l) (Array (map output l) x))
    (zip Z.add (zip Z.mul (map stride l) o) (zip Z.mul (map dilation l) t))
  = extend (map output l) x (place l o t).
Proof.
  induction l as [|A l IH]; intros x [|o os] [|t ts]; cbn; try discriminate; [reflexivity|].
  intros Ho Ht. specialize (IH (fun v => x (place1 A o t :: v)) os ts ltac:(lia) ltac:(lia)).
  cbn in IH. unfold extend in *. cbn. fold (place1 A o t).
  destruct ((0 <=? _) && (_ <? output A)); cbn [andb]; [exact IH | reflexivity].
Qed.
(** It has the outputs of the convolution on every axis, and its entries. *)
Theorem convolved_program l w x :
  shape (convolved l w x) = map conv_outputs l
  /\ forall o, length o = length l -> entry (convolved l w x) o = conv l w x o.
Proof.
  split.
  - unfold convolved. clear. induction l as [|A l IH]; cbn; [reflexivity|]. f_equal; [|exact IH].
    unfold conv_outputs, conv_size. do 2 f_equal. ring.
  - intros o Ho. unfold conv, convolved. cbn [entry slide]. apply sumb_ext; intros t Ht.
    apply inb_length in Ht. f_equal. now apply read_forward.
Qed.
(** For 0 <= a < s the second program is the transpose of the first, shapes included. *)
Theorem programs_adjoint l w x y : Forall (fun A => 0 <= output_padding A < stride A) l ->
  shape (convolved l w x) = map size l /\ shape (lowered l w y) = map output l
  /\ dot (map size l) (entry (convolved l w x)) y = dot (map output l) x (entry (lowered l w y)).
Proof.
  intro H. assert (Hs : strides_pos l) by (eapply Forall_impl; [|exact H]; cbn; lia).
  destruct (lowered_program l w y Hs) as [S2 E2]. destruct (convolved_program l w x) as [S1 E1].
  split; [now rewrite S1; apply exact_iff_nd|]. split; [exact S2|].
  transitivity (dot (map size l) (conv l w x) y).
  - apply sumb_ext; intros o Ho. apply inb_length in Ho. now rewrite E1.
  - rewrite adjoint. apply sumb_ext; intros j Hj. apply inb_length in Hj. now rewrite E2.
Qed.

(** ** 4. Scatter as a loop, one axis *)

(** for x = 0, ..., n-1 do body x; the state is an array. *)
Fixpoint loopn {S} (n : nat) (body : Z -> S -> S) (c : S) : S :=
  match n with O => c | Datatypes.S m => body (Z.of_nat m) (loopn m body c) end.
Definition loop {S} n := @loopn S (Z.to_nat n).
(** canvas[p] += v. *)
Definition accumulate p v (canvas : Z -> R) q : R := canvas q [+] ind (p =? q) [*] v.
(** A loop that adds is a sum. *)
Lemma loop_sum n (body : Z -> (Z -> R) -> Z -> R) g :
  (forall x c q, body x c q = c q [+] g x q) ->
  forall c q, loop n body c q = c q [+] sum n (fun x => g x q).
Proof.
  intros H c q. unfold loop, sum. induction (Z.to_nat n); cbn; [ring|]. rewrite H, IHn0. ring.
Qed.
(** for o, for t: canvas[s o + d t] += y[o] w[t]; then drop the first lo entries: the layer. *)
Theorem scatter_program A (w y : Z -> R) j :
  loop (size A) (fun o => loop (kernel A) (fun t =>
      accumulate (stride A * o + dilation A * t) (y o [*] w t))) (fun _ => r0) (j + low A)
  = convT [A] (fun v => w (hd 0 v)) (fun v => y (hd 0 v)) [j].
Proof.
  rewrite (loop_sum _ _ (fun o q => sum (kernel A) (fun t =>
             ind (stride A * o + dilation A * t =? q) [*] (y o [*] w t)))).
  - rewrite scatter. cbn.
    transitivity (sum (size A) (fun o => sum (kernel A) (fun t =>
        ind (stride A * o + dilation A * t =? j + low A) [*] (y o [*] w t)))); [ring|].
    apply sum_ext; intros o _. apply sum_ext; intros t _. rewrite andb_true_r. do 2 f_equal.
    unfold joins1, place1. apply eq_true_iff_eq. rewrite !Z.eqb_eq. lia.
  - intros o c q. now rewrite (loop_sum _ _ (fun t q => ind (stride A * o + dilation A * t =? q) [*] (y o [*] w t))).
Qed.
End Programs.
Arguments array : clear implicits.
