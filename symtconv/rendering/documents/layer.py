"""Section 1: the layer's numbers, its kernel and its flip, and what its lengths mean."""

from __future__ import annotations

from symtconv.rendering.documents.document import (
    Block,
    Columns,
    Display,
    Grid,
    Heading,
    Math,
    Paragraph,
    Spans,
    Table,
    TableRow,
)
from symtconv.rendering.documents.expression import linear, signed, size, spread, value
from symtconv.rendering.documents.figures import legend
from symtconv.rendering.documents.measure import width
from symtconv.rendering.documents.setting import Setting
from symtconv.rendering.documents.words import Slot, joined
from symtconv.rendering.figures.palette import TAP_LIMIT
from symtconv.rendering.notation.elide import ends
from symtconv.rendering.notation.tree import Index, Node, Num, Row, Sub, Sym

GIVEN = (
    ("kernel", "k", "span"),
    ("stride", "s", ""),
    ("dilation", "d", ""),
    ("low", "l", "pad_low"),
    ("high", "h", "pad_high"),
    ("output_padding", "a", ""),
    ("size", "n", ""),
    ("output", "i", "output"),
)
"""Word, letter, and what is derived beside it."""

BESIDE = 4
"""Up to so many taps across, the kernel and its flip stand beside the table."""

DERIVED = (("span", "K"), ("pad_low", "Plo"), ("pad_high", "Phi"), ("output", "i"))


def blocks(setting: Setting) -> tuple[Block, ...]:
    """Give the section."""
    words = [_length(setting), *_extra(setting), *_channels(setting)]
    parts = tuple(Paragraph(part) for part in (joined(words[:3]), *words[3:]) if part)
    table = _table(setting) if setting.alike else _table_by_axis(setting)
    return (Heading(_heading(setting), "layer"), *_beside_kernels(setting, table), *parts)


def _heading(setting: Setting) -> Spans:
    if setting.rank == 1:
        return setting.say("heading.layer")
    if not setting.alike:
        return setting.say("heading.layer.mixed")
    return setting.count("heading.layer.alike", setting.rank)


def _table(setting: Setting) -> Table:
    """Give the table for axes that are alike: word, letter, number, what follows from it."""
    rows = []
    for name, letter, derived in GIVEN:
        note: Spans = ()
        if derived:
            note = setting.say(f"derived.{derived}", value=setting.of(derived)[0])
        cells = (setting.say(f"row.{name}"), (Math(Sym(letter)),), (Math(Num(setting.of(name)[0])),), note)
        rows.append(TableRow(cells, apart=name == "size"))
    return Table("llr@l", (*rows, *_channel_rows(setting, 1)))


def _table_by_axis(setting: Setting) -> Table:
    """Give the table with a column for each axis."""
    rank = setting.rank
    places = [(Math(Num(axis + 1)),) for axis in range(rank)]
    head: tuple[Spans, ...] = (setting.say("row.axis"), (), *places, ())
    rows = []
    for name, letter in (*((name, letter) for name, letter, _ in GIVEN[:-1]), *DERIVED):
        note = setting.say(f"formula.{name}") if (name, letter) in DERIVED else ()
        numbers = tuple((Math(Num(number)),) for number in setting.of(name))
        cells = (setting.say(f"row.{name}"), (Math(Sym(letter)),), *numbers, note)
        rows.append(TableRow(cells, apart=name in {"size", "span"}))
    return Table("ll" + "r" * rank + "@l", (*rows, *_channel_rows(setting, rank)), head)


def _channel_rows(setting: Setting, rank: int) -> tuple[TableRow, ...]:
    if not setting.named:
        return ()
    layer = setting.layer
    names = ["in_channels", "out_channels", *(["groups"] if layer.groups > 1 else [])]
    blank: tuple[Spans, ...] = ((),) * (rank - 1)
    return tuple(
        TableRow((setting.say(f"row.{name}"), (), (Math(Num(getattr(layer, name))),), *blank, ()), name == names[0])
        for name in names
    )


# ---- the kernel ------------------------------------------------------------------


def _beside_kernels(setting: Setting, table: Table) -> tuple[Block, ...]:
    """Put the kernel and its flip beside the table where there is room, else below it."""
    kernel = setting.layer.kernel
    said = [*([_legend(setting)] if setting.style.colours else [])]
    said += [setting.say("kernel.channels")] if setting.named else []
    notes = (Paragraph(joined(said), quiet=True),) if said else ()
    if setting.alike and kernel[-1] <= BESIDE and setting.style.line > 130:
        return (Columns((table,), (*legend(setting, (_kernels(setting),), 57), *notes), 0.6),)
    return (table, *legend(setting, (_kernels(setting),), setting.style.line), *notes)


def _legend(setting: Setting) -> Spans:
    kernel = setting.layer.kernel[-2:]
    if len(kernel) == 1:
        return setting.say("kernel.legend.1")
    many = kernel[0] * kernel[1] > TAP_LIMIT
    return setting.say("kernel.legend.rows" if many else "kernel.legend")


def _kernels(setting: Setting) -> Block:
    """Show the kernel and its flip, the last two axes of them (the first slice of a kernel with more)."""
    kernel = setting.layer.kernel
    front = (0,) * (setting.rank - 2)
    grids = [_kernel(setting, front, flipped=flipped) for flipped in (False, True)]
    if len(kernel) == 1 and kernel[0] > 3:
        return Columns((Display((grids[0],)),), (Display((grids[1],)),), 0.5) if kernel[0] <= 8 else _stack(grids)
    widest = max(width(cell) for grid in grids for row in grid.cells for cell in row)
    if 2 * len(grids[0].cells[0]) * widest + 12 > setting.style.line:
        return _stack(grids)
    return Display((grids[0], Sym(";"), grids[1]))


