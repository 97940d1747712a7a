"""Section 3: the lowering, proved line by line with the layer's numbers; and before it where a wrong one is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import product

from symtconv.checker.entry import Reading
from symtconv.checker.verdict import EntryDifference
from symtconv.geometry import Lowering
from symtconv.proofs.line import SumOver as ProofSum
from symtconv.proofs.theorem import theorem, theorem_at
from symtconv.rendering.documents.document import (
    Block,
    Chain,
    ChainLine,
    Display,
    Equation,
    Grid,
    Heading,
    Interlude,
    Math,
    Paragraph,
    Proof,
    Ref,
    Spans,
    Stated,
    Table,
    TableRow,
)
from symtconv.rendering.documents.entries import by_matrix, terms_of
from symtconv.rendering.documents.expression import place, value
from symtconv.rendering.documents.figures import compared, figure, refer
from symtconv.rendering.documents.holding import holding
from symtconv.rendering.documents.matrix import channel_entry, channel_weight, dots
from symtconv.rendering.documents.measure import grid_cells, line_width, width
from symtconv.rendering.documents.setting import Setting
from symtconv.rendering.documents.theorem import written
from symtconv.rendering.documents.told import code, phrases
from symtconv.rendering.documents.words import Slot, joined
from symtconv.rendering.notation.elide import ends
from symtconv.rendering.notation.tree import Index, Node, Num, Row, Sub, Sum, Sym, math

PROPOSITION = 52.0
"""Width of the words around the set and the equation of the proposition."""

CHANNELS = 34.0
"""Width of the words about channels that come with them."""

PICTURE = 14
"""The padded input is drawn whole up to so many entries a side."""


def blocks(setting: Setting) -> tuple[Block, ...]:
    """Give the section of the lowering that is right."""
    proved = setting.facts.verdict.outcome == "proved"
    judged = setting.facts.lowering.for_rank(setting.rank)
    heading = Heading(setting.say("heading.lowering.proved" if proved else "heading.lowering.right"), "lowering")
    same = proved and judged != setting.layer.lowering()
    before = (Paragraph(_bridge(setting, judged)),) if same else ()
    return (heading, *before, *_definitions(setting), *_proposition(setting))


def _bridge(setting: Setting, judged: Lowering) -> Spans:
    """Say why a lowering that is proved by the layer's own is the same operator."""
    names = {"own": code(setting.layer.lowering()), "lowering": code(judged)}
    if setting.reading.is_zero:  # then some axis joins nothing, and the others may differ
        return setting.say("judged.zero", **names)
    return setting.say("judged.same", channels=setting.say("judged.channels") if setting.named else (), **names)


# ---- a lowering that is wrong ----------------------------------------------------


def refutation(setting: Setting) -> tuple[Block, ...]:
    """Give the section of a lowering that is wrong, or not decided; none for one that is right."""
    facts = setting.facts
    if facts.verdict.outcome == "proved":
        return ()
    judged = facts.lowering.for_rank(setting.rank)
    slots: dict[str, Slot] = {"lowering": code(judged), "phrases": phrases(setting, judged)}
    heading = Heading(setting.say(f"heading.lowering.{facts.verdict.outcome}"), "judged")
    difference = facts.verdict.counterexample
    if not isinstance(difference, EntryDifference):
        return (heading, Paragraph(setting.say("abstract.unknown", reason=facts.verdict.reason or "", **slots)))
    theirs = Reading.of_lowering(setting.layer, judged)
    words = [setting.say("refuted.sign", **slots)]
    ours, pictures = setting.reading, compared(setting, judged, difference.entry)
    if pictures:
        words.append(setting.say("refuted.padded"))
    if theirs.channels.fits and theirs.shape != ours.shape:
        words.append(setting.say("refuted.shape", theirs=setting.sized(theirs.shape), ours=setting.sized(ours.shape)))
    words.append(setting.say("refuted.first", index=place(difference.entry, setting.base)))
    right = (setting.say("refuted.right", lowering=code(setting.layer.lowering())), refer(setting, pictures))
    return (heading, Paragraph(joined(words), keep=True), *sides(setting), Paragraph(joined(right)), *pictures)


def sides(setting: Setting) -> tuple[Block, ...]:
    """Give both sides of the first difference; nothing where there is none."""
    difference = setting.facts.verdict.counterexample
    if not isinstance(difference, EntryDifference):
        return ()
    theirs = Reading.of_lowering(setting.layer, setting.facts.lowering.for_rank(setting.rank))
    rows = (
        TableRow((setting.say("refuted.by.layer"), _side(setting, "x'", setting.reading, difference.entry))),
        TableRow((setting.say("refuted.by.lowering"), _side(setting, "x^", theirs, difference.entry))),
    )
    return (Table("ll", rows, centred=True),)


