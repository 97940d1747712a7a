(** * Entries as lists of terms: how a printed instance is checked.

    A literal matrix or a literal C^T y is a list of entries, each a sum of named kernel
    entries.  Here every such sum is shown to be the total of a list that Coq computes, so
    that a literal is checked by computation, without search.  Emitted files use this file;
    their statements do not mention it. *)
From Coq Require Import ZArith Lia List Bool Ring.
From Symtconv Require Import Sums Geometry Convolution Channels Lowering.
Import ListNotations.
Open Scope Z_scope.

(** 0, ..., n-1, and all multi-indices of a box in row-major order. *)
Definition range n := map Z.of_nat (seq 0 (Z.to_nat n)).
Fixpoint box (ns : list Z) : list idx :=
  match ns with [] => [[]] | n :: ns => flat_map (fun x => map (cons x) (box ns)) (range n) end.
(** The taps that join x[j] and y[o]. *)
Definition taps_at (l : list axis) (o j : idx) : list idx :=
  filter (fun t => joins l o t j) (box (map kernel l)).
(** The taps of the flipped kernel that meet an entry of y. *)
Definition reads_at (l : list axis) (j : idx) : list idx := filter (hit l j) (box (map kernel l)).

(** Every multi-index of the enumeration has one entry per axis. *)
Lemma box_length ns : Forall (fun v => length v = length ns) (box ns).
Proof.
  induction ns as [|n ns IH]; cbn; [repeat constructor|]. apply Forall_flat_map, Forall_forall.
  intros x _. apply Forall_map. eapply Forall_impl; [|exact IH]. cbn. intros v E. now rewrite E.
Qed.

Section Terms.
Context {R : Ring}.
Add Ring ring_R : (@laws R).

(** The sum of a list, written as people write it: a + b + c; 0 for no terms. *)
Definition total (fs : list R) : R :=
  match fs with [] => r0 | f :: fs => fold_left radd fs f end.
(** The first term splits off. *)
Lemma total_cons f fs : total (f :: fs) = f [+] total fs.
Proof.
  destruct fs as [|g fs]; cbn; [ring|]. revert g. induction fs as [|h fs IH]; intro g; cbn; [reflexivity|].
  rewrite <- IH. f_equal. ring.
Qed.
(** The total of two lists. *)
Lemma total_app fs gs : total (fs ++ gs) = total fs [+] total gs.
Proof.
  induction fs as [|f fs IH]; [cbn; ring|]. rewrite <- app_comm_cons, !total_cons, IH. ring.
Qed.
(** The total of a list of lists. *)
Lemma total_flat_map {A} (f : A -> list R) vs : total (flat_map f vs) = total (map (fun v => total (f v)) vs).
Proof. induction vs as [|v vs IH]; [reflexivity|]. cbn [flat_map map]. now rewrite total_app, total_cons, IH. Qed.
(** Equal terms have equal totals. *)
Lemma total_ext {A} (f g : A -> R) vs : (forall v, f v = g v) -> total (map f vs) = total (map g vs).
Proof. intro H. f_equal. now apply map_ext. Qed.
(** A sum is the total of its terms. *)
Lemma sum_total n (f : Z -> R) : sum n f = total (map f (range n)).
Proof.
  unfold sum, range. rewrite map_map. induction (Z.to_nat n) as [|m IH]; [reflexivity|].
  rewrite seq_S, map_app, total_app, <- IH. cbn. reflexivity.
Qed.
(** Over a box too. *)
Lemma sumb_total ns : forall f : idx -> R, sumb ns f = total (map f (box ns)).
Proof.
  induction ns as [|n ns IH]; intro f; [reflexivity|]. cbn. rewrite sum_total.
  rewrite flat_map_concat_map, concat_map, map_map, <- flat_map_concat_map, total_flat_map.
  apply total_ext. intro x. rewrite IH. now rewrite map_map.
Qed.
(** Terms whose bracket is zero drop out. *)
Lemma total_filter {A} (p : A -> bool) (f : A -> R) vs :
  total (map (fun v => ind (p v) [*] f v) vs) = total (map f (filter p vs)).
Proof.
  induction vs as [|v vs IH]; [reflexivity|]. cbn [map filter]. rewrite total_cons, IH.
  destruct (p v); cbn [ind map]; [rewrite total_cons|]; unfold ind; ring.
Qed.

(** An entry of C is the total of its taps. *)
Lemma Cmat_terms l (w : idx -> R) o j : Cmat l w o j = total (map w (taps_at l o j)).
Proof.
  unfold Cmat, taps_at. rewrite sumb_total, <- total_filter. apply total_ext. intro t. ring.
