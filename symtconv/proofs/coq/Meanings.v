(** * The meaning of a program's operations: what is written entry by entry is what the rule reads.

    A rewrite speaks of operations in two ways that are written down apart.  One goes through an array and writes
    each entry where it belongs (arrays.py).  The other says for a place what is read there: a guarded sum
    (denotation.py).  Each lemma here says for one operation that the second is the first.  An array is a
    function with a length; along an axis the other axes stand still, so that entries of one axis suffice. *)
From Coq Require Import ZArith Lia List Bool Ring FinFun.
From Symtconv Require Import Sums Reindex.
Import ListNotations.
Open Scope Z_scope.
Local Arguments Z.mul : simpl never.
Local Arguments Z.add : simpl never.
Local Arguments Z.sub : simpl never.

(** ** 1. Going through an array *)

(** 0, 1, ..., n-1. *)
Definition upto n := map Z.of_nat (seq 0 (Z.to_nat n)).
(** The cells (r, m) with 0 <= r < n and 0 <= m < len r. *)
Definition cells n (len : Z -> Z) := flat_map (fun r => map (pair r) (upto (len r))) (upto n).

(** A number is in the upto exactly if it is within the bounds. *)
Lemma in_upto n i : In i (upto n) <-> 0 <= i < n.
Proof.
  unfold upto. rewrite in_map_iff. split.
  - intros (m & <- & H). apply in_seq in H. lia.
  - intro H. exists (Z.to_nat i). split; [lia|]. apply in_seq. lia.
Qed.
(** No number stands twice. *)
Lemma nodup_upto n : NoDup (upto n).
Proof.
  unfold upto. apply Injective_map_NoDup; [intros a b; apply Nat2Z.inj | apply seq_NoDup].
