"""A lowering that is wrong as a Coq file: the program it is, and where it differs from the layer.

Another shape is wrong over every ring. Where the shapes agree, one entry is evaluated over the integers, with a
kernel and an input that are 1 at one index each and 0 elsewhere: the layer gives 1 there and the program 0, or
the other way round.
"""

from __future__ import annotations

from textwrap import fill

from symtconv.checker.verdict import EntryDifference
from symtconv.geometry import ConvTranspose, InputError, Lowering
from symtconv.proofs.coq.spelling import by, checking, definitions, grouping, layer_words, numbers, program, resting

_PLACE = """\
(* 1 at one place and 0 elsewhere. *)
Definition one_at (place v : idx) : integers := if list_eq_dec Z.eq_dec place v then r1 else r0.
"""


def emit_refutation(layer: ConvTranspose, lowering: Lowering, difference: EntryDifference) -> str:
    """Write a Coq file that states and proves that a lowering is not the layer.

    Parameters
    ----------
    layer : ConvTranspose
        Of any size: one entry or one shape is evaluated.
    lowering : Lowering
        The one that was refuted.
    difference : EntryDifference
        Where, as `symtconv.prove` found it.

    Returns
    -------
    str
        A ``.v`` file. It opens with what it states and how to check it.

    Raises
    ------
    InputError
        For a lowering that crops first or leaves the channels of the kernel unswapped, which the library's
        programs cannot say.

    Examples
    --------
    >>> from symtconv import prove
    >>> layer, slip = ConvTranspose(input=2, kernel=3), Lowering(pad=2, flip=False)
    >>> text = emit_refutation(layer, slip, prove(layer, lowering=slip).counterexample)
    >>> [line for line in text.splitlines() if line.startswith("Theorem")]
    ['Theorem differs :', 'Theorem refuted :']
    """
    lowering = lowering.for_rank(layer.rank)
    if lowering.crop_first or (layer.has_channels and lowering.swap is not True):
        msg = (
            f"the lowering {lowering.brief} cannot be said in Coq, whose programs pad and crop in one step and swap "
            "the channels of the kernel; write a .json file, whose certificate refutes it"
        )
        raise InputError(msg)
    shape = _shape(layer, lowering)
    names: tuple[str, ...]
    if shape != layer.output:
        says = f"the program writes {by(shape)} entries and the layer {by(layer.output)}, over every commutative ring."
        names, body = ("wrong_shape",), _wrong_shape(layer, shape)
    else:
        says = f"over the integers, for the w and y below, entry {by(difference.entry)} is 1 in one and 0 in the other."
        names, body = ("differs", "refuted"), _PLACE + "\n" + _differs(layer, difference)
    asked = program(layer, lowering, "w", "y")
    return f"""\
(* A lowering that is not the layer.  Written by symtconv; Coq is the judge.

{fill(f"Layer: {layer_words(layer)}.", 108, initial_indent="   ", subsequent_indent="   ")}
{fill(f"Lowering: {lowering.brief}.", 108, initial_indent="   ", subsequent_indent="   ")}

{fill(f"What is stated: {says}", 108, initial_indent="   ", subsequent_indent="   ")}

{checking()} *)
{definitions(layer)}
(* The lowering{", for one pair of channels" if layer.has_channels else ""}. *)
Definition asked {{R : Ring}} (w y : idx -> R) :=
  {asked}.

{body}
{resting(f"@{name}" for name in names)}"""


def _shape(layer: ConvTranspose, lowering: Lowering) -> tuple[int, ...]:
    """Give what `slide` writes, a negative number included."""
    ends = zip(layer.input, lowering.dilate, lowering.pad, layer.kernel, lowering.dilation, strict=True)
    return tuple((n - 1) * s + 1 + low + high - d * (k - 1) for n, s, (low, high), k, d in ends)


def _wrong_shape(layer: ConvTranspose, shape: tuple[int, ...]) -> str:
    return f"""\
Theorem wrong_shape {{R : Ring}} (w y : idx -> R) :
  shape (asked w y) = {numbers(shape)} /\\ map output axes = {numbers(layer.output)}
  /\\ shape (asked w y) <> map output axes.
Proof. repeat split; try reflexivity. discriminate. Qed.
"""


def _differs(layer: ConvTranspose, difference: EntryDifference) -> str:
    weight = difference.left_weight or difference.right_weight
    if weight is None or difference.source is None:  # shapes agree, so an entry of both is told
        raise AssertionError
    ours, theirs = ("r1", "r0") if difference.left_weight is not None else ("r0", "r1")
    if layer.has_channels:
        return _differs_in_channels(layer, weight, difference.source, difference.entry, (ours, theirs))
    entry = numbers(difference.entry)
    return f"""\
Theorem differs :
  let w := one_at {numbers(weight)} in let y := one_at {numbers(difference.source)} in
  convT axes w y {entry} = {ours} /\\ entry (asked w y) {entry} = {theirs}.
Proof.
  intros w y. split; [|vm_compute; reflexivity].
  rewrite <- (proj2 (lowered_program axes w y strides)) by reflexivity. vm_compute; reflexivity.
Qed.

Theorem refuted :
  ~ forall w y : idx -> integers, forall j, length j = {layer.rank}%nat -> entry (asked w y) j = convT axes w y j.
Proof.
  intro H. destruct differs as [ours theirs]. rewrite <- H, theirs in ours by reflexivity. discriminate ours.
Qed.
"""


def _differs_in_channels(
    layer: ConvTranspose,
    weight: tuple[int, ...],
    source: tuple[int, ...],
    entry: tuple[int, ...],
    values: tuple[str, str],
) -> str:
    groups, p, q = grouping(layer)
    of_layer = f"layer axes {groups} {p} {q}"
    place = f"{entry[0]} {numbers(entry[1:])}"
    return f"""\
(* The lowering of every pair of channels of a group, summed. *)
Definition asked_layer {{R : Ring}} (w : Z -> Z -> idx -> R) (y : Z -> idx -> R) co j :=
  sum {p} (fun c => entry (asked (w (co / {q} * {p} + c) (co mod {q})) (y (co / {q} * {p} + c))) j).

Theorem differs :
  let w ci m :=
    if ((ci =? {weight[0]}) && (m =? {weight[1]}))%bool then one_at {numbers(weight[2:])} else fun _ => r0 in
  let y ci := if ci =? {source[0]} then one_at {numbers(source[1:])} else fun _ => r0 in
  {of_layer} w y {place} = {values[0]} /\\ asked_layer w y {place} = {values[1]}.
Proof.
  intros w y. split; [|vm_compute; reflexivity].
  rewrite (proj2 (lowered_groups axes {groups} {p} {q} w y {entry[0]} strides ltac:(lia) ltac:(lia) ltac:(lia)))
    by reflexivity. vm_compute; reflexivity.
Qed.

Theorem refuted :
  ~ forall (w : Z -> Z -> idx -> integers) y co j, 0 <= co < {layer.out_channels} -> length j = {layer.rank}%nat ->
    asked_layer w y co j = {of_layer} w y co j.
Proof.
  intro H. destruct differs as [ours theirs]. rewrite <- H, theirs in ours by (reflexivity || lia). discriminate ours.
Qed.
"""