Qed.
(** The whole matrix, row by row: a table of taps, and the letters of w put in. *)
Theorem matrix_terms l (w : idx -> R) os js :
  map (fun o => map (Cmat l w o) js) os
  = map (map (fun ts => total (map w ts))) (map (fun o => map (taps_at l o) js) os).
Proof.
  rewrite map_map. apply map_ext; intro o. rewrite map_map. apply map_ext; intro j. apply Cmat_terms.
Qed.
(** The block matrix: rows (ci, o), columns (co, j). *)
Theorem block_terms l p q (w : Z -> Z -> idx -> R) os js :
  map (fun '(ci, o) => map (fun '(co, j) => Cblock l p q w ci co o j) js) os
  = map (map (fun ts => total (map (fun '(ci, m, t) => w ci m t) ts)))
      (map (fun '(ci, o) => map (fun '(co, j) =>
         if ci / p =? co / q then map (pair (ci, co mod q)) (taps_at l o j) else []) js) os).
Proof.
  rewrite map_map. apply map_ext; intros [ci o]. rewrite map_map. apply map_ext; intros [co j].
  unfold Cblock, blockw. rewrite Cmat_scale, Cmat_terms.
  set (e := total (map (w ci (co mod q)) (taps_at l o j))).
  destruct (_ =? _); unfold ind.
  - rewrite map_map. change (r1 [*] e = e). ring.
  - change (r0 [*] e = r0). ring.
Qed.

(** An entry of the lowering is the total of the taps that meet y. *)
Lemma lower_terms l (w y : idx -> R) j :
  lower l w y j = total (map (fun u => w (flip l u) [*] y (source l j u)) (reads_at l j)).
Proof.
  unfold lower, reads_at. rewrite sumb_total, <- total_filter. apply total_ext. intro u.
  unfold zpad. rewrite if_ind. ring.
Qed.
(** The layer's output, entry by entry, through the theorem [emulation]. *)
Theorem result_terms l (w y : idx -> R) : strides_pos l ->
  map (convT l w y) (box (map output l))
  = map (fun ts => total (map (fun '(t, o) => w t [*] y o) ts))
      (map (fun j => map (fun u => (flip l u, source l j u)) (reads_at l j)) (box (map output l))).
Proof.
  intro Hs. rewrite map_map. apply map_ext_in. intros j Hj.
  rewrite map_map, emulation, lower_terms; [reflexivity | assumption |].
  pose proof (box_length (map output l)) as B. rewrite Forall_forall in B. rewrite (B j Hj). apply map_length.
Qed.
(** Pairs (channel, place), channels first. *)
Definition channel_box n (ns : list Z) : list (Z * idx) :=
  flat_map (fun c => map (pair c) (box ns)) (range n).
(** With channels and groups, through the theorem [emulation_groups]. *)
Theorem result_terms_groups l G p q (w : Z -> Z -> idx -> R) y : strides_pos l -> 1 <= p -> 1 <= q ->
  map (fun '(co, j) => layer l G p q w y co j) (channel_box (G * q) (map output l))
  = map (fun ts => total (map (fun '(ci, m, t, o) => w ci m t [*] y ci o) ts))
      (map (fun '(co, j) => flat_map (fun c => map (fun u =>
         (co / q * p + c, co mod q, flip l u, source l j u)) (reads_at l j)) (range p))
      (channel_box (G * q) (map output l))).
Proof.
  intros Hs Hp Hq. rewrite map_map. apply map_ext_in. intros [co j] H. unfold channel_box in H. apply in_flat_map in H.
  destruct H as (c & Hc & H). apply in_map_iff in H. destruct H as (v & E & Hv). injection E; intros; subst c v.
  assert (Hco : 0 <= co < G * q).
  { unfold range in Hc. apply in_map_iff in Hc. destruct Hc as (n & <- & Hn). apply in_seq in Hn. lia. }
  rewrite emulation_groups; [| assumption | | assumption | assumption | assumption].
  - rewrite sum_total, flat_map_concat_map, concat_map, map_map, <- flat_map_concat_map, total_flat_map.
    apply total_ext. intro c. rewrite map_map. apply lower_terms.
  - pose proof (box_length (map output l)) as B. rewrite Forall_forall in B. rewrite (B j Hv). apply map_length.
Qed.
End Terms.

(** To prove a literal: go through the table, let the virtual machine compute it, put the letters
    in, compare. *)
Ltac literal terms :=
  etransitivity; [apply terms; repeat constructor; cbn; lia|];
  match goal with |- map ?letters ?table = _ =>
    let computed := eval vm_compute in table in
    transitivity (map letters computed); [apply f_equal; vm_compute; reflexivity|] end;
  cbv [map total fold_left]; reflexivity.