Qed.
(** A cell is there exactly if its row and its place in it are. *)
Lemma in_cells n len r m : In (r, m) (cells n len) <-> 0 <= r < n /\ 0 <= m < len r.
Proof.
  unfold cells. rewrite in_flat_map. split.
  - intros (r' & H & H'). apply in_map_iff in H' as (m' & E & H'). inversion E; subst. now rewrite <- !in_upto.
  - intros [H H']. exists r. split; [now apply in_upto|]. apply in_map_iff. exists m. now rewrite in_upto.
Qed.
(** Lists that share nothing and repeat nothing make one that repeats nothing. *)
Lemma nodup_app {A} (l l' : list A) : NoDup l -> NoDup l' -> (forall x, In x l -> ~ In x l') -> NoDup (l ++ l').
Proof.
  induction l as [|x l IH]; cbn; intros H H' D; [assumption|]. apply NoDup_cons_iff in H as [N H]. constructor.
  - rewrite in_app_iff. intros [I|I]; [now apply N|]. now apply (D x); [left|].
  - apply IH; auto.
Qed.
(** No cell stands twice. *)
Lemma nodup_cells n len : NoDup (cells n len).
Proof.
  unfold cells. pose proof (nodup_upto n) as H. induction (upto n) as [|r l IH]; cbn; [constructor|].
  apply NoDup_cons_iff in H as [N H]. apply nodup_app; [|now apply IH|].
  - apply Injective_map_NoDup; [|apply nodup_upto]. intros a b E. now inversion E.
  - intros c I I'. apply in_map_iff in I as (m & <- & _). apply in_flat_map in I' as (r' & I & I').
    apply in_map_iff in I' as (m' & E & _). inversion E; subst. now apply N.
Qed.

Section Meanings.
Context {R : Ring}.
Add Ring ring_R : (@laws R).

(** The sum of f over a list. *)
Fixpoint suml {D} (l : list D) (f : D -> R) : R := match l with [] => r0 | d :: l => f d [+] suml l f end.

(** A sum over two lists behind one another is two sums. *)
Lemma suml_app {D} (l l' : list D) f : suml (l ++ l') f = suml l f [+] suml l' f.
Proof. induction l; cbn; [ring|]. rewrite IHl. ring. Qed.
(** Equal terms give equal sums. *)
Lemma suml_ext {D} (l : list D) f g : (forall d, In d l -> f d = g d) -> suml l f = suml l g.
Proof.
  induction l as [|d l IH]; cbn; intro H; [reflexivity|]. rewrite (H d), IH by auto. reflexivity.
Qed.
(** The sum over a list of images. *)
Lemma suml_map {D E} (h : E -> D) (l : list E) f : suml (map h l) f = suml l (fun e => f (h e)).
Proof. induction l; cbn; [reflexivity|]. now rewrite IHl. Qed.
(** The sum over a upto is the finite sum. *)
Lemma suml_upto n f : suml (upto n) f = sum n f.
Proof.
  unfold upto, sum. rewrite suml_map. induction (Z.to_nat n) as [|m IH]; [reflexivity|].
  rewrite seq_S, suml_app, IH. cbn. ring.
Qed.
(** The sum over cells is a sum of sums. *)
Lemma suml_cells n len f : suml (cells n len) f = sum n (fun r => sum (len r) (fun m => f (r, m))).
Proof.
  unfold cells. rewrite <- suml_upto. induction (upto n) as [|r l IH]; cbn; [reflexivity|].
  now rewrite suml_app, IH, suml_map, suml_upto.
Qed.

(** What is in range keeps its term. *)
Local Ltac kept := rewrite sum_delta; replace (_ && _) with true;
  [reflexivity | symmetry; rewrite andb_true_iff, Z.leb_le, Z.ltb_lt; nia].

(** ** 2. Writing and adding *)

Section Written.
Context {D K : Type} (eqb : K -> K -> bool) (eqb_eq : forall a b, eqb a b = true <-> a = b).
Variables (keep : D -> bool) (place : D -> K) (value : D -> R).

(** for d in l: if keep d, out[place d] = value d. *)
Fixpoint writes (l : list D) (out : K -> R) : K -> R :=
  match l with
  | [] => out
  | d :: l => writes l (fun q => if keep d && eqb (place d) q then value d else out q)
  end.
(** for d in l: if keep d, out[place d] += value d. *)
Fixpoint adds (l : list D) (out : K -> R) : K -> R :=
  match l with
  | [] => out
  | d :: l => adds l (fun q => out q [+] ind (keep d && eqb (place d) q) [*] value d)
  end.

(** What is added up is a sum. *)
Lemma added l : forall out q,
  adds l out q = out q [+] suml l (fun d => ind (keep d && eqb (place d) q) [*] value d).
Proof. induction l as [|d l IH]; intros; cbn; [ring|]. rewrite IH. ring. Qed.

Definition hits q d := keep d && eqb (place d) q.

(** What is written to a place of its own is the same sum; what was there stays where nothing is written. *)
Lemma written_over l : NoDup l ->
  (forall d e, In d l -> In e l -> keep d = true -> keep e = true -> place d = place e -> d = e) ->
  forall out q, writes l out q
    = suml l (fun d => ind (hits q d) [*] value d) [+] (if existsb (hits q) l then r0 else out q).
Proof.
  intros N I out q. revert out. induction l as [|d l IH]; intro out; cbn; [ring|].
  apply NoDup_cons_iff in N as [N N']. rewrite IH; [|assumption|intros; apply I; cbn; auto].
  unfold hits in *. destruct (keep d && eqb (place d) q) eqn:E; cbn; [|unfold ind; ring].
  replace (existsb _ l) with false; [unfold ind; ring|]. symmetry. apply not_true_is_false. intro X.
  apply existsb_exists in X as (e & L & X). apply andb_true_iff in E as [K1 E1], X as [K2 E2].
  apply eqb_eq in E1, E2. apply N. replace d with e; [assumption|]. apply I; cbn; auto. congruence.
Qed.
(** Where nothing was there before, it is the sum. *)
Lemma written l : NoDup l ->
  (forall d e, In d l -> In e l -> keep d = true -> keep e = true -> place d = place e -> d = e) ->
  forall q, writes l (fun _ => r0) q = suml l (fun d => ind (keep d && eqb (place d) q) [*] value d).
Proof. intros N I q. rewrite written_over by assumption. unfold hits. destruct (existsb _ l); ring. Qed.
End Written.

(** Pairs of numbers are compared number by number. *)
Definition eqb2 (a b : Z * Z) := (fst a =? fst b) && (snd a =? snd b).
(** The test decides equality. *)
Lemma eqb2_eq a b : eqb2 a b = true <-> a = b.
Proof.
  destruct a, b. unfold eqb2. cbn. rewrite andb_true_iff, !Z.eqb_eq. split; [intros []; congruence|].
  intro H. now inversion H.
Qed.
Notation nothing := (fun _ => r0).
Definition always {D} (_ : D) := true.
(** A guard read from its other side. *)
Lemma turned {D} (d : D) p q x : ind (always d && (p =? q)) [*] x = ind (q =? p) [*] x.
Proof. now rewrite Z.eqb_sym. Qed.
(** A sum of zeros. *)
Lemma suml_zero {D} (l : list D) : suml l nothing = r0.
Proof. induction l; cbn; [reflexivity|]. rewrite IHl. ring. Qed.

(** ** 3. Operations that put another index in *)

Variables (n : Z) (a : Z -> R).

(** Padding writes entry i at i + low, where that is inside; it reads entry j - low, zero outside. *)
Lemma pad_rule low high j : 0 <= j < n + low + high ->
  writes Z.eqb (fun i => (0 <=? i + low) && (i + low <? n + low + high)) (fun i => i + low) a (upto n) nothing j
  = ind ((0 <=? j - low) && (j - low <? n)) [*] a (j - low).
Proof.
  intro H. rewrite (written _ Z.eqb_eq); [|apply nodup_upto|lia].
  rewrite suml_upto, (sum_ext n _ (fun i => ind (j - low =? i) [*] a i)).
  - rewrite sum_delta. apply if_ind.
  - intros i _. do 2 f_equal. apply eq_true_iff_eq. rewrite !andb_true_iff, !Z.eqb_eq, Z.leb_le, Z.ltb_lt. lia.
Qed.

(** Slicing goes through the entries from start below stop, step by step; it reads entry start + step j. *)
Lemma slice_rule start stop step j :
  1 <= step -> 0 <= start <= stop -> stop <= n -> 0 <= start + step * j < stop -> 0 <= j ->
  writes Z.eqb (fun i => (start <=? i) && (i <? stop) && ((i - start) mod step =? 0)) (fun i => (i - start) / step) a
    (upto n) nothing j
  = a (start + step * j).
Proof.
  intros S A B J J0. rewrite (written _ Z.eqb_eq); [|apply nodup_upto|].
  - rewrite suml_upto, (sum_ext n _ (fun i => ind (start + step * j =? i) [*] a i)).
    + kept.
    + intros i _. do 2 f_equal. apply eq_true_iff_eq. rewrite !andb_true_iff, !Z.eqb_eq, Z.leb_le, Z.ltb_lt. split.
      * intros [[[L U] M] <-]. pose proof (Z.div_mod (i - start) step). lia.
      * intros <-. replace (start + step * j - start) with (j * step) by ring.
        rewrite Z.mod_mul, Z.div_mul by lia. nia.
  - intros i i' _ _. rewrite !andb_true_iff, !Z.eqb_eq. intros [_ M] [_ M'] E.
    pose proof (Z.div_mod (i - start) step). pose proof (Z.div_mod (i' - start) step). nia.
Qed.
(** A slice has as many entries as indices j with start + step j below stop. *)
Lemma slice_length start stop step j : 1 <= step -> start <= stop ->
  (j < - ((start - stop) / step) <-> start + step * j < stop).
Proof.
  intros S L. pose proof (Z.div_mod (start - stop) step ltac:(lia)).
  pose proof (Z.mod_pos_bound (start - stop) step ltac:(lia)). split; intro; nia.
Qed.

(** Reversing writes entry i at n - 1 - i and reads entry n - 1 - j. *)
Lemma reverse_rule j : 0 <= j < n ->
  writes Z.eqb always (fun i => n - 1 - i) a (upto n) nothing j = a (n - 1 - j).
Proof.
  intro H. rewrite (written _ Z.eqb_eq); [|apply nodup_upto|lia].
  rewrite suml_upto, (sum_ext n _ (fun i => ind (n - 1 - j =? i) [*] a i)).
  - kept.
  - intros i _. do 2 f_equal. unfold always. cbn. apply eq_true_iff_eq. rewrite !Z.eqb_eq. lia.
Qed.

(** Splitting writes entry i at (i / w, i mod w) and reads entry q w + r. *)
Lemma split_rule w q r : 1 <= w -> 0 <= q -> 0 <= r < w -> q * w + r < n ->
  writes eqb2 always (fun i => (i / w, i mod w)) a (upto n) nothing (q, r) = a (q * w + r).
Proof.
  intros W Q Rw H. rewrite (written _ eqb2_eq); [|apply nodup_upto|].
  - rewrite suml_upto, (sum_ext n _ (fun i => ind (q * w + r =? i) [*] a i)).
    + kept.
    + intros i _. do 2 f_equal. unfold always, eqb2. cbn. apply eq_true_iff_eq.
      rewrite andb_true_iff, !Z.eqb_eq. split.
      * intros [<- <-]. pose proof (Z.div_mod i w). lia.
      * intros <-. rewrite Z.div_add_l, Z.div_small by lia. rewrite Z.add_comm, (Z.add_comm (q * w)).
        rewrite Z.mod_add, Z.mod_small by lia. lia.
  - intros i i' _ _ _ _ E. inversion E. pose proof (Z.div_mod i w). pose proof (Z.div_mod i' w). nia.
Qed.

(** Windows write entry i at every (tap, place) that it stands under, and read entry s o + d t. *)
Lemma windows_rule taps s d count t o : 1 <= s -> 0 <= t < taps -> 0 <= o < count -> 0 <= s * o + d * t < n ->
  writes eqb2
    (fun c => let e := fst c - d * snd c in (e mod s =? 0) && (0 <=? e / s) && (e / s <? count))
    (fun c => (snd c, (fst c - d * snd c) / s)) (fun c => a (fst c)) (cells n (fun _ => taps)) nothing (t, o)
  = a (s * o + d * t).
Proof.
  intros S T O H. rewrite (written _ eqb2_eq); [|apply nodup_cells|].
  - rewrite suml_cells, (sum_ext n _ (fun i => ind (s * o + d * t =? i) [*] a i)).
    + kept.
    + intros i _. cbn. rewrite (sum_ext taps _ (fun u => ind (t =? u) [*] (ind (s * o + d * t =? i) [*] a i))).
      * kept.
      * intros u _. transitivity (ind ((t =? u) && (s * o + d * t =? i)) [*] a i); [|rewrite ind_and; ring].
        do 2 f_equal. unfold eqb2. cbn. apply eq_true_iff_eq.
        rewrite !andb_true_iff, !Z.eqb_eq, Z.leb_le, Z.ltb_lt. split.
        -- intros [[[M L] U] [-> E]]. pose proof (Z.div_mod (i - d * t) s). split; [reflexivity|]. nia.
        -- intros [-> <-]. replace (s * o + d * u - d * u) with (o * s) by ring.
           rewrite Z.mod_mul, Z.div_mul by lia. lia.
  - intros [i u] [i' u'] _ _. cbn. rewrite !andb_true_iff, !Z.eqb_eq. intros [[M _] _] [[M' _] _] E. inversion E; subst.
    pose proof (Z.div_mod (i - d * u') s). pose proof (Z.div_mod (i' - d * u') s). f_equal. nia.
Qed.

(** A window at a place below their number does not reach out. *)
Lemma windows_inside taps s d t o : 1 <= s -> 0 <= d -> 0 <= t < taps -> 0 <= o < (n - (d * (taps - 1) + 1)) / s + 1 ->
  0 <= s * o + d * t < n.
Proof.
  intros S D0 T O. pose proof (Z.mul_div_le (n - (d * (taps - 1) + 1)) s ltac:(lia)). nia.
Qed.

(** ** 4. Operations that bring a variable *)

(** Dilating writes entry i at s i; it reads the sum over the entries u with j = s u. *)
Lemma dilate_rule s j : 1 <= s ->
  writes Z.eqb always (fun i => i * s) a (upto n) nothing j = sum n (fun u => ind (j =? s * u) [*] a u).
Proof.
  intro S. rewrite (written _ Z.eqb_eq); [|apply nodup_upto|intros; nia].
  rewrite suml_upto. apply sum_ext; intros i _. do 2 f_equal. unfold always. cbn. apply eq_true_iff_eq.
  rewrite !Z.eqb_eq. lia.
Qed.

(** Merging writes entry (q, r) at q w + r; it reads the sum over the entries with j = q w + r. *)
Lemma merge_rule (b : Z -> Z -> R) w j :
  writes Z.eqb always (fun c => fst c * w + snd c) (fun c => b (fst c) (snd c)) (cells n (fun _ => w)) nothing j
  = sum n (fun q => sum w (fun r => ind (j =? q * w + r) [*] b q r)).
Proof.
  rewrite (written _ Z.eqb_eq); [|apply nodup_cells|].
  - rewrite suml_cells. apply sum_ext; intros q _. apply sum_ext; intros r _. apply turned.
  - intros [q r] [q' r'] H H' _ _. cbn. apply in_cells in H, H'. intro E. assert (q = q') by nia. subst. f_equal. lia.
Qed.

(** col2im adds entry (t, o) at s o + d t; it reads the sum over the entries with j = s o + d t. *)
Lemma col2im_rule (b : Z -> Z -> R) taps s d j :
  adds Z.eqb always (fun c => s * snd c + d * fst c) (fun c => b (fst c) (snd c)) (cells taps (fun _ => n)) nothing j
  = sum taps (fun t => sum n (fun o => ind (j =? s * o + d * t) [*] b t o)).
Proof.
  rewrite added, suml_cells.
  rewrite (sum_ext taps _ (fun t => sum n (fun o => ind (j =? s * o + d * t) [*] b t o))); [ring|].
  intros t _. apply sum_ext; intros o _. apply turned.
Qed.

(** ** 5. Phases *)

(** A sum over phases adds array r at its own place. *)
Lemma sum_rule (b : Z -> Z -> R) count j : 0 <= j < n ->
  adds Z.eqb always snd (fun c => b (fst c) (snd c)) (cells count (fun _ => n)) nothing j = sum count (fun r => b r j).
Proof.
  intro H. rewrite added, suml_cells. transitivity (sum count (fun r => b r j)); [|reflexivity].
  rewrite (sum_ext count _ (fun r => b r j)); [ring|]. intros r _. cbn.
  rewrite (sum_ext n _ (fun m => ind (j =? m) [*] b r m)) by (intros; now rewrite Z.eqb_sym).
  kept.
Qed.

(** A stack writes entry m of array r at (r, m) and reads it there. *)
Lemma stack_rule (b : Z -> Z -> R) count r j : 0 <= r < count -> 0 <= j < n ->
  writes eqb2 always (fun c => c) (fun c => b (fst c) (snd c)) (cells count (fun _ => n)) nothing (r, j) = b r j.
Proof.
  intros C H. rewrite (written _ eqb2_eq); [|apply nodup_cells|auto]. rewrite suml_cells.
  rewrite (sum_ext count _ (fun r' => ind (r =? r') [*] b r j)).
  - kept.
  - intros r' _. rewrite (sum_ext n _ (fun m => ind (j =? m) [*] (ind (r =? r') [*] b r m))).
    + kept.
    + intros m _. unfold always, eqb2. cbn. destruct (Z.eqb_spec r' r) as [->|N].
      * rewrite Z.eqb_refl, Z.eqb_sym. cbn. unfold ind; destruct (j =? m); ring.
      * replace (r =? r') with false by (symmetry; apply Z.eqb_neq; auto). cbn. unfold ind; destruct (j =? m); ring.
Qed.

(** Interleaving writes entry m of phase r at m s + r; it reads the sum over phases and places with j = m s + r. *)
Lemma interleave_rule (b : Z -> Z -> R) (len : Z -> Z) s j :
  writes Z.eqb always (fun c => snd c * s + fst c) (fun c => b (fst c) (snd c)) (cells s len) nothing j
  = sum s (fun r => sum (len r) (fun m => ind (j =? m * s + r) [*] b r m)).
Proof.
  rewrite (written _ Z.eqb_eq); [|apply nodup_cells|].
  - rewrite suml_cells. apply sum_ext; intros r _. apply sum_ext; intros m _. apply turned.
  - intros [r m] [r' m'] H H' _ _. cbn. apply in_cells in H, H'. intro E. assert (m = m') by nia. subst. f_equal. lia.
Qed.

(** Where phase r has ceil((m - r) / s) entries, it starts at r floor(m / s) + min(r, m mod s), for r up to s. *)
Lemma offset_closed m s r : 1 <= s -> 0 <= r < s ->
  (r + 1) * (m / s) + Z.min (r + 1) (m mod s) = r * (m / s) + Z.min r (m mod s) + - ((r - m) / s).
Proof.
  intros S B. pose proof (Z.div_mod m s ltac:(lia)) as E. pose proof (Z.mod_pos_bound m s ltac:(lia)).
  set (q := m / s) in *. set (e := m mod s) in *. destruct (Z_lt_le_dec r e) as [L|L].
  - replace ((r - m) / s) with (- q - 1); [lia|]. symmetry. symmetry. apply Z.div_unique_pos with (r := r - e + s); lia.
  - replace ((r - m) / s) with (- q); [lia|]. apply Z.div_unique_pos with (r := r - e); lia.
Qed.

Section Offsets.
Variables (len offset : Z -> Z) (count : Z).
Hypothesis first : offset 0 = 0.
Hypothesis next : forall r, 0 <= r < count -> offset (r + 1) = offset r + len r.
Hypothesis lengths : forall r, 0 <= r < count -> 0 <= len r.

(** Phases follow one another: a later one starts no earlier than where an earlier one ends. *)
Lemma offset_later r : 0 <= r -> forall q, r < q <= count -> offset r + len r <= offset q.
Proof.
  intros L q [A B]. replace q with (r + 1 + (q - r - 1)) in * by ring. assert (H : 0 <= q - r - 1) by lia.
  generalize dependent (q - r - 1). intros e. clear q. pattern e. intros A B H. revert A B. pattern e.
  apply natlike_ind; [intros; rewrite Z.add_0_r, next by lia; lia| |assumption].
  intros x X IH A B. unfold Z.succ. rewrite Z.add_assoc, next by lia.
  specialize (IH ltac:(lia) ltac:(lia)). specialize (lengths (r + 1 + x)). lia.
Qed.
(** A position has one phase and one place in it: the fact that needs induction. *)
Theorem phase_unique r m r' m' : 0 <= r < count -> 0 <= r' < count -> 0 <= m < len r -> 0 <= m' < len r' ->
  offset r + m = offset r' + m' -> r = r' /\ m = m'.
Proof.
  intros A A' B B' E. destruct (Z.lt_trichotomy r r') as [L|[->|L]].
  - pose proof (offset_later r ltac:(lia) r' ltac:(lia)). lia.
  - lia.
  - pose proof (offset_later r' ltac:(lia) r ltac:(lia)). lia.
Qed.
(** Every position of the whole has a phase and a place in it. *)
Theorem phase_exists j : 0 <= count -> 0 <= j < offset count ->
  exists r m, 0 <= r < count /\ 0 <= m < len r /\ j = offset r + m.
Proof.
  intros C J. assert (H : forall c, 0 <= c -> c <= count -> j < offset c ->
      exists r m, 0 <= r < count /\ 0 <= m < len r /\ j = offset r + m).
  - intros c H. revert c H.
    apply (natlike_ind (fun c => c <= count -> j < offset c ->
      exists r m, 0 <= r < count /\ 0 <= m < len r /\ j = offset r + m)).
    + intros _ L. rewrite first in L. lia.
    + intros c H IH L B. unfold Z.succ in *. rewrite next in B by lia. destruct (Z_lt_le_dec j (offset c)) as [X|X].
      * apply IH; lia.
      * exists c, (j - offset c). repeat split; lia.
  - apply (H count); lia.
Qed.
(** Phases behind one another: entry m of phase r is written at offset r + m. *)
Lemma concat_all_rule (b : Z -> Z -> R) j :
  writes Z.eqb always (fun c => offset (fst c) + snd c) (fun c => b (fst c) (snd c)) (cells count len) nothing j
  = sum count (fun r => sum (len r) (fun m => ind (j =? offset r + m) [*] b r m)).
Proof.
  rewrite (written _ Z.eqb_eq); [|apply nodup_cells|].
  - rewrite suml_cells. apply sum_ext; intros r _. apply sum_ext; intros m _. apply turned.
  - intros [r m] [r' m'] H H' _ _. cbn. apply in_cells in H, H'. intro E.
    destruct (phase_unique r m r' m') as [-> ->]; tauto.
Qed.
End Offsets.

(** ** 6. Several arrays *)

(** Arrays behind one another, each with its length: entry i of a part is written at i + start. *)
Fixpoint concat (parts : list (Z * (Z -> R))) (start : Z) (out : Z -> R) : Z -> R :=
  match parts with
  | [] => out
  | (m, b) :: parts => concat parts (start + m) (writes Z.eqb always (fun i => i + start) b (upto m) out)
  end.
(** What is read: of every part the entry at j - start, zero outside of it. *)
Fixpoint read (parts : list (Z * (Z -> R))) (start j : Z) : R :=
  match parts with
  | [] => r0
  | (m, b) :: parts => ind ((0 <=? j - start) && (j - start <? m)) [*] b (j - start) [+] read parts (start + m) j
  end.
(** One part: where it is written it is read, and everything else stays. *)
Lemma part_rule m (b : Z -> R) start out j :
  writes Z.eqb always (fun i => i + start) b (upto m) out j
  = ind ((0 <=? j - start) && (j - start <? m)) [*] b (j - start)
    [+] (if (start <=? j) && (j <? start + m) then r0 else out j).
Proof.
  rewrite (written_over _ Z.eqb_eq); [|apply nodup_upto|lia]. f_equal.
  - rewrite suml_upto, (sum_ext m _ (fun i => ind (j - start =? i) [*] b i)).
    + rewrite sum_delta. apply if_ind.
    + intros i _. do 2 f_equal. unfold hits, always. cbn. apply eq_true_iff_eq. rewrite !Z.eqb_eq. lia.
  - replace (existsb _ _) with ((start <=? j) && (j <? start + m)); [reflexivity|]. apply eq_true_iff_eq.
    rewrite existsb_exists, andb_true_iff, Z.leb_le, Z.ltb_lt. unfold hits, always. cbn. split.
    + intro H. exists (j - start). rewrite in_upto, Z.eqb_eq. lia.
    + intros (i & H & E). apply in_upto in H. apply Z.eqb_eq in E. lia.
Qed.
(** The whole. *)
Lemma concat_rule parts : Forall (fun part => 0 <= fst part) parts -> forall start j,
  concat parts start nothing j = read parts start j.
Proof.
  intros F start j.
  enough (H : forall out, concat parts start out j = read parts start j
     [+] (if (start <=? j) && (j <? start + fold_right (fun part => Z.add (fst part)) 0 parts) then r0 else out j)).
  { rewrite H. destruct (_ && _); ring. }
  revert start. induction parts as [|[m b] parts IH]; intros start out; cbn.
  - replace ((start <=? j) && (j <? start + 0)) with false; [ring|]. symmetry. rewrite andb_false_iff. lia.
  - apply Forall_cons_iff in F as [M F]. cbn in M. rewrite IH, part_rule by assumption.
    set (total := fold_right _ 0 parts).
    assert (T : 0 <= total). { subst total. clear - F. induction F as [|[x y] l X F IH]; cbn in *; lia. }
    replace (start + (m + total)) with (start + m + total) by ring.
    destruct (Z_lt_le_dec j (start + m)) as [L|L].
    + replace (start + m <=? j) with false by lia. replace (j <? start + m) with true by lia.
      replace (j <? start + m + total) with true by lia. cbn. destruct (start <=? j); cbn; ring.
    + replace (start + m <=? j) with true by lia. replace (j <? start + m) with false by lia.
      replace (j - start <? m) with false by lia. replace (start <=? j) with true by lia.
      rewrite !andb_false_r. cbn. destruct (j <? start + m + total); unfold ind; ring.
Qed.

(** Arrays are added entry by entry: what each of them adds at j is its entry there. *)
Lemma add_rule (parts : list (Z -> R)) j : 0 <= j < n ->
  adds Z.eqb always snd (fun c => fst c (snd c)) (list_prod parts (upto n)) nothing j = suml parts (fun b => b j).
Proof.
  intro H. rewrite added. transitivity (suml parts (fun b => b j)); [|reflexivity].
  transitivity (suml (list_prod parts (upto n)) (fun c => ind (snd c =? j) [*] fst c (snd c))); [cbn; ring|].
  induction parts as [|b parts IH]; cbn; [reflexivity|]. rewrite suml_app, suml_map, IH, suml_upto. f_equal. cbn.
  rewrite (sum_ext n _ (fun i => ind (j =? i) [*] b i)) by (intros; now rewrite Z.eqb_sym).
  kept.
Qed.
(** A number times an array. *)
Lemma scale_rule c j : 0 <= j < n ->
  writes Z.eqb always (fun i => i) (fun i => c [*] a i) (upto n) nothing j = c [*] a j.
Proof.
  intro H. rewrite (written _ Z.eqb_eq); [|apply nodup_upto|auto].
  rewrite suml_upto, (sum_ext n _ (fun i => ind (j =? i) [*] (c [*] a i))) by (intros; now rewrite Z.eqb_sym).
  kept.
Qed.
(** A tensor holds its letters. *)
Lemma leaf_rule j : 0 <= j < n -> writes Z.eqb always (fun i => i) a (upto n) nothing j = a j.
Proof.
  intro H. rewrite (written _ Z.eqb_eq); [|apply nodup_upto|auto].
  rewrite suml_upto, (sum_ext n _ (fun i => ind (j =? i) [*] a i)) by (intros; now rewrite Z.eqb_sym).
  kept.
Qed.
(** An array of zeros holds nothing. *)
Lemma zeros_rule (out : Z -> R) j : writes Z.eqb always (fun i => i) a [] out j = out j.
Proof. reflexivity. Qed.

(** ** 7. Several axes *)

(** Axis x of the result is axis order[x]. *)
Definition pick (order : list nat) (i : idx) : idx := map (fun x => nth x i 0) order.

(** Where every axis is named, an index is told by what is picked of it. *)
Lemma pick_injective order (i i' : idx) : length i = length i' -> (forall x, (x < length i)%nat -> In x order) ->
  pick order i = pick order i' -> i = i'.
Proof.
  intros L A E. apply nth_ext with (d := 0) (d' := 0); [assumption|]. intros x X.
  now apply (ext_in_map E), A.
Qed.
(** Transposing writes entry i at what is picked of it; it reads the index of which j is picked. *)
Lemma transpose_rule order rank (l : list idx) (b : idx -> R) t : NoDup l -> (forall i, In i l -> length i = rank) ->
  (forall x, (x < rank)%nat -> In x order) -> In t l ->
  writes same always (pick order) b l nothing (pick order t) = b t.
Proof.
  intros N L A T. rewrite (written _ (fun u v => same_eq u v)); [|assumption|].
  - induction l as [|i l IH]; [destruct T|]. apply NoDup_cons_iff in N as [N N']. cbn in *.
    destruct T as [->|T].
    + replace (same _ _) with true by (symmetry; now apply same_eq).
      rewrite (suml_ext l _ (fun _ => r0)).
      * rewrite suml_zero. unfold ind. ring.
      * intros i I. replace (same _ _) with false; [unfold ind; ring|]. symmetry. apply not_true_is_false. intro E.
        apply same_eq in E. apply pick_injective in E; [subst; contradiction| |]; rewrite ?L by auto; auto.
    + replace (same _ _) with false; [rewrite IH by auto; unfold ind; ring|]. symmetry.
      apply not_true_is_false. intro E. apply same_eq in E.
      apply pick_injective in E; [subst; contradiction| |]; rewrite ?L by auto; auto.
  - intros i i' I I' _ _ E. apply pick_injective in E; rewrite ?L by auto; auto.
Qed.

(** Products of entries, at letters u of the result and v of the rest: summed over the rest. *)
Lemma einsum_rule (us vs : list idx) (f : idx -> idx -> R) j : NoDup us -> In j us ->
  adds same always fst (fun c => f (fst c) (snd c)) (list_prod us vs) nothing j = suml vs (f j).
Proof.
  intros N J. rewrite added.
  transitivity (suml (list_prod us vs) (fun c => ind (same (fst c) j) [*] f (fst c) (snd c))); [cbn; ring|].
  assert (Z0 : forall l, ~ In j l -> suml (list_prod l vs) (fun c => ind (same (fst c) j) [*] f (fst c) (snd c)) = r0).
  { induction l as [|u l IH]; cbn; intro I; [reflexivity|]. rewrite suml_app, suml_map, IH by auto.
    rewrite (suml_ext vs _ (fun _ => r0)).
    - rewrite suml_zero. ring.
    - intros v _. cbn. replace (same u j) with false; [unfold ind; ring|]. symmetry. apply not_true_is_false. intro E.
      apply same_eq in E. auto. }
  induction us as [|u us IH]; [destruct J|]. apply NoDup_cons_iff in N as [N N']. cbn.
  rewrite suml_app, suml_map. cbn. destruct J as [->|J].
  - rewrite Z0 by assumption. rewrite (suml_ext vs _ (f j)); [ring|]. intros v _.
    replace (same j j) with true by (symmetry; now apply same_eq). unfold ind. ring.
  - rewrite IH by assumption. rewrite (suml_ext vs _ (fun _ => r0)).
    + rewrite suml_zero. ring.
    + intros v _. replace (same u j) with false; [unfold ind; ring|]. symmetry. apply not_true_is_false. intro E.
      apply same_eq in E. subst. contradiction.
Qed.
(** The product of two guarded sums is the guarded sum of the products: terms of factors are multiplied. *)
Lemma product_rule {D E} (l : list D) (m : list E) g h (f : D -> R) (e : E -> R) :
  suml l (fun d => ind (g d) [*] f d) [*] suml m (fun c => ind (h c) [*] e c)
  = suml (list_prod l m) (fun p => ind (g (fst p) && h (snd p)) [*] (f (fst p) [*] e (snd p))).
Proof.
  assert (X : forall (x : R), suml m (fun c => x [*] (ind (h c) [*] e c)) = x [*] suml m (fun c => ind (h c) [*] e c)).
  { intro x. clear. induction m as [|c m IH]; cbn; [ring|]. rewrite IH. ring. }
  induction l as [|d l IH]; cbn; [ring|]. rewrite suml_app, suml_map, <- IH. cbn.
  transitivity (suml m (fun c => (ind (g d) [*] f d) [*] (ind (h c) [*] e c)) [+]
    suml l (fun d => ind (g d) [*] f d) [*] suml m (fun c => ind (h c) [*] e c)); [rewrite X; ring|].
  f_equal. apply suml_ext. intros c _. rewrite ind_and. ring.
Qed.
End Meanings.
