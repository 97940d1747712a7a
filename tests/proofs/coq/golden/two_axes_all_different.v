(* One transposed convolution, stated and proved.  Written by symtconv; Coq is the judge.

   Layer: input 2x4, kernel 3x2, stride 2x1, padding 1:1x0:1, dilation 1x2, output padding 1x0.

   What is stated, over every commutative ring, for every kernel w and every y:
   - shapes: the layer reads 2x4 entries and writes 4x5; the convolution that reads 4x5 has 2x4 outputs.
   - lowering: the layer is this program, shape and entries: dilate y by 2x1 (zeros between its entries),
     pad by 1:2x2:1 (low:high per axis; a negative number crops), slide the flipped kernel with stride 1 and
     dilation 1x2.
   - matrix_of_convolution: C x is the convolution with the same words.
   - transpose: <C x, y> = <x, layer y> for all x and y: the layer is the transpose of C, exactly (output
     padding < stride on every axis).
   - matrix: C, entry by entry, in the letters of w.
   - result: the transpose of C times y, entry by entry, through the general theorem.

   To check it (Coq 8.16 or later, and nothing else), with this file as FILE.v:
     python -c "from symtconv.proofs.coq import build_library; build_library('symtconv-coq')"
     coqc -Q symtconv-coq Symtconv FILE.v
   The first line compiles the library, once; read it in the order of its _CoqProject. *)
From Coq Require Import ZArith Lia List.
From Symtconv Require Import Sums Geometry Convolution Lowering Adjoint OutputPadding Programs Terms.
Import ListNotations.
Open Scope Z_scope.

(* Per axis: input, kernel, stride, dilation, low, high, output padding. *)
Definition axes := [Axis 2 3 2 1 1 1 1; Axis 4 2 1 2 0 1 0].
Lemma strides : strides_pos axes.
Proof. repeat constructor; cbn; lia. Qed.

Theorem shapes :
  map size axes = [2; 4] /\ map output axes = [4; 5]
  /\ map conv_outputs axes = [2; 4]
  /\ map pad_low axes = [1; 2] /\ map pad_high axes = [2; 1].
Proof. repeat split; reflexivity. Qed.

Section Instance.
Context {R : Ring}.

Implicit Types w x y : idx -> R.

Theorem lowering w y :
  let x' := slide (flipped [3; 2] w) [3; 2] [1; 1] [1; 2]
    (pad [1; 2] [2; 1] (dilate [2; 1] (Array [2; 4] y))) in
  shape x' = [4; 5] /\ forall j, length j = 2%nat -> entry x' j = convT axes w y j.
Proof. exact (lowered_program axes w y strides). Qed.

Theorem matrix_of_convolution w x o : length o = 2%nat ->
  conv axes w x o = sumb [4; 5] (fun j => Cmat axes w o j [*] x j).
Proof. exact (conv_matrix axes w x o). Qed.

Theorem transpose w x y :
  dot [2; 4] (conv axes w x) y = dot [4; 5] x (convT axes w y).
Proof. exact (adjoint axes w x y). Qed.

(* C: rows are the entries of y, columns those of x', row-major. *)
Theorem matrix w :
  map (fun o => map (Cmat axes w o) (box [4; 5])) (box [2; 4]) =
  [[w [1; 0]; r0; w [1; 1]; r0; r0; w [2; 0]; r0; w [2; 1]; r0; r0; r0; r0; r0; r0; r0; r0; r0; r0; r0; r0];
   [r0; w [1; 0]; r0; w [1; 1]; r0; r0; w [2; 0]; r0; w [2; 1]; r0; r0; r0; r0; r0; r0; r0; r0; r0; r0; r0];
   [r0; r0; w [1; 0]; r0; w [1; 1]; r0; r0; w [2; 0]; r0; w [2; 1]; r0; r0; r0; r0; r0; r0; r0; r0; r0; r0];
   [r0; r0; r0; w [1; 0]; r0; r0; r0; r0; w [2; 0]; r0; r0; r0; r0; r0; r0; r0; r0; r0; r0; r0];
   [r0; r0; r0; r0; r0; w [0; 0]; r0; w [0; 1]; r0; r0; w [1; 0]; r0; w [1; 1]; r0; r0; w [2; 0]; r0; w [2; 1]; r0; r0];
   [r0; r0; r0; r0; r0; r0; w [0; 0]; r0; w [0; 1]; r0; r0; w [1; 0]; r0; w [1; 1]; r0; r0; w [2; 0]; r0; w [2; 1]; r0];
   [r0; r0; r0; r0; r0; r0; r0; w [0; 0]; r0; w [0; 1]; r0; r0; w [1; 0]; r0; w [1; 1]; r0; r0; w [2; 0]; r0; w [2; 1]];
   [r0; r0; r0; r0; r0; r0; r0; r0; w [0; 0]; r0; r0; r0; r0; w [1; 0]; r0; r0; r0; r0; w [2; 0]; r0]].
Proof. literal (@matrix_terms R). Qed.

(* The transpose of C times y, row-major. *)
Theorem result w y :
  map (convT axes w y) (box [4; 5]) =
  [w [1; 0] [*] y [0; 0];
   w [1; 0] [*] y [0; 1];
   w [1; 1] [*] y [0; 0] [+] w [1; 0] [*] y [0; 2];
   w [1; 1] [*] y [0; 1] [+] w [1; 0] [*] y [0; 3];
   w [1; 1] [*] y [0; 2];
   w [2; 0] [*] y [0; 0] [+] w [0; 0] [*] y [1; 0];
   w [2; 0] [*] y [0; 1] [+] w [0; 0] [*] y [1; 1];
   w [2; 1] [*] y [0; 0] [+] w [2; 0] [*] y [0; 2] [+] w [0; 1] [*] y [1; 0] [+] w [0; 0] [*] y [1; 2];
   w [2; 1] [*] y [0; 1] [+] w [2; 0] [*] y [0; 3] [+] w [0; 1] [*] y [1; 1] [+] w [0; 0] [*] y [1; 3];
   w [2; 1] [*] y [0; 2] [+] w [0; 1] [*] y [1; 2];
   w [1; 0] [*] y [1; 0];
   w [1; 0] [*] y [1; 1];
   w [1; 1] [*] y [1; 0] [+] w [1; 0] [*] y [1; 2];
   w [1; 1] [*] y [1; 1] [+] w [1; 0] [*] y [1; 3];
   w [1; 1] [*] y [1; 2];
   w [2; 0] [*] y [1; 0];
   w [2; 0] [*] y [1; 1];
   w [2; 1] [*] y [1; 0] [+] w [2; 0] [*] y [1; 2];
   w [2; 1] [*] y [1; 1] [+] w [2; 0] [*] y [1; 3];
   w [2; 1] [*] y [1; 2]].
Proof. literal (@result_terms R). Qed.

End Instance.

(* Must print: Closed under the global context. *)
Definition all_of_it := (@shapes, @lowering, @matrix_of_convolution, @transpose, @matrix, @result).
Print Assumptions all_of_it.
