(** * Literal values of the definitions, small enough to check by hand.

    A theorem about a wrong definition is worth nothing.  Each fact here runs a definition
    on integers and states the numbers. *)
From Coq Require Import ZArith List.
From Symtconv Require Import Sums Geometry Convolution Channels Lowering OutputPadding Polyphase Coverage
  Im2col Dense Programs Terms Meanings.
Import ListNotations.
Open Scope Z_scope.

(** One axis: y and w are lists.  [run] is the lowering, [runT] the transposed matrix. *)
Definition at1 (c : list Z) (v : idx) : Z := nth (Z.to_nat (hd 0 v)) c 0.
Definition run  A y w := map (@lower integers [A] (at1 w) (at1 y)) (box [output A]).
Definition runT A y w := map (@convT integers [A] (at1 w) (at1 y)) (box [output A]).
Definition both A y w := (run A y w, runT A y w).

(** The canvas of y = 1 2, w = 1 2 3 at stride 2 is 1 2 5 4 6; lo = hi = 1 keeps 2 5 4. *)
Fact plain : both (Axis 2 3 2 1 1 1 0) [1; 2] [1; 2; 3] = ([2; 5; 4], [2; 5; 4]).
Proof. reflexivity. Qed.
(** Output padding 1 keeps one entry more: 6, not 0. *)
Fact padded : both (Axis 2 3 2 1 1 1 1) [1; 2] [1; 2; 3] = ([2; 5; 4; 6], [2; 5; 4; 6]).
Proof. reflexivity. Qed.
(** Output padding 3, more than the stride: zeros follow, and the convolution has 3 outputs. *)
Fact large_a : both (Axis 2 3 2 1 1 1 3) [1; 2] [1; 2; 3] = ([2; 5; 4; 6; 0; 0], [2; 5; 4; 6; 0; 0])
  /\ conv_outputs (Axis 2 3 2 1 1 1 3) = 3.
Proof. split; reflexivity. Qed.
(** Moving one stride from a into hi gives the same values with a < s, and 2 outputs. *)
Fact normal : normalise (Axis 2 3 2 1 1 1 3) = Axis 2 3 2 1 1 (-1) 1
  /\ conv_outputs (Axis 2 3 2 1 1 (-1) 1) = 2.
Proof. split; reflexivity. Qed.
(** The whole convolution of that layer has 3 outputs. *)
Fact whole_3 : whole (Axis 2 3 2 1 1 1 3) = Axis 3 3 2 1 1 1 1.
Proof. reflexivity. Qed.
(** A negative lo puts a zero in front. *)
Fact negative_lo : both (Axis 2 2 3 1 (-1) 0 0) [1; 2] [1; 2] = ([0; 1; 2; 0; 2; 4], [0; 1; 2; 0; 2; 4]).
Proof. reflexivity. Qed.
(** Dilation 2 spreads the taps: 3 0 5 and 0 6 0 10. *)
Fact dilated_taps : both (Axis 2 2 1 2 0 0 0) [1; 2] [3; 5] = ([3; 6; 5; 10], [3; 6; 5; 10]).
Proof. reflexivity. Qed.
(** A crop longer than the dilated y (one entry): one output, zero.  Crop-then-pad gets length 2. *)
Fact long_crop : both (Axis 1 1 3 1 2 0 2) [5] [7] = ([0], [0]).
Proof. reflexivity. Qed.
(** hi = 1: the added entry is 2.  hi = 2 with a gap: the added entry is 0. *)
Fact added_entry : run (Axis 1 2 2 1 0 1 1) [1] [1; 2] = [1; 2] /\ run (Axis 2 1 2 1 0 2 1) [1; 2] [1] = [1; 0].
Proof. split; reflexivity. Qed.
(** The convolution of x = 1 2 3 4, w = 1 10 100, stride 2, pads 1 and 1. *)
Fact forward : map (@conv integers [Axis 2 3 2 1 1 1 1] (at1 [1; 10; 100]) (at1 [1; 2; 3; 4])) (box [2]) = [210; 432].
Proof. reflexivity. Qed.

(** Two axes: y = (1 2; 3 4), w = (1 10), strides 2 and 1. *)
Definition at2 (c : list (list Z)) (v : idx) : Z :=
  match v with [e; f] => nth (Z.to_nat f) (nth (Z.to_nat e) c []) 0 | _ => 0 end.
