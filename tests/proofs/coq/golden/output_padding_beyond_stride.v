(* One transposed convolution, stated and proved.  Written by symtconv; Coq is the judge.

   Layer: input 3, kernel 2, stride 2, padding 0:1, dilation 1, output padding 5.

   What is stated, over every commutative ring, for every kernel w and every y:
   - shapes: the layer reads 3 entries and writes 10; the convolution that reads 10 has 5 outputs.
   - lowering: the layer is this program, shape and entries: dilate y by 2 (zeros between its entries), pad
     by 1:5 (low:high per axis; a negative number crops), slide the flipped kernel with stride 1 and
     dilation 1.
   - matrix_of_convolution: C x is the convolution with the same words, its first 3 outputs.
   - transpose: <C x, y> = <x, layer y> for all x and y: the layer is the transpose of C.
   - first_rows: output padding >= stride on some axis: C has the rows of the first 3 of 5 outputs, and the
     layer is the transpose of the whole convolution, applied to y extended by zeros.
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
Definition axes := [Axis 3 2 2 1 0 1 5].
Lemma strides : strides_pos axes.
Proof. repeat constructor; cbn; lia. Qed.

Theorem shapes :
  map size axes = [3] /\ map output axes = [10]
  /\ map conv_outputs axes = [5]
  /\ map pad_low axes = [1] /\ map pad_high axes = [5].
Proof. repeat split; reflexivity. Qed.

Section Instance.
Context {R : Ring}.

Implicit Types w x y : idx -> R.

Theorem lowering w y :
  let x' := slide (flipped [2] w) [2] [1] [1]
    (pad [1] [5] (dilate [2] (Array [3] y))) in
  shape x' = [10] /\ forall j, length j = 1%nat -> entry x' j = convT axes w y j.
Proof. exact (lowered_program axes w y strides). Qed.

Theorem matrix_of_convolution w x o : length o = 1%nat ->
  conv axes w x o = sumb [10] (fun j => Cmat axes w o j [*] x j).
Proof. exact (conv_matrix axes w x o). Qed.

Theorem transpose w x y :
  dot [3] (conv axes w x) y = dot [10] x (convT axes w y).
Proof. exact (adjoint axes w x y). Qed.

Theorem first_rows (w y : idx -> R) j :
  convT axes w y j = convT [Axis 5 2 2 1 0 1 1] w (extend [3] y) j.
Proof. exact (first_rows axes w y j ltac:(repeat constructor; cbn; lia)). Qed.

(* C: rows are the entries of y, columns those of x', row-major. *)
Theorem matrix w :
  map (fun o => map (Cmat axes w o) (box [10])) (box [3]) =
  [[w [0]; w [1]; r0; r0; r0; r0; r0; r0; r0; r0];
   [r0; r0; w [0]; w [1]; r0; r0; r0; r0; r0; r0];
   [r0; r0; r0; r0; w [0]; w [1]; r0; r0; r0; r0]].
Proof. literal (@matrix_terms R). Qed.

(* The transpose of C times y, row-major. *)
Theorem result w y :
  map (convT axes w y) (box [10]) =
  [w [0] [*] y [0];
   w [1] [*] y [0];
   w [0] [*] y [1];
   w [1] [*] y [1];
   w [0] [*] y [2];
   w [1] [*] y [2];
   r0;
   r0;
   r0;
   r0].
Proof. literal (@result_terms R). Qed.

End Instance.

(* Must print: Closed under the global context. *)
Definition all_of_it := (@shapes, @lowering, @matrix_of_convolution, @transpose, @first_rows, @matrix, @result).
Print Assumptions all_of_it.
