(* One transposed convolution, stated and proved.  Written by symtconv; Coq is the judge.

   Layer: input 56, kernel 7, stride 4, padding 3:3, dilation 2, output padding 0, channels 96 to 48, groups
   12.

   What is stated, over every commutative ring, for every kernel w and every y:
   - shapes: the layer reads 56 entries and writes 227; the convolution that reads 227 has 56 outputs.
   - lowering: the layer is this program, shape and entries: dilate y by 4 (zeros between its entries), pad
     by 9:9 (low:high per axis; a negative number crops), slide the flipped kernel with stride 1 and
     dilation 2.
   - matrix_of_convolution: C x is the convolution with the same words.
   - transpose: <C x, y> = <x, layer y> for all x and y: the layer is the transpose of C, exactly (output
     padding < stride on every axis).

   To check it (Coq 8.16 or later, and nothing else), with this file as FILE.v:
     python -c "from symtconv.proofs.coq import build_library; build_library('symtconv-coq')"
     coqc -Q symtconv-coq Symtconv FILE.v
   The first line compiles the library, once; read it in the order of its _CoqProject. *)
From Coq Require Import ZArith Lia List.
From Symtconv Require Import Sums Geometry Convolution Channels Lowering Adjoint OutputPadding Programs Terms.
Import ListNotations.
Open Scope Z_scope.

(* Per axis: input, kernel, stride, dilation, low, high, output padding. *)
Definition axes := [Axis 56 7 4 2 3 3 0].
Lemma strides : strides_pos axes.
Proof. repeat constructor; cbn; lia. Qed.

Theorem shapes :
  map size axes = [56] /\ map output axes = [227]
  /\ map conv_outputs axes = [56]
  /\ map pad_low axes = [9] /\ map pad_high axes = [9].
Proof. repeat split; reflexivity. Qed.

Section Instance.
Context {R : Ring}.

(* w ci m is the kernel from channel ci of y to the m-th channel of x' of its group. *)
Implicit Types (w : Z -> Z -> idx -> R) (x y : Z -> idx -> R).

Theorem lowering w y co : 0 <= co < 48 ->
  let program c := slide (flipped [7] (w (co / 4 * 8 + c) (co mod 4))) [7] [1] [2]
    (pad [9] [9] (dilate [4] (Array [56] (y (co / 4 * 8 + c))))) in
  (forall c, shape (program c) = [227])
  /\ forall j, length j = 1%nat -> layer axes 12 8 4 w y co j = sum 8 (fun c => entry (program c) j).
Proof. intro H. exact (lowered_groups axes 12 8 4 w y co strides ltac:(lia) ltac:(lia) H). Qed.

Theorem matrix_of_convolution w x ci o : 0 <= ci < 96 -> length o = 1%nat ->
  conv_groups axes 8 4 w x ci o
  = sum 48 (fun co => sumb [227] (fun j => Cblock axes 8 4 w ci co o j [*] x co j)).
Proof. exact (conv_groups_matrix axes 12 8 4 w x ci o ltac:(lia) ltac:(lia)). Qed.

Theorem transpose w x y :
  sum 96 (fun ci => dot [56] (conv_groups axes 8 4 w x ci) (y ci))
  = sum 48 (fun co => dot [227] (x co) (layer axes 12 8 4 w y co)).
Proof. exact (adjoint_groups axes 12 8 4 w x y ltac:(lia) ltac:(lia)). Qed.

End Instance.

(* Must print: Closed under the global context. *)
Definition all_of_it := (@shapes, @lowering, @matrix_of_convolution, @transpose).
Print Assumptions all_of_it.
