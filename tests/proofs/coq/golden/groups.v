(* One transposed convolution, stated and proved.  Written by symtconv; Coq is the judge.

   Layer: input 2, kernel 3, stride 2, padding 1:1, dilation 1, output padding 0, channels 4 to 6, groups 2.

   What is stated, over every commutative ring, for every kernel w and every y:
   - shapes: the layer reads 2 entries and writes 3; the convolution that reads 3 has 2 outputs.
   - lowering: the layer is this program, shape and entries: dilate y by 2 (zeros between its entries), pad
     by 1:1 (low:high per axis; a negative number crops), slide the flipped kernel with stride 1 and
     dilation 1.
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
From Symtconv Require Import Sums Geometry Convolution Channels Lowering Adjoint OutputPadding Programs Terms.
Import ListNotations.
Open Scope Z_scope.

(* Per axis: input, kernel, stride, dilation, low, high, output padding. *)
Definition axes := [Axis 2 3 2 1 1 1 0].
Lemma strides : strides_pos axes.
Proof. repeat constructor; cbn; lia. Qed.

Theorem shapes :
  map size axes = [2] /\ map output axes = [3]
  /\ map conv_outputs axes = [2]
  /\ map pad_low axes = [1] /\ map pad_high axes = [1].
Proof. repeat split; reflexivity. Qed.

Section Instance.
Context {R : Ring}.

(* w ci m is the kernel from channel ci of y to the m-th channel of x' of its group. *)
Implicit Types (w : Z -> Z -> idx -> R) (x y : Z -> idx -> R).

Theorem lowering w y co : 0 <= co < 6 ->
  let program c := slide (flipped [3] (w (co / 3 * 2 + c) (co mod 3))) [3] [1] [1]
    (pad [1] [1] (dilate [2] (Array [2] (y (co / 3 * 2 + c))))) in
  (forall c, shape (program c) = [3])
  /\ forall j, length j = 1%nat -> layer axes 2 2 3 w y co j = sum 2 (fun c => entry (program c) j).
Proof. intro H. exact (lowered_groups axes 2 2 3 w y co strides ltac:(lia) ltac:(lia) H). Qed.

Theorem matrix_of_convolution w x ci o : 0 <= ci < 4 -> length o = 1%nat ->
  conv_groups axes 2 3 w x ci o
  = sum 6 (fun co => sumb [3] (fun j => Cblock axes 2 3 w ci co o j [*] x co j)).
Proof. exact (conv_groups_matrix axes 2 2 3 w x ci o ltac:(lia) ltac:(lia)). Qed.

Theorem transpose w x y :
  sum 4 (fun ci => dot [2] (conv_groups axes 2 3 w x ci) (y ci))
  = sum 6 (fun co => dot [3] (x co) (layer axes 2 2 3 w y co)).
Proof. exact (adjoint_groups axes 2 2 3 w x y ltac:(lia) ltac:(lia)). Qed.

(* C: rows are the entries of y, columns those of x', row-major. *)
Theorem matrix w :
  map (fun '(ci, o) => map (fun '(co, j) => Cblock axes 2 3 w ci co o j)
      (channel_box 6 [3])) (channel_box 4 [2]) =
  [[w 0 0 [1]; w 0 0 [2]; r0; w 0 1 [1]; w 0 1 [2]; r0; w 0 2 [1]; w 0 2 [2]; r0; r0; r0; r0; r0; r0; r0; r0; r0; r0];
   [r0; w 0 0 [0]; w 0 0 [1]; r0; w 0 1 [0]; w 0 1 [1]; r0; w 0 2 [0]; w 0 2 [1]; r0; r0; r0; r0; r0; r0; r0; r0; r0];
   [w 1 0 [1]; w 1 0 [2]; r0; w 1 1 [1]; w 1 1 [2]; r0; w 1 2 [1]; w 1 2 [2]; r0; r0; r0; r0; r0; r0; r0; r0; r0; r0];
   [r0; w 1 0 [0]; w 1 0 [1]; r0; w 1 1 [0]; w 1 1 [1]; r0; w 1 2 [0]; w 1 2 [1]; r0; r0; r0; r0; r0; r0; r0; r0; r0];
   [r0; r0; r0; r0; r0; r0; r0; r0; r0; w 2 0 [1]; w 2 0 [2]; r0; w 2 1 [1]; w 2 1 [2]; r0; w 2 2 [1]; w 2 2 [2]; r0];
   [r0; r0; r0; r0; r0; r0; r0; r0; r0; r0; w 2 0 [0]; w 2 0 [1]; r0; w 2 1 [0]; w 2 1 [1]; r0; w 2 2 [0]; w 2 2 [1]];
   [r0; r0; r0; r0; r0; r0; r0; r0; r0; w 3 0 [1]; w 3 0 [2]; r0; w 3 1 [1]; w 3 1 [2]; r0; w 3 2 [1]; w 3 2 [2]; r0];
   [r0; r0; r0; r0; r0; r0; r0; r0; r0; r0; w 3 0 [0]; w 3 0 [1]; r0; w 3 1 [0]; w 3 1 [1]; r0; w 3 2 [0]; w 3 2 [1]]].
Proof. literal (@block_terms R). Qed.

(* The transpose of C times y, row-major. *)
Theorem result w y :
  map (fun '(co, j) => layer axes 2 2 3 w y co j) (channel_box 6 [3]) =
  [w 0 0 [1] [*] y 0 [0] [+] w 1 0 [1] [*] y 1 [0];
   w 0 0 [2] [*] y 0 [0] [+] w 0 0 [0] [*] y 0 [1] [+] w 1 0 [2] [*] y 1 [0] [+] w 1 0 [0] [*] y 1 [1];
   w 0 0 [1] [*] y 0 [1] [+] w 1 0 [1] [*] y 1 [1];
   w 0 1 [1] [*] y 0 [0] [+] w 1 1 [1] [*] y 1 [0];
   w 0 1 [2] [*] y 0 [0] [+] w 0 1 [0] [*] y 0 [1] [+] w 1 1 [2] [*] y 1 [0] [+] w 1 1 [0] [*] y 1 [1];
   w 0 1 [1] [*] y 0 [1] [+] w 1 1 [1] [*] y 1 [1];
   w 0 2 [1] [*] y 0 [0] [+] w 1 2 [1] [*] y 1 [0];
   w 0 2 [2] [*] y 0 [0] [+] w 0 2 [0] [*] y 0 [1] [+] w 1 2 [2] [*] y 1 [0] [+] w 1 2 [0] [*] y 1 [1];
   w 0 2 [1] [*] y 0 [1] [+] w 1 2 [1] [*] y 1 [1];
   w 2 0 [1] [*] y 2 [0] [+] w 3 0 [1] [*] y 3 [0];
   w 2 0 [2] [*] y 2 [0] [+] w 2 0 [0] [*] y 2 [1] [+] w 3 0 [2] [*] y 3 [0] [+] w 3 0 [0] [*] y 3 [1];
   w 2 0 [1] [*] y 2 [1] [+] w 3 0 [1] [*] y 3 [1];
   w 2 1 [1] [*] y 2 [0] [+] w 3 1 [1] [*] y 3 [0];
   w 2 1 [2] [*] y 2 [0] [+] w 2 1 [0] [*] y 2 [1] [+] w 3 1 [2] [*] y 3 [0] [+] w 3 1 [0] [*] y 3 [1];
   w 2 1 [1] [*] y 2 [1] [+] w 3 1 [1] [*] y 3 [1];
   w 2 2 [1] [*] y 2 [0] [+] w 3 2 [1] [*] y 3 [0];
   w 2 2 [2] [*] y 2 [0] [+] w 2 2 [0] [*] y 2 [1] [+] w 3 2 [2] [*] y 3 [0] [+] w 3 2 [0] [*] y 3 [1];
   w 2 2 [1] [*] y 2 [1] [+] w 3 2 [1] [*] y 3 [1]].
Proof. literal (@result_terms_groups R). Qed.

End Instance.

(* Must print: Closed under the global context. *)
Definition all_of_it := (@shapes, @lowering, @matrix_of_convolution, @transpose, @matrix, @result).
Print Assumptions all_of_it.
