(** * Channels and groups.

    Words of the layer: y has G p channels, x' has G q; the weights are
    w ci m t with ci a channel of y and m = 0, ..., q-1 a channel of x' counted
    within the group.  C is then a block matrix, one block per pair of channels,
    zero for channels of different groups.  One group with p = q = 1 is the plain
    layer; one group is the layer with channels. *)
From Coq Require Import ZArith Lia List Bool Ring.
From Symtconv Require Import Sums Geometry Convolution.
Import ListNotations.
Open Scope Z_scope.

Section Channels.
Context {R : Ring}.
Add Ring ring_R : (@laws R).
Notation weights := (Z -> Z -> idx -> R).

(** ** 1. Definitions *)

(** The kernel from channel co of x to channel ci of y: zero across groups. *)
Definition blockw p q (w : weights) ci co (t : idx) : R :=
  ind (ci / p =? co / q) [*] w ci (co mod q) t.
(** The block of C at (ci, co). *)
Definition Cblock l p q (w : weights) ci co (o j : idx) : R := Cmat l (blockw p q w ci co) o j.
(** The grouped convolution: channel ci of y from the q channels of its group. *)
Definition conv_groups l p q (w : weights) (x : Z -> idx -> R) ci (o : idx) : R :=
  sum q (fun m => conv l (w ci m) (x (ci / p * q + m)) o).
(** The layer: the transposed block matrix times y. *)
Definition layer l G p q (w : weights) (y : Z -> idx -> R) co (j : idx) : R :=
  sum (G * p) (fun ci => sumb (map size l) (fun o => Cblock l p q w ci co o j [*] y ci o)).

(** ** 2. What they are *)

(** A channel lies in one of the G groups. *)
Lemma group_range G n c : 1 <= n -> 0 <= c < G * n -> 0 <= c / n < G.
Proof. intros Hn Hc. split; [apply Z.div_pos; lia | apply Z.div_lt_upper_bound; lia]. Qed.

(** The grouped convolution has the block matrix C. *)
Theorem conv_groups_matrix l G p q w x ci o : 1 <= p -> 1 <= q -> 0 <= ci < G * p -> length o = length l ->
  conv_groups l p q w x ci o
  = sum (G * q) (fun co => sumb (map output l) (fun j => Cblock l p q w ci co o j [*] x co j)).
Proof.
  intros Hp Hq Hci Ho. pose proof (group_range G p ci Hp Hci) as Hg. unfold conv_groups.
  transitivity (sum (G * q) (fun co => ind (co / q =? ci / p) [*] conv l (w ci (co mod q)) (x co) o)).
  - rewrite sum_group by lia. apply sum_ext; intros m Hm.
    now rewrite (Z.add_comm _ m), Z.mod_add, Z.mod_small by lia.
  - apply sum_ext; intros co _. rewrite conv_matrix, sumb_mul by assumption.
    apply sumb_ext; intros j _. unfold Cblock, blockw. rewrite Cmat_scale, Z.eqb_sym. ring.
Qed.
(** The layer sums over the p channels of its own group. *)
Theorem layer_group l G p q w y co j : 1 <= p -> 1 <= q -> 0 <= co < G * q ->
  layer l G p q w y co j = sum p (fun c => convT l (w (co / q * p + c) (co mod q)) (y (co / q * p + c)) j).
Proof.
  intros Hp Hq Hco. pose proof (group_range G q co Hq Hco) as Hg.
  rewrite <- (sum_group G p (co / q) (fun ci => convT l (w ci (co mod q)) (y ci) j)) by lia.
  apply sum_ext; intros ci _. unfold convT. rewrite sumb_mul. apply sumb_ext; intros o _.
  unfold Cblock, blockw. rewrite Cmat_scale. ring.
Qed.
(** One group, one channel: the plain layer. *)
Theorem layer_plain l (w y : idx -> R) j : layer l 1 1 1 (fun _ _ => w) (fun _ => y) 0 j = convT l w y j.
Proof. rewrite layer_group by lia. change (r0 [+] convT l w y j = convT l w y j). ring. Qed.
End Channels.
