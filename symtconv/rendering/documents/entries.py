"""Section 6: the entries of x′ by the matrix and by the window, side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product, zip_longest
from math import prod

from symtconv.checker.entry import Reading, Term
from symtconv.geometry import Relation
from symtconv.rendering.documents.document import Block, Heading, Math, Paragraph, Spans, Table, TableRow
from symtconv.rendering.documents.expression import linear, total
from symtconv.rendering.documents.measure import OPERATION, width
from symtconv.rendering.documents.setting import Setting
from symtconv.rendering.documents.words import joined
from symtconv.rendering.notation.elide import ends
from symtconv.rendering.notation.tree import Chip, Index, Node, Num, Row, Sub, Sym, math

WHOLE = 16
"""So many entries are all shown."""

PRODUCTS = 4
"""So many products of an entry are all shown."""

SEARCHED = 64
"""So many places from the start and from the middle of an axis are searched for an entry with many products."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The first products of an entry, the last, and their number."""

    entry: Index
    first: tuple[Term, ...]
    last: Term | None
    count: int


def terms_of(reading: Reading, entry: Index) -> Terms:
    """Give the products of an entry, without walking all when they are many."""
    count = _count(reading, entry)
    products = reading.terms(entry)
    if count <= 4096:
        every = tuple(products)
        return Terms(entry, every[:PRODUCTS], every[-1] if every else None, count)
    return Terms(entry, tuple(islice(products, PRODUCTS)), None, count)


def _count(reading: Reading, entry: Index) -> int:
    if not reading.named:
        return prod(_at(axis, j) for axis, j in zip(reading.axes, entry, strict=True))
    channels = sum(reading.channels.weight(entry[0], p) is not None for p in reading.channels.inputs_of(entry[0]))
    return channels * prod(_at(axis, j) for axis, j in zip(reading.axes, entry[1:], strict=True))


def _at(axis: Relation, j: int) -> int:
    return axis.between(j, j + 1, axis.o_low, axis.o_high).count()


# ---- sums of products ------------------------------------------------------------


def by_matrix(setting: Setting, terms: Terms, room: float) -> Node:
    """Give an entry as weights times entries of y."""
    return _sum(terms, _plain(setting), room)


Product = Callable[[Term], Node]


def _plain(setting: Setting) -> Product:
    """Write a product as a weight times an entry of y."""

    def product_of(term: Term) -> Node:
        weight, source = term
        return Row((setting.chip("w", weight, weight[-setting.rank :]), setting.entry("y", source)))

    return product_of


def _windowed(setting: Setting, entry: Index) -> Product:
    """Write a product as a flipped weight times an entry of the padded input."""

    def product_of(term: Term) -> Node:
        weight, source = term
        tap = weight[-setting.rank :]
        flipped = tuple(axis.kernel - 1 - t for axis, t in zip(setting.axes, tap, strict=True))
        place = tuple(
            axis.pad_low + axis.stride * o for axis, o in zip(setting.axes, source[-setting.rank :], strict=True)
        )
        within = source[0] % setting.layer.channels.inputs_per_group
        channels, front = ((entry[0], within), source[:1]) if setting.named else ((), ())
        label = setting.entry("w'", (*channels, *flipped))
        return Row((Chip(label, tap), setting.entry("z~", (*front, *place))))

    return product_of


def _lines(terms: Terms, product_of: Product, room: float) -> tuple[Node, ...]:
    """Write a sum on one line, or one that is not long but too wide on two."""
    shown = [product_of(term) for term in terms.first]
    half = (len(shown) + 1) // 2
    first, rest = shown[:half], [Sym("+"), *shown[half:]]
    if terms.count > len(shown) or _wide(shown) <= room or max(_wide(first), _wide(rest)) > room:
        return (_sum(terms, product_of, room),)
    return total(first), Row((Sym("+"), total(shown[half:])))


def _sum(terms: Terms, product_of: Product, room: float) -> Node:
    """Write the products that fit: all, or the first ones, dots and the last."""
    if not terms.count:
        return Num(0)
    shown = [product_of(term) for term in terms.first]
    if terms.count <= len(shown) and _wide(shown) <= room:
        return total(shown)
    last = [] if terms.last is None else [product_of(terms.last)]
    for kept in (2, 1):
        parts = [*shown[:kept], Sym("cdots"), *last]
        if _wide(parts) <= room or kept == 1:
            return total(parts if _wide(parts) <= room else parts[:2])
    raise AssertionError  # the loop ends above


def _wide(nodes: Sequence[Node]) -> float:
    return sum(map(width, nodes)) * 1.06 + OPERATION * (len(nodes) - 1)


# ---- the table -------------------------------------------------------------------