Definition two := [Axis 2 1 2 1 0 0 0; Axis 2 2 1 1 0 0 0].
Fact two_axes : map (@lower integers two (at2 [[1; 10]]) (at2 [[1; 2]; [3; 4]])) (box (map output two))
  = [1; 12; 20;  0; 0; 0;  3; 34; 40].
Proof. reflexivity. Qed.
(** The same as an array program: shape 3 x 3 and the same entries. *)
Fact two_axes_program : let p := @slide integers (@flipped integers [1; 2] (at2 [[1; 10]])) [1; 2] [1; 1] [1; 1]
    (pad [0; 1] [0; 1] (dilate [2; 1] (@Array integers [2; 2] (at2 [[1; 2]; [3; 4]])))) in
  (shape p, map (entry p) (box (shape p))) = ([3; 3], [1; 12; 20;  0; 0; 0;  3; 34; 40]).
Proof. reflexivity. Qed.

(** Two groups, one channel of y and two of x' each; kernels of one tap: 1 2 and 3 4.
    y = 10 and 100 gives 10 20 and 300 400. *)
Fact two_groups : map (fun co => @layer integers [Axis 1 1 1 1 0 0 0] 2 1 2
    (fun ci m _ => nth (Z.to_nat m) (nth (Z.to_nat ci) [[1; 2]; [3; 4]] []) 0)
    (fun ci _ => nth (Z.to_nat ci) [10; 100] 0) co [0]) (range 4) = [10; 20; 300; 400].
Proof. reflexivity. Qed.

(** Taps per class: k = 3, s = 2 is uneven; k = 4, s = 2 is even; d = s = 2 leaves a class empty;
    d = 2, s = 3, k = 3 is even. *)
Fact tap_counts : (map (taps 3 1 2) (range 2), map (taps 4 1 2) (range 2),
                   map (taps 4 2 2) (range 2), map (taps 3 2 3) (range 3))
  = ([2; 1], [2; 2], [4; 0], [1; 1; 1]).
Proof. reflexivity. Qed.
(** k = 3, s = 2: class 0 uses taps 0 and 2, class 1 uses tap 1. *)
Fact phases : map (fun r => filter (fun t => active [Axis 3 3 2 1 1 1 0] [r] [t]) (range 3)) (range 2)
  = [[0; 2]; [1]].
Proof. reflexivity. Qed.
(** The patch matrix of x = 1 2 3, k = 2, pads 1 and 0: rows are taps. *)
Fact patches : map (fun t => map (@im2col integers [Axis 3 2 1 1 1 0 0] (at1 [1; 2; 3]) t) (box [3])) (box [2])
  = [[0; 1; 2]; [1; 2; 3]].
Proof. reflexivity. Qed.
(** The kernel 1 2 3 with dilation 2 is the dense kernel 1 0 2 0 3. *)
Fact filled : map (@fill integers [Axis 9 3 1 2 0 0 0] (at1 [1; 2; 3])) (box [5]) = [1; 0; 2; 0; 3].
Proof. reflexivity. Qed.
(** Row-major order of the box 2 x 3. *)
Fact flat_order : map (unflat [2; 3]) (range 6) = box [2; 3].
Proof. reflexivity. Qed.
(** Entries 1 2 3 written at i - 1, where that is inside 0..3: one is cropped, two are kept, two zeros behind. *)
Fact written_moved : map (@writes integers Z Z Z.eqb (fun i => andb (0 <=? i - 1) (i - 1 <? 4)) (fun i => i - 1)
    (fun i => nth (Z.to_nat i) [1; 2; 3] 0) (upto 3) (fun _ => 0)) (upto 4) = [2; 3; 0; 0].
Proof. reflexivity. Qed.
(** Written twice at one place the last stays; added, the sum does. *)
Fact written_twice : let value i := nth (Z.to_nat i) [1; 10] 0 in
  (@writes integers Z Z Z.eqb (fun _ => true) (fun _ => 0) value (upto 2) (fun _ => 0) 0,
   @adds integers Z Z Z.eqb (fun _ => true) (fun _ => 0) value (upto 2) (fun _ => 0) 0) = (10, 11).
Proof. reflexivity. Qed.
(** Arrays 1 2 and 3 behind one another. *)
Fact written_behind : map (@concat integers [(2, fun i => i + 1); (1, fun _ => 3)] 0 (fun _ => 0)) (upto 3) = [1; 2; 3].
Proof. reflexivity. Qed.
(** Row 0 has one cell, row 1 two. *)
Fact cells_of_rows : cells 2 (fun r => r + 1) = [(0, 0); (1, 0); (1, 1)].
Proof. reflexivity. Qed.