def _side(setting: Setting, role: str, reading: Reading, entry: Index) -> Spans:
    """Give one side of the first difference as a sum of weights times entries of y."""
    if not reading.channels.fits:
        return setting.say("refuted.channels")
    if not reading.has(entry):
        return setting.say("refuted.none")
    room = setting.style.line - 40
    return (Math(Row((setting.entry(role, entry), Sym("="), by_matrix(setting, terms_of(reading, entry), room)))),)


# ---- the flipped kernel, the dilated and the padded input ------------------------


def _definitions(setting: Setting) -> tuple[Block, ...]:
    groups = setting.layer.groups > 1
    key = "lowering.let.groups" if groups else "lowering.let.channels" if setting.named else "lowering.let"
    flip, flipped = weight_of(setting, setting.forms.flip()), flipped_of(setting)
    let = setting.say(key, flip=flip, flipped=flipped, zeros=_zeros(setting), pad=_pad(setting))
    return (Paragraph(let, keep=True), Equation(_dilated(setting), "eq:z"))


def weight_of(setting: Setting, tap: Node) -> Node:
    """Give the weight at a tap: ``w_t``, or ``w_{p,q,t}``."""
    return channel_weight(setting, tap) if setting.named else Sub(Sym("w"), (tap,))


def flipped_of(setting: Setting) -> Node:
    """Give the flipped weight: ``w′_u``, or ``w′_{q,p,u}``, or with groups ``w′_{q,p′,u}``."""
    if not setting.named:
        return math("w'_u")
    return math("w'_q,p',u" if setting.layer.groups > 1 else "w'_q,p,u")


def _at(setting: Setting, role: str, place: Node) -> Node:
    """Give an entry of y, z or z̃, in channel p where there are channels."""
    return Sub(Sym(role), (*([Sym("p")] if setting.named else []), place))


def _zeros(setting: Setting) -> Spans:
    stride = setting.of("stride")
    if len(set(stride)) == 1:
        return setting.count("lowering.zeros", stride[0] - 1)
    return setting.say("lowering.zeros.mixed", numbers=value(tuple(s - 1 for s in stride)))


def _pad(setting: Setting) -> Spans:
    low, high = setting.of("pad_low"), setting.of("pad_high")
    return setting.say("lowering.crop" if min(low + high) < 0 else "lowering.pad", low=value(low), high=value(high))


def _dilated(setting: Setting) -> Node:
    return math(
        "{z} = sum_o [ m = {place} ] {y} , ; {padded} = {shifted} .",
        z=_at(setting, "z", Sym("m")),
        place=setting.forms.spread(),
        y=_at(setting, "y", Sym("o")),
        padded=_at(setting, "z~", Sym("m")),
        shifted=_at(setting, "z", setting.forms.unpadded()),
    )


def _picture(setting: Setting) -> tuple[Block, ...]:
    """Show the padded input of rank 1 and 2: entries of y, zeros between, padding."""
    if setting.rank > 2:
        return ()
    limit = min(
        PICTURE, grid_cells(setting.style.line, width(setting.entry("y", tuple(n - 1 for n in setting.layer.y_shape))))
    )
    lines = [ends(axis.output + axis.span - 1, limit, limit - 5, 4) for axis in setting.axes]
    front = (0,) if setting.named else ()
    places = product(*lines)
    columns = len(lines[-1])
    flat = [_picture_cell(setting, front, place) for place in places]
    cells = tuple(tuple(flat[n : n + columns]) for n in range(0, len(flat), columns))
    name = Sym("z~") if not setting.named else Sub(Sym("z~"), (Num(setting.base),))
    words = holding(setting, elided=any(None in line for line in lines))
    return (Paragraph(words, keep=True), Display((Row((name, Sym("="))), Grid(cells))))


def _picture_cell(setting: Setting, front: Index, place: tuple[int | None, ...]) -> Node:
    if None in place:
        return dots(*place) if len(place) == 2 else Sym("cdots")
    source, gap = [], False
    for axis, m in zip(setting.axes, place, strict=True):
        o, rest = divmod((m or 0) - axis.pad_low, axis.stride)
        if not 0 <= (m or 0) - axis.pad_low <= (axis.size - 1) * axis.stride:
            return Sym("pad")
        gap = gap or rest != 0
        source.append(o)
    return Sym("gap") if gap else setting.entry("y", (*front, *source))


# ---- the proposition and its proof -----------------------------------------------