def blocks(setting: Setting) -> tuple[Block, ...]:
    """Give the section."""
    shown = shown_entries(setting)
    room = (setting.style.line - 16 - 1.15 * width(setting.entry("x'", setting.layer.x_shape))) / 2
    terms = {entry: terms_of(setting.reading, entry) for entry in shown if entry is not None}
    rows = list(_rows(setting, shown, terms, room))
    cut = any(map(_has_dots, rows))
    sides = ".channels" if setting.named else ""
    head = ((), setting.say(f"entries.matrix{sides}"), setting.say(f"entries.window{sides}", sum=_window_sum(setting)))
    notes = [_note(setting)]
    if None in shown:
        every = prod(setting.layer.x_shape)
        notes.append(setting.say("entries.left", number=str(every - len(terms)), all=str(every)))
    if cut:
        notes.append(setting.say("entries.cut"))
    return (
        Heading(setting.say("heading.entries"), "entries"),
        Table("l@l@l", tuple(rows), head, centred=True),
        Paragraph(joined(notes)),
    )


def _window_sum(setting: Setting) -> Node:
    return math("sum_u w'_u {z}", z=Sub(Sym("z~"), (setting.forms.reach(),)))


def _rows(
    setting: Setting, shown: Sequence[Index | None], terms: dict[Index, Terms], room: float
) -> Iterator[TableRow]:
    before: Index | None = None
    for entry in shown:
        if entry is None:
            yield TableRow(((Math(Sym("vdots")),), (), ()))
            before = None
            continue
        found = terms[entry]
        apart = before is not None and before[:-1] != entry[:-1]
        routes = (_lines(found, way, room) for way in (_plain(setting), _windowed(setting, entry)))
        name: Spans = (Math(setting.entry("x'", entry)),)
        for number, pair in enumerate(zip_longest(*routes)):
            cells = ((Math(node),) if node else () for node in pair)
            yield TableRow((() if number else name, *cells), apart and not number, entry)
        before = entry


def _has_dots(row: TableRow) -> bool:
    """Whether a sum of a row is cut; the row of dots that stands for rows has no sums."""
    sums = [span.node for cell in row.cells[1:] for span in cell if isinstance(span, Math)]
    return any(isinstance(node, Row) and Sym("cdots") in node.items for node in sums)


def _note(setting: Setting) -> Spans:
    s, low = setting.of("stride"), setting.of("pad_low")
    place = linear([(s, Sym("o"))], tuple(p + setting.base * (1 - a) for a, p in zip(s, low, strict=True)))
    front = [Sym("p")] if setting.named else []
    from_u = setting.forms.flip()
    second = Sym("q'" if setting.layer.groups > 1 else "q")
    return setting.say(
        "entries.note",
        flipped=math(("w'_q,p',u" if setting.layer.groups > 1 else "w'_q,p,u") if setting.named else "w'_u"),
        weight=Sub(Sym("w"), (*front, second, from_u) if front else (from_u,)),
        padded=Sub(Sym("z~"), (*front, place)),
        y=Sub(Sym("y"), (*front, Sym("o"))),
    )


def shown_entries(setting: Setting) -> tuple[Index | None, ...]:
    """Choose the entries to show: all, or the first block, one with the most products found, and the last."""
    shape = setting.layer.x_shape
    if prod(shape) <= WHOLE:
        return tuple(product(*map(range, shape)))
    front = (0,) * (len(shape) - 1)
    first = [(*front, j) for j in ends(shape[-1], 6, 5, 0) if j is not None]
    last = tuple(n - 1 for n in shape)
    chosen = sorted({*first, richest(setting), last})
    lines: list[Index | None] = []
    for entry in chosen:
        if lines and not _next(lines[-1], entry, shape):
            lines.append(None)
        lines.append(entry)
    return tuple(lines)


def richest(setting: Setting) -> Index:
    """Give an entry with as many products as any that was looked at, first in reading order."""
    spatial = tuple(_richest(axis.relation) for axis in setting.axes)
    return (0, *spatial) if setting.named else spatial


def _richest(axis: Relation) -> int:
    middle = max(axis.length // 2 - SEARCHED // 2, 0)
    first, last = range(min(SEARCHED, axis.length)), range(middle, min(middle + SEARCHED, axis.length))
    best, most = 0, 0
    for j in sorted({*first, *last}):
        count = _at(axis, j)
        if count > most:
            best, most = j, count
    return best


def _next(before: Index | None, entry: Index, shape: Index) -> bool:
    """Whether an entry follows another one in reading order."""
    if before is None:
        return False

    def place(index: Index) -> int:
        number = 0
        for j, n in zip(index, shape, strict=True):
            number = number * n + j
        return number

    return place(entry) == place(before) + 1