def _stack(grids: list[Grid]) -> Block:
    # One under the other: a long row each.
    return Columns((Display((grids[0],)), Display((grids[1],))), (), 1.0)


def _kernel(setting: Setting, front: Index, *, flipped: bool) -> Grid:
    """Show the first slice of w, or of w′, which is the last one of w read backwards; each says which it is."""
    kernel = setting.layer.kernel
    across = 16 if setting.rank == 1 else 8
    lines = [ends(k, across if axis == len(kernel) - 1 else 8) for axis, k in enumerate(kernel)][-2:]
    rows = lines[0] if len(lines) == 2 else (0,)
    cells = tuple(
        tuple(_kernel_cell(setting, front, row, column, flipped=flipped) for column in lines[-1]) for row in rows
    )
    name = "kernel.slice" if front else "kernel"
    last = tuple(k - 1 - place for k, place in zip(kernel, front, strict=False))
    slots = {"slice": setting.entry("w'" if flipped else "w", front), "source": setting.entry("w", last)}
    return Grid(cells, fenced=False, caption=setting.say(name + ".flipped" * flipped, **slots))


def _kernel_cell(setting: Setting, front: Index, row: int | None, column: int | None, *, flipped: bool) -> Node:
    if row is None or column is None:
        return Sym("ddots" if row is column else "vdots" if row is None else "cdots")
    place = (*front, row, column)[-setting.rank :]
    tap = tuple(k - 1 - t for k, t in zip(setting.layer.kernel, place, strict=True)) if flipped else place
    return setting.chip("w", tap, tap)


# ---- lengths ---------------------------------------------------------------------


def _length(setting: Setting) -> Spans:
    if setting.alike:
        axis = setting.axes[0]
        key = "length" if setting.rank == 1 else "length.alike"
        return setting.say(key, numbers=_length_sum(setting, 0), i=axis.output)
    lengths = [
        Row((Sub(Sym("i"), (Num(number + 1),)), Sym("="), _length_sum(setting, number), Sym("="), Num(axis.output)))
        for number, axis in enumerate(setting.axes)
    ]
    return setting.say("length.mixed", lengths=spread(lengths, Sym(",")))


def _length_sum(setting: Setting, number: int) -> Node:
    """Give the length with the numbers in it: ``1·2 + 3 - 1 - 1 + 1``."""
    axis = setting.axes[number]
    rest = signed(axis.span, ("-", axis.low), ("-", axis.high), ("+", axis.output_padding))
    return Row((Num(axis.size - 1), Sym("cdot"), Num(axis.stride), Sym("+"), rest))


def _extra(setting: Setting) -> tuple[Spans, ...]:
    """Say what the output padding means: what the convolution leaves unread, or whose first rows these are."""
    layer = setting.layer
    slots: dict[str, Slot] = {"n": setting.extent(layer.input), "i": setting.extent(layer.output)}
    a, s = setting.of("output_padding"), setting.of("stride")
    if not layer.is_exact_transpose:
        return (_not_exact(setting),)
    axis = setting.axes[0]
    inside = signed(axis.output, ("+", axis.low), ("+", axis.high), ("-", axis.span))
    slots |= {"sum": Row((Sym("("), inside, Sym(")"))), "s": Num(s[0]), "a": value(a)}
    mixed = "" if setting.alike else ".mixed"
    exact = setting.say("exact.yes" if setting.rank == 1 else "exact.yes.mixed")
    if not any(a):
        return (setting.say(f"extra.none{mixed}", **slots), exact)
    short = tuple(i - extra for i, extra in zip(layer.output, a, strict=True))
    if min(short) < 1:
        return (setting.say(f"extra.empty{mixed}", unread=_unread(setting), **slots), exact)
    return (setting.say(f"extra.some{mixed}", short=setting.sized(short), unread=_unread(setting), **slots), exact)


def _unread(setting: Setting) -> Spans:
    rank = str(setting.rank) if setting.rank <= 2 else "n"
    return setting.count(f"unread.rank{rank}", setting.axes[0].output_padding)


def _not_exact(setting: Setting) -> Spans:
    layer = setting.layer
    a, s = value(setting.of("output_padding")), value(setting.of("stride"))
    slots = {"n": size(layer.input), "outputs": size(layer.conv_outputs), "a": a, "s": s}
    if setting.rank == 1:
        return setting.say("exact.no", i=setting.extent(layer.output), **slots)
    over = [setting.say("axis", number=str(n + 1)) for n, axis in enumerate(setting.axes) if not axis.is_exact]
    axes = setting.say("axes.every") if len(over) == setting.rank else joined(over, ", ")
    return setting.say("exact.no.axes", axes=axes, i=size(layer.output), **slots)


def _channels(setting: Setting) -> tuple[Spans, ...]:
    layer = setting.layer
    if not setting.named:
        return ()
    if layer.groups == 1:
        return (setting.say("channels"),)
    return (setting.say("groups", groups=setting.words.number(layer.groups), local=local_channel(setting)),)


def local_channel(setting: Setting) -> Node:
    """Give ``q′ = q mod m``: how the second index of a weight counts, whatever the base."""
    m = setting.layer.channels.outputs_per_group
    shifted = linear([((1,), Sym("q"))], (-setting.base,))
    inner = Row((Sym("("), shifted, Sym(")"))) if setting.base else shifted
    back = (Sym("+"), Num(1)) if setting.base else ()
    return Row((Sym("q'"), Sym("="), inner, Sym("mod"), Num(m), *back))