def _proposition(setting: Setting) -> tuple[Block, ...]:
    left = math("( CT y )_q,j" if setting.named else "( CT y )_j")
    right = math("{sum} {w} {z}", sum=_over(setting, "u"), w=flipped_of(setting), z=_window(setting))
    equation = Row((left, Sym("="), right, Sym(".")))
    places = setting.set_of(setting.layer.output)
    each, room = (".channels", PROPOSITION + CHANNELS) if setting.named else ("", PROPOSITION)
    if line_width(places) + line_width(equation) + room <= setting.style.line:
        words = setting.say(f"proposition.lowering{each}", j=places, equation=Math(equation, tall=True))
        stated: tuple[Block, ...] = (Paragraph(words),)
    else:
        stated = (Paragraph(setting.say(f"proposition.set{each}", j=places), keep=True), Equation(equation))
    # A wrong lowering was drawn above the right one already.
    drawn = isinstance(setting.facts.verdict.counterexample, EntryDifference) and setting.style.has_figures
    pictures = () if drawn else figure(setting, "lowering", _picture(setting))
    told = refer(setting, pictures)
    return (
        Stated("proposition", "prop:lowering", stated),
        Proof((Paragraph(_ranges(setting), keep=True), Chain(_lines(setting)), Paragraph(setting.say("proof.end")))),
        *((Paragraph(told),) if told else ()),
        *pictures,
    )


def _ranges(setting: Setting) -> Spans:
    layer = setting.layer
    ranges = [setting.say("proof.ranges", o=setting.set_of(layer.input), t=setting.set_of(layer.kernel))]
    if setting.named:
        ranges.append(setting.say("proof.groups" if layer.groups > 1 else "proof.channels"))
    return setting.say("proof.begin", ranges=joined(ranges, ", "))


def _over(setting: Setting, letter: str) -> Node:
    """Give a sum over o, t or u, and over the channels with it."""
    return Sum(math(f"p , {letter}")) if setting.named else Sum(Sym(letter))


def _window(setting: Setting) -> Node:
    return _at(setting, "z~", setting.forms.reach())


def _lines(setting: Setting) -> tuple[ChainLine | Interlude, ...]:
    """Give the chain: the lines of the proof with the layer's numbers, each checked as it then stands."""
    forms = setting.forms
    s, pads = setting.of("stride"), setting.of("pad_low") + setting.of("pad_high")
    flip, flipped, eq = forms.flip(), flipped_of(setting), Ref("eq:z")
    reasons = {
        "definition": setting.say("reason.definition"),
        "entries of C": setting.say("reason.entries", eq=Ref("eq:tap")),
        "exchange of sums": setting.say("reason.exchange"),
        "re-indexing": setting.say("reason.bijection", t=flip, set=setting.set_of(setting.layer.kernel)),
        "reading is writing": setting.say(
            "reason.shift", sum=forms.low_sum(), flipped=flipped, weight=weight_of(setting, flip)
        ),
        "zeros between entries": setting.say("reason.same" if set(s) == {1} else "reason.zeros", eq=eq),
        "padding": setting.say("reason.crop" if min(pads) < 0 else "reason.padding", eq=eq),
    }
    return (*_chain(setting, reasons), *_length(setting))


def _chain(setting: Setting, reasons: Mapping[str, Spans]) -> Iterator[ChainLine]:
    """Check the proof with the numbers of every axis, and write the same lines."""
    for axis in dict.fromkeys(setting.axes):
        theorem_at(axis)
    left: Node | None = math("x'_q,j" if setting.named else "x'_j")
    for step in theorem():
        if step.after is not None:
            outer = step.after.sums[0]

            def under(entry: ProofSum, outer: ProofSum = outer) -> Node:
                return math(f"p , {entry.index}") if setting.named and entry == outer else Sym(entry.index)

            right = written(step.after, setting.forms, partial(_proof_entry, setting), under)
            yield ChainLine(left, Row((Sym("="), right)), reasons[step.name])
            left = None


def _proof_entry(setting: Setting, name: str, places: Sequence[Node]) -> Node:
    """Give an entry of the proof, with its channels where there are any."""
    if name == "C":
        return channel_entry() if setting.named else Sub(Sym("C"), tuple(places))
    if name == "w":
        return weight_of(setting, places[0])
    return flipped_of(setting) if name == "w'" else _at(setting, name, places[0])


def _length(setting: Setting) -> tuple[Interlude | ChainLine, ...]:
    forms = setting.forms
    d = setting.of("dilation")
    dilation = () if set(d) == {1} else setting.say("proof.dilation", d=value(d))
    words = setting.say("proof.length.1" if setting.rank == 1 else "proof.length", dilation=dilation)
    z, padded = forms.lengths()
    j, u = forms.ranges()
    first, bounds = forms.bounds()
    return (
        Interlude(words),
        ChainLine(Sym("L"), forms.length(), setting.say("reason.length", z=z, padded=padded)),
        ChainLine(first, bounds, setting.say("reason.bounds", j=j, u=u)),
    )
