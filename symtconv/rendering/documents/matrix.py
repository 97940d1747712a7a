"""Section 2: the relation, the convolution matrix C with its blocks, and its transpose."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import product
from math import prod

from symtconv.rendering.documents.document import (
    Block,
    Columns,
    Display,
    Entries,
    Equation,
    Grid,
    Heading,
    Paragraph,
    Spans,
    Stated,
)
from symtconv.rendering.documents.expression import size
from symtconv.rendering.documents.figures import displayed, glance, refer, tall
from symtconv.rendering.documents.measure import TIGHT, grid_cells, span_width
from symtconv.rendering.documents.setting import Setting
from symtconv.rendering.documents.words import joined
from symtconv.rendering.figures.matrix import is_whole
from symtconv.rendering.notation.elide import Kept, band, ends, left_out
from symtconv.rendering.notation.tree import ZERO, Chip, Index, Node, Num, Row, Sub, Sym, math

WHOLE_ROWS = 16


def blocks(setting: Setting) -> tuple[Block, ...]:
    """Give the section."""
    return (
        Heading(setting.say("heading.matrix"), "matrices"),
        Stated("definition", "def:tap", (*_definition(setting), *_matrix(setting))),
        *_transpose(setting),
    )


def _definition(setting: Setting) -> tuple[Block, ...]:
    layer = setting.layer
    sets = {"o": setting.set_of(layer.input), "j": setting.set_of(layer.output), "t": setting.set_of(layer.kernel)}
    axes = setting.word("define.tap.1" if setting.rank == 1 else "define.tap.many")
    return (
        Paragraph(
            joined((setting.say("define.sets", **sets), *_letters(setting), setting.say("define.tap", axes=axes)))
        ),
        Equation(math("j = {form} .", form=setting.forms.joins()), "eq:tap"),
    )


def _letters(setting: Setting) -> tuple[Spans, ...]:
    """Say how letters are read where there are several axes, and what a bracket is."""
    bracket = setting.say("define.bracket")
    if setting.rank == 1:
        return (bracket,)
    words = setting.count("define.letters", setting.rank)
    if not setting.forms.has_numbers:
        return (words, setting.say("define.axes"), bracket)
    return (words, bracket) if setting.alike else (words, setting.say("define.mixed"), bracket)


def _entry_words(setting: Setting) -> Spans:
    matrix = _which(setting)
    if not setting.named:
        return setting.say("define.matrix", matrix=matrix)
    same = setting.say("same.group") if setting.layer.groups > 1 else ()
    return setting.say(
        "define.matrix.channels", matrix=matrix, entry=channel_entry(), weight=channel_weight(setting), same=same
    )


def _which(setting: Setting) -> Spans:
    """Say what C is: the matrix of the convolution, or with much output padding the first rows of it."""
    if setting.layer.is_exact_transpose:
        return setting.say("define.convolution")
    return setting.say("define.rows.channels" if setting.named else "define.rows", n=size(setting.layer.input))


def channel_entry() -> Node:
    """Give ``C_{(p,o),(q,j)}``."""
    return Sub(Sym("C"), (math("( p , o )"), math("( q , j )")))


def channel_weight(setting: Setting, tap: Node | None = None) -> Node:
    """Give ``w_{p,q,t}``, or with groups ``w_{p,q′,t}``."""
    second = Sym("q'" if setting.layer.groups > 1 else "q")
    return Sub(Sym("w"), (Sym("p"), second, tap or Sym("t")))


# ---- C ---------------------------------------------------------------------------


def _matrix(setting: Setting) -> tuple[Block, ...]:
    rows, columns = prod(setting.layer.y_shape), prod(setting.layer.x_shape)
    entry = _entry_words(setting)
    if setting.reading.is_zero:
        return (Paragraph(joined((entry, setting.say("matrix.zero", rows=rows, columns=columns)))),)
    if fits(setting, 0, named=setting.named):
        grid = whole(setting, (), 0, named=setting.named)
        ruled = grid.row_rules or grid.column_rules
        order = "order.ruled" if ruled else "order.line" if _one_axis(setting) else "order.whole"
        words = setting.say(order, rows=rows, columns=columns, changes=setting.say(_changes(setting)))
        return with_display(setting, "convolution", joined((entry, words)), Display((math("C ="), grid)))
    key = "order.line" if _one_axis(setting) else "order.levels"
    words = setting.say(key, rows=rows, columns=columns)
    return (Paragraph(joined((entry, words)), keep=True), *levels(setting))


def _one_axis(setting: Setting) -> bool:
    """Whether rows and columns have one number each, so that there is one order."""
    return setting.rank == 1 and not setting.named


def with_display(setting: Setting, name: str, words: Spans, display: Display) -> tuple[Block, ...]:
    """Put a display after its words, or, where it is tall, into a figure that they refer to."""
    shown = displayed(setting, name, display) if tall(display) else (display,)
    return (Paragraph(joined((words, refer(setting, shown))), keep=shown == (display,)), *shown)


def _changes(setting: Setting) -> str:
    if setting.named:
        return "changes.channel"
    return "changes.outer" if setting.rank == 2 else "changes.inner"


def fits(setting: Setting, first: int, *, named: bool, beside: float = 0) -> bool:
    """Whether the matrix of the axes from ``first`` on can be shown whole."""
    axes = setting.axes[first:]
    shape = (prod(axis.size for axis in axes), prod(axis.output for axis in axes))
    if named:
        shape = (shape[0] * setting.layer.in_channels, shape[1] * setting.layer.out_channels)
    return shape[0] <= WHOLE_ROWS and shape[1] <= across(setting, named=named, beside=beside)


def across(setting: Setting, *, named: bool, beside: float = 0) -> int:
    """How many cells the line holds, by the widest word of a cell, with so many millimetres beside them."""
    return grid_cells(setting.style.line - beside, setting.widest("w", named=named))


def whole(setting: Setting, prefix: Index, first: int, *, named: bool) -> Grid:
    """Show every entry of the matrix of the axes from ``first`` on, with rules where an outer index changes."""
    axes = setting.axes[first:]
    layer = setting.layer
    y_side = ([range(layer.in_channels)] if named else []) + [range(axis.size) for axis in axes]
    x_side = ([range(layer.out_channels)] if named else []) + [range(axis.output) for axis in axes]
    sources, entries = list(product(*y_side)), list(product(*x_side))
    cells = tuple(tuple(_cell(setting, prefix, o, j, named=named) for j in entries) for o in sources)
    if first or named != setting.named:  # a block: its places are no entries of x and y
        return Grid(cells, _rules(sources), _rules(entries))
    return Grid(
        cells,
        _rules(sources),
        _rules(entries),
        down=Entries("y", tuple(sources)),
        over=Entries("x", tuple(entries)),
    )


def _cell(setting: Setting, prefix: Index, source: Index, entry: Index, *, named: bool) -> Node:
    if named:
        weight = setting.reading.weight(entry, source)
        return ZERO if weight is None else setting.chip("w", weight, weight[2:])
    axes = setting.axes[setting.rank - len(source) :]
    taps = [axis.relation.tap(o, j) for axis, o, j in zip(axes, source, entry, strict=True)]
    found = tuple(tap for tap in taps if tap is not None)
    if len(found) < len(taps):
        return ZERO
    return setting.chip("w", prefix + found, prefix + found)


def _rules(line: list[Index]) -> tuple[int, ...]:
    """Give the places before which all but the last index changes; none where the last has only one value."""
    if len({index[-1] for index in line}) < 2:
        return ()
    return tuple(n for n in range(1, len(line)) if line[n][:-1] != line[n - 1][:-1])


# ---- level by level --------------------------------------------------------------


def levels(setting: Setting) -> tuple[Block, ...]:
    """Show C by channels first, then one axis at a time, down to a matrix that can be shown whole or elided."""
    if not setting.named:
        return _level(setting, math("C"), (), 0)
    layer = setting.layer
    groups = layer.groups > 1
    key, each = ("level.groups", "level.block.groups") if groups else ("level.channels", "level.block")
    rows, columns = prod(layer.input), prod(layer.output)
    pattern, kept = _channel_pattern(setting)
    return (
        Display(
            (math("C ="), pattern),
            setting.say("note.blocks", rows=layer.in_channels, columns=layer.out_channels),
        ),
        Paragraph(
            joined((setting.say(key), left_words(setting, *kept), setting.say(each, rows=rows, columns=columns))),
            keep=True,
        ),
        *_level(setting, Sub(Sym("C"), (Num(setting.base), Num(setting.base))), (), 0),
    )


def _channel_pattern(setting: Setting) -> tuple[Grid, tuple[Kept, Kept]]:
    layer = setting.layer
    rows, columns = ends(layer.in_channels, 8), ends(layer.out_channels, 8)

    def cell(p: int | None, q: int | None) -> Node:
        if p is None or q is None:
            return dots(p, q)
        joins = layer.channels.weight(q, p) is not None
        return setting.block("C", (p, q)) if joins else ZERO

    return Grid(
        tuple(tuple(cell(p, q) for q in columns) for p in rows),
        _group_rules(rows, layer.channels.inputs_per_group, layer.groups),
        _group_rules(columns, layer.channels.outputs_per_group, layer.groups),
    ), (rows, columns)


def _group_rules(line: Kept, per_group: int, groups: int) -> tuple[int, ...]:
    if groups == 1 or None in line or per_group == 1:
        return ()
    return tuple(range(per_group, len(line), per_group))


def dots(row: int | None, column: int | None) -> Node:
    """Give the dots that stand for what is left out at a place of a grid."""
    return Sym("ddots" if row is column else "vdots" if row is None else "cdots")


def _level(setting: Setting, name: Node, prefix: Index, number: int) -> tuple[Block, ...]:
    """Show the matrix of the axes from ``number`` on: whole, or by blocks of its first axis, or elided."""
    axis = setting.axes[number]
    shape_note = _shape_note(setting, number)
    if fits(setting, number, named=False, beside=span_width(shape_note) + 4):
        grid = whole(setting, prefix, number, named=False)
        return (Display((Row((name, Sym("="))), grid), shape_note),)
    last = number == setting.rank - 1
    note = setting.say("note.entries" if last else "note.blocks", rows=axis.size, columns=axis.output)
    rows, columns = band(axis, across(setting, named=False, beside=span_width(note) + 4), WHOLE_ROWS)
    cells = tuple(tuple(_level_cell(setting, prefix, number, o, j) for j in columns) for o in rows)
    words = left_words(setting, rows, columns)
    shown: tuple[Block, ...] = (Display((Row((name, Sym("="))), Grid(cells)), note),)
    if last:
        return (*shown, Paragraph(words)) if words else shown
    tap = _some_tap(setting, number)
    block = setting.block("B", (*prefix, tap))
    rest = setting.axes[number + 1 :]
    following = setting.say(
        "level.next",
        block=_block_letter(setting, prefix),
        rows=prod(a.size for a in rest),
        columns=prod(a.output for a in rest),
    )
    below = _level(setting, block, (*prefix, tap), number + 1)
    return (*shown, Paragraph(joined((words, following)), keep=True), *below)


def _block_letter(setting: Setting, prefix: Index) -> Node:
    return Sub(Sym("B"), (*(Num(n + setting.base) for n in prefix), Sym("t")))


def _shape_note(setting: Setting, number: int) -> Spans:
    axes = setting.axes[number:]
    return setting.say("note.entries", rows=prod(a.size for a in axes), columns=prod(a.output for a in axes))


def _level_cell(setting: Setting, prefix: Index, number: int, row: int | None, column: int | None) -> Node:
    if row is None or column is None:
        return dots(row, column)
    tap = setting.axes[number].relation.tap(row, column)
    if tap is None:
        return ZERO
    taps = (*prefix, tap)
    if number == setting.rank - 1:
        return setting.chip("w", taps, taps)
    name = setting.block("B", taps)
    # A block has a colour where its hue says something: that of its row, in the middle column.
    return Chip(name, (*taps, setting.layer.kernel[-1] // 2)) if number == setting.rank - 2 else name


def _some_tap(setting: Setting, number: int) -> int:
    """Give a tap that joins something on an axis, the middle one if it does."""
    axis = setting.axes[number]

    def joins(tap: int) -> bool:
        shift = axis.dilation * tap - axis.low  # 0 ≤ s·o + shift < i for some o
        first = max(-(shift // axis.stride), 0)
        return first < axis.size and axis.stride * first + shift < axis.output

    middle = axis.kernel // 2
    return next(tap for tap in sorted(range(axis.kernel), key=lambda t: abs(t - middle)) if joins(tap))


def left_words(setting: Setting, rows: Kept, columns: Kept) -> Spans:
    """Say which rows and columns are left out."""
    base = setting.base

    def ranges(kept: Kept) -> Spans:
        gaps = [setting.say("range", first=str(a + base), last=str(b + base)) for a, b in left_out(kept)]
        return joined(gaps, ", ")

    some = {"rows": ranges(rows), "columns": ranges(columns)}
    if not any(some.values()):
        return ()
    key = "left.rows" if all(some.values()) else "left.rows.only" if some["rows"] else "left.columns.only"
    return setting.say(key, **some)


# ---- Cᵀ --------------------------------------------------------------------------

TALL = 16


def _transpose(setting: Setting) -> tuple[Block, ...]:
    """Say what the layer is, and show Cᵀ: beside the words where it is narrow, else on its own, else elided."""
    definition = Stated("definition", "def:transpose", (Paragraph(setting.say("define.transpose")),))
    if setting.reading.is_zero:
        return (definition,)
    words = setting.say("transpose.rows")
    drawn = partial(_glance, setting)
    if transpose_fits(setting):
        return (definition, *_whole_transpose(setting, words, drawn))
    pictures = drawn()
    if setting.rank == 1 and not setting.named:
        elided = setting.say("transpose.elided", rows=setting.axes[0].output, columns=setting.axes[0].size)
        said = joined((words, refer(setting, pictures), elided))
        return (definition, Paragraph(said, keep=True), _elided_transpose(setting), *pictures)
    return (
        definition,
        Paragraph(joined((words, setting.say("transpose.levels"), refer(setting, pictures)))),
        *pictures,
    )


def _glance(setting: Setting, width: float | None = None) -> tuple[Block, ...]:
    """Give the picture of C where it says more than the text: the whole of C, and of a line what the text elides."""
    said = setting.rank == 1 and fits(setting, 0, named=False)
    drawn = not setting.named and not said and is_whole(setting.layer, width or setting.style.line)
    return glance(setting, width) if drawn else ()


def transpose_fits(setting: Setting) -> bool:
    """Whether ``Cᵀy = x′`` can be shown whole."""
    rows, columns = prod(setting.layer.x_shape), prod(setting.layer.y_shape)
    narrow = min(TALL, across(setting, named=setting.named) - 4)
    return rows <= TALL and columns <= narrow and fits(setting, 0, named=setting.named)


def _whole_transpose(setting: Setting, words: Spans, drawn: Callable[..., tuple[Block, ...]]) -> tuple[Block, ...]:
    """Give Cᵀy = x′ beside the picture of C where both are narrow, else in the text or, when tall, by itself."""
    display = transposed(setting)
    half = setting.style.line / 2
    narrow = _wide(setting) <= half - 2
    if not setting.style.has_figures:
        return (Columns((Paragraph(words),), (display,), 0.48, top=True),) if narrow else (Paragraph(words), display)
    pictures = drawn(width=half - 6) if narrow else drawn()
    if not (narrow and pictures):
        return (*with_display(setting, "transpose", joined((words, refer(setting, pictures))), display), *pictures)
    shown = displayed(setting, "transpose", display)
    said = Paragraph(joined((words, refer(setting, pictures, shown))))
    return (said, Columns(pictures, shown, 0.48, top=True))


def _wide(setting: Setting) -> float:
    """Estimate the width of ``Cᵀy = x′`` with narrow cells."""
    cell = setting.widest("w", named=setting.named) + TIGHT
    return prod(setting.layer.y_shape) * cell + setting.widest("y") + setting.widest("x'") + 34


def _elided_transpose(setting: Setting) -> Display:
    axis = setting.axes[0]
    down, over = band(axis, across(setting, named=False) - 4, WHOLE_ROWS)
    cells = tuple(tuple(_level_cell(setting, (), 0, o, j) for o in down) for j in over)
    return Display((math("CT ="), Grid(cells)))


def transposed(setting: Setting) -> Display:
    """Show ``Cᵀy = x′`` whole."""
    grid = whole(setting, (), 0, named=setting.named)
    sources = tuple(product(*map(range, setting.layer.y_shape)))
    entries = tuple(product(*map(range, setting.layer.x_shape)))
    flipped = Grid(
        tuple(zip(*grid.cells, strict=True)),
        grid.column_rules,
        grid.row_rules,
        down=Entries("x'", entries),
        over=Entries("y", sources),
    )
    y = Grid(tuple((setting.entry("y", o),) for o in sources))
    x = Grid(tuple((setting.entry("x'", j),) for j in entries), down=Entries("x'", entries))
    return Display((math("CT y ="), flipped, y, Sym("="), x))
