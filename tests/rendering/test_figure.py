"""A figure shows what the layer does: what is seen is read back from it and compared with the definition."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise, product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs.gallery import ITEMS
from symtconv.checker.entry import Reading
from symtconv.checker.verdict import EntryDifference
from symtconv.cli.app import run_app
from symtconv.conventions import layer_of_call
from symtconv.geometry import ConvTranspose, GeometryError, InputError, Lowering
from symtconv.proofs.instance import prove
from symtconv.rendering.documents.compose import compose
from symtconv.rendering.figures import FIGURES, coverage, judged, kernel, lowering, matrix, polyphase, scatter
from symtconv.rendering.figures.bounds import extent
from symtconv.rendering.figures.coverage import count, spread, tally
from symtconv.rendering.figures.elision import elide
from symtconv.rendering.figures.figure import Badge, Cell, Frame, Label, Sign, Spelling, Stroke, fill
from symtconv.rendering.figures.judged import wrong
from symtconv.rendering.figures.matrix import entries
from symtconv.rendering.figures.palette import tap_colour
from symtconv.rendering.figures.plane import plane
from symtconv.rendering.figures.words import words as words_in
from symtconv.rendering.notation.style import Style
from tests.rendering.pages import full
from tests.strategies import layers, lowerings

TARGET = ConvTranspose(input=(2, 2), kernel=(3, 3), stride=2, padding=1, output_padding=1)
small = layers(rank=st.integers(1, 3), channels=False, size=3, kernel=3, step=3, pad=3, extra=2)


def part(figure, name):
    return [shape for piece in figure.parts if piece.name == name for shape in piece.shapes]


def inside(cell, other):
    return (
        other.x - 1e-6 <= cell.x
        and cell.x + cell.width <= other.x + other.width + 1e-6
        and other.y - 1e-6 <= cell.y
        and cell.y + cell.height <= other.y + other.height * 1.62 + 1e-6
        and cell.y >= other.y
    )


def under_the_window(figure):
    """Read (tap colour, y) off the picture: strips at the foot of a cell that names an entry of y."""
    found = set()
    for piece in figure.parts:
        if piece.name == "padded input":
            cells = [s for s in piece.shapes if isinstance(s, Cell) and s.kind == "entry"]
            strips = [s for s in piece.shapes if isinstance(s, Cell) and s.kind == "tap"]
            names = [
                (s, word)
                for s in piece.shapes
                if isinstance(s, Label) and s.tone == "ink"
                for word in s.words
                if isinstance(word, Sign) and word.letter in ("y", "")
            ]
            for cell in cells:
                (name,) = [
                    word
                    for s, word in names
                    if cell.x < s.x < cell.x + cell.width and cell.y < s.y < cell.y + cell.height
                ]
                found |= {(strip.tap.name, name.index) for strip in strips if inside(strip, cell)}
    return found


@given(small, st.data())
def test_strips_over_entries_of_y_are_the_terms_of_the_entry(layer, data):
    entry = tuple(data.draw(st.integers(0, size - 1)) for size in layer.output)
    terms = list(Reading.of_layer(layer).terms(entry))
    leads = {(weight[:-2], source[:-2]) for weight, source in terms}
    figure = lowering(layer, entry)
    shown = under_the_window(figure)
    wanted = {(tap_colour(layer.kernel, weight).name, source) for weight, source in terms}
    if any(len(index) < layer.rank for _, index in shown):  # no room for the slice, which stands in the title
        wanted, shown = ({(name, index[-2:]) for name, index in pairs} for pairs in (wanted, shown))
    if len(leads) <= 3 and all(axis.output + axis.span <= 14 for axis in layer.axes):
        assert shown == wanted
    else:
        assert shown <= wanted


@given(small)
def test_the_caption_says_the_sum(layer):
    cut = plane(layer)
    terms = list(Reading.of_layer(layer).terms(cut.entry))
    assert len(cut.terms) == len(terms)
    words = lowering(layer).caption
    chips = [word.sign.index for word in words if isinstance(word, Badge)]
    if len(terms) <= 6:
        assert chips == [weight for weight, _ in terms]
    else:
        assert chips == [terms[0][0], terms[1][0], terms[-1][0]]


@given(small)
def test_the_chosen_entry_has_most_products(layer):
    reading = Reading.of_layer(layer)
    counts = {j: sum(1 for _ in reading.terms(j)) for j in product(*map(range, layer.output))}
    entry = plane(layer).entry
    assert counts[entry] == max(counts.values())
    if counts[entry]:
        assert entry == min(j for j in counts if counts[j] == counts[entry])


@given(small)
def test_entries_of_the_matrix_are_those_of_the_layer(layer):
    reading = Reading.of_layer(layer)
    rows, columns = list(product(*map(range, layer.input))), list(product(*map(range, layer.output)))
    by_definition = {
        (r, c, reading.weight(j, o)) for r, o in enumerate(rows) for c, j in enumerate(columns) if reading.weight(j, o)
    }
    assert set(entries(layer)) == by_definition


def test_matrix_draws_each_entry_twice_in_its_place():
    cells = [s for s in part(matrix(TARGET), "C") if isinstance(s, Cell)]
    again = [s for s in part(matrix(TARGET), "C transposed") if isinstance(s, Cell)]
    origin, other = ((min(s.x for s in group), min(s.y for s in group)) for group in (cells, again))
    placed = {(round(s.x - origin[0], 2), round(s.y - origin[1], 2), s.tap.name) for s in cells}
    turned = {(round(s.y - other[1], 2), round(s.x - other[0], 2), s.tap.name) for s in again}
    assert placed == turned
    assert len(placed) == 25


@given(small)
def test_scatter_sums_every_product_once(layer):
    if layer.rank > 2 or max(layer.input) > 2:
        return
    figure = scatter(layer)
    cells = [s for s in part(figure, "sum") if isinstance(s, Cell) and s.kind == "tap"]
    drawn = prod(layer.input) * prod(layer.kernel)  # the cropped ones are drawn, veiled
    is_near = "Of the sum, the entries near" in Spelling().text(figure.caption)
    assert len(cells) <= drawn if is_near else len(cells) == drawn
    copies = [piece for piece in figure.parts if piece.name.startswith("copy")]
    assert len(copies) == prod(layer.input)
    for copy in copies:
        assert sum(isinstance(s, Cell) and s.kind == "tap" for s in copy.shapes) == prod(layer.kernel)


@given(small)
def test_coverage_counts_terms(layer):
    reading = Reading.of_layer(layer)
    for entry in product(*map(range, layer.output)):
        terms = sum(1 for _ in reading.terms(entry))
        assert terms == prod(count(axis, j) for axis, j in zip(layer.axes, entry, strict=True))


def test_coverage_of_the_target():
    numbers = [s.words[0] for s in part(coverage(TARGET), "counts") if isinstance(s, Label) and s.tone == "ink"]
    assert numbers == list("1211242212111211")


@given(small)
def test_classes_part_the_entries(layer):
    if prod(layer.stride) > 9 or max(layer.output) > 12:
        return
    figure = polyphase(layer)
    white = [sum(isinstance(s, Cell) and s.kind == "plain" for s in piece.shapes) for piece in figure.parts]
    if white != [prod(layer.output[-2:])] * prod(layer.stride):
        return  # too high, drawn in part
    dark = [sum(isinstance(s, Cell) and s.kind == "member" for s in piece.shapes) for piece in figure.parts]
    slices = prod(layer.stride[:-2])
    assert sum(dark) == prod(layer.output[-2:]) * slices
    if layer.rank < 3:
        taps = [s.tap.name for s in figure.shapes if isinstance(s, Cell) and s.tap]
        assert sorted(taps) == sorted(tap_colour(layer.kernel, t).name for t in product(*map(range, layer.kernel)))


@given(small)
def test_a_class_has_the_taps_that_reach_its_entries(layer):
    if layer.rank > 2 or prod(layer.stride) > 9 or max(layer.output) > 12:
        return
    reading = Reading.of_layer(layer)
    for piece in polyphase(layer).parts:
        white = [s for s in piece.shapes if isinstance(s, Cell) and s.kind == "plain"]
        left, top, side = min(s.x for s in white), min(s.y for s in white), white[0].width
        taps = {s.tap.name for s in piece.shapes if isinstance(s, Cell) and s.tap}
        for dark in (s for s in piece.shapes if isinstance(s, Cell) and s.kind == "member"):
            place = (round((dark.y - top) / side), round((dark.x - left) / side))
            terms = reading.terms(place[-layer.rank :])
            assert {tap_colour(layer.kernel, weight).name for weight, _ in terms} <= taps


@given(
    layers(size=30, kernel=12, step=5, pad=9, extra=5), st.sampled_from(sorted(FIGURES)), st.sampled_from(["en", "ko"])
)
def test_every_figure_fits_and_says_something(layer, name, lang):
    figure = FIGURES[name](layer, lang=lang)
    assert figure.name == name
    assert figure.width <= 152 * 1.25, "a figure is no wider than the line, save for a kernel wider than that"
    for shape in figure.shapes:
        left, top, right, bottom = extent(shape)
        assert left >= -1e-6
        assert top >= -1e-6
        assert right <= figure.width + 0.01
        assert bottom <= figure.height + 0.01
    assert figure.title
    assert figure.description
    assert "{" not in figure.title + figure.description.replace("_{", "")
    assert Spelling().text(figure.caption)
    assert sum(1 for _ in figure.shapes) < 30_000


def test_a_huge_layer_costs_what_is_drawn():
    layer = ConvTranspose(input=(10**6, 10**6), kernel=(3, 3), stride=2, padding=1, output_padding=1)
    for build in FIGURES.values():
        assert sum(1 for _ in build(layer).shapes) < 3_000


def test_crop_is_told_apart():
    layer = ConvTranspose(input=(3, 3), kernel=(2, 2), stride=2, padding=2, output_padding=1)
    figure = lowering(layer)
    assert any(isinstance(s, Frame) and s.kind == "dashed" for s in part(figure, "padded input"))
    assert not any(isinstance(s, Frame) and s.kind == "dashed" for s in part(lowering(TARGET), "padded input"))


def test_kinds_of_zero_are_told_apart():
    kinds = [s.kind for s in part(lowering(TARGET), "padded input") if isinstance(s, Cell)]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"entry": 4, "gap": 5, "pad": 16, "extra": 11, "tap": 9}


def test_an_entry_outside_is_refused():
    for build in FIGURES.values():
        with pytest.raises(GeometryError, match="no entry"):
            build(TARGET, (4, 0))


def test_another_language_is_refused_and_both_are_complete():
    with pytest.raises(InputError, match="'fr'"):
        lowering(TARGET, lang="fr")
    english, korean = words_in("en"), words_in("ko")
    assert english.keys() == korean.keys()


def test_author_writes_letters_and_base():
    spelling = Spelling(letters={"x": "X", "w": "kappa"}, base=1)
    words = fill("{x} and {w}", x=Sign("x", (0, 0), prime=True), w=Sign("w", (2,)))
    assert spelling.text(words) == "X′_{1,1} and κ_{3}"


@given(st.integers(-5, 5), st.integers(1, 60), st.integers(0, 50), st.integers(1, 20), st.integers(6, 20))
def test_elision_keeps_ends_and_what_matters(low, length, start, width, most):
    high = low + length
    keep = range(min(low + start, high - 1), min(low + start + width, high))
    shown = elide(low, high, keep, most)
    places = list(shown)
    assert places[0] == low
    assert places[-1] == high - 1
    assert places == sorted(set(places))
    assert len(places) <= max(most, 6) + 2
    if len(keep) + 6 <= most:
        assert set(keep) <= set(places)
    positions = [shown.position(place) for place in places]
    assert all(b - a >= 1 - 1e-9 for a, b in pairwise(positions))


def test_kernel_is_the_legend():
    labels = [s.words[0] for s in part(kernel(TARGET), "flipped kernel") if isinstance(s, Label)]
    shown = [word.index for word in labels if isinstance(word, Sign) and word.index]
    assert shown == [(2 - a, 2 - b) for a in range(3) for b in range(3)]
    assert not any(isinstance(s, Stroke) for s in kernel(TARGET).shapes)


@given(small.filter(lambda layer: layer.rank < 3), st.data())
def test_a_wrong_lowering_is_drawn_as_it_computes(layer, data):
    """What lies under the windows: above the terms of the lowering that was asked about, below the right ones."""
    asked = data.draw(lowerings(layer.rank))
    entry = tuple(data.draw(st.integers(0, size - 1)) for size in layer.output)
    theirs = Reading.of_lowering(layer, asked)
    figure = judged(layer, asked, entry)
    names = [piece.name for piece in figure.parts]
    split = names.index("words of the lowering right")
    above, below = (replace(figure, parts=parts) for parts in (figure.parts[:split], figure.parts[split:]))
    span = [d * (axis.kernel - 1) for d, axis in zip(asked.dilation, layer.axes, strict=True)]
    if max(size + reach for size, reach in zip((*layer.output, *theirs.shape), [*span, *span], strict=True)) > 12:
        return  # drawn in part
    assert under_the_window(below) == {
        (tap_colour(layer.kernel, w).name, y) for w, y in Reading.of_layer(layer).terms(entry)
    }
    if theirs.has(entry):
        assert under_the_window(above) == {(tap_colour(layer.kernel, w).name, y) for w, y in theirs.terms(entry)}
    else:
        assert not any(isinstance(shape, Frame) and shape.kind == "window" for shape in above.parts[1].shapes)
    if 0 in theirs.shape:
        assert "nothing" in names


@given(layers(rank=st.integers(1, 2), size=3, kernel=3, step=3, pad=2, extra=1), st.data())
def test_the_framed_place_is_the_entry_that_the_caption_names(layer, data):
    """Also where the lowering gives no such entry: then its place is outside, empty and without a window."""
    asked = data.draw(lowerings(layer.rank))
    difference = prove(layer, lowering=asked).counterexample
    if not isinstance(difference, EntryDifference):
        return
    entry = difference.entry[-layer.rank :]
    theirs = Reading.of_lowering(layer, asked).shape[-layer.rank :]
    figure = wrong(layer, asked, difference.entry)
    assert Sign("x", entry, hat=True) in figure.caption
    if 0 in theirs:
        assert "frame" not in Spelling().text(figure.caption)
        return
    if max(*theirs, *entry) > 5:
        return  # drawn in part
    result = part(figure, "result")
    (frame,) = (s for s in result if isinstance(s, Frame))
    cells = [s for s in result if isinstance(s, Cell)]
    assert len(cells) == prod(theirs)
    left, top = min(s.x for s in cells), min(s.y for s in cells)
    row, column = (0, *entry)[-2:]
    assert frame.kind == "choice"
    assert (frame.x, frame.y) == pytest.approx((left + column * frame.width, top + row * frame.height), abs=0.01)
    is_there = all(j < size for j, size in zip(entry, theirs, strict=True))
    windows = [s for piece in figure.parts for s in piece.shapes if isinstance(s, Frame) and s.kind == "window"]
    assert bool(windows) == is_there
    assert ("missing" in Spelling().text(figure.caption)) != is_there
    assert (
        entry in [s.words[0].index for s in result if isinstance(s, Label) and s.tone == "ink" and "=" not in s.words]
    ) == is_there


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_key_names_what_the_picture_is_labelled_with(lang):
    layer, asked = ConvTranspose(input=4, kernel=2, padding=2), Lowering(pad=((-1, 0),), flip=True)
    for figure, signs in (
        (wrong(layer, asked, (0,), lang=lang), [Sign("z", hat=True)]),
        (lowering(layer, lang=lang), [Sign("z", tilde=True)]),
        (judged(layer, asked, (0,), lang=lang), [Sign("z", hat=True), Sign("z", tilde=True)]),
    ):
        labelled = [s.words[0] for piece in figure.parts if piece.name != "key" for s in labels(piece)]
        explained = [word for s in labels(next(p for p in figure.parts if p.name == "key")) for word in s.words]
        assert [sign for sign in explained if isinstance(sign, Sign) and sign.letter == "z"] == signs
        assert set(signs) <= set(labelled)


def labels(piece):
    return [shape for shape in piece.shapes if isinstance(shape, Label)]


def test_the_caption_tells_both_sums_apart():
    asked = Lowering(dilate=2, pad=((1, 2), (1, 2)), flip=False)
    words = Spelling().text(judged(TARGET, asked, (0, 1)).caption)
    assert (
        "as asked x̂_{0,1} = w_{1,0} y_{0,0} + w_{1,2} y_{0,1}; right x′_{0,1} = w_{1,2} y_{0,0} + w_{1,0} y_{0,1}."
        in words
    )
    shorter = Lowering(dilate=2, pad=1, flip=True)
    assert "as asked x̂_{0,3} is missing" in Spelling().text(judged(TARGET, shorter, (0, 3)).caption)


def test_channels_that_were_not_swapped_are_said():
    layer = ConvTranspose(input=2, kernel=2, stride=2, in_channels=4, out_channels=2, groups=2)
    asked = Lowering(dilate=2, pad=1, flip=True, swap=False)
    assert "which channels" in Spelling().text(judged(layer, asked, (0, 0)).caption)


def test_a_stride_of_one_has_one_class():
    words = Spelling().text(polyphase(ConvTranspose(input=(3, 3), kernel=(3, 3))).caption)
    assert "one class" in words
    assert "1q" not in words


def test_scatter_of_slices_draws_every_pair_that_meets():
    layer = ConvTranspose(input=(2, 2, 2), kernel=(3, 3, 3), stride=2, padding=1, output_padding=1)
    figure = scatter(layer)
    assert [piece.name for piece in figure.parts].count("sum") == 2
    terms = {(w, y) for w, y in Reading.of_layer(layer).terms(plane(layer).entry)}
    written = {
        (label.words[0].index, label.words[2].index) if len(label.words) == 3 else label.words[0].index
        for piece in figure.parts
        if piece.name == "sum"
        for label in piece.shapes
        if isinstance(label, Label) and isinstance(label.words[0], Sign) and label.words[0].letter == "w"
    }
    assert {w for w, _ in terms} <= {item[0] if isinstance(item[0], tuple) else item for item in written}


@given(st.integers(1, 12), st.integers(1, 12))
def test_every_tap_of_the_legend_has_a_name(rows, columns):
    figure = kernel(ConvTranspose(input=(2, 2), kernel=(rows, columns)))
    labels = [s for s in figure.shapes if isinstance(s, Label) and not isinstance(s.tone, str)]
    cells = [s for s in figure.shapes if isinstance(s, Cell) and s.tap]
    assert len(labels) == len(cells)


@given(layers(size=30, kernel=12, step=5, pad=9, extra=5), st.sampled_from(sorted(FIGURES)))
def test_no_figure_is_higher_than_a_page(layer, name):
    assert FIGURES[name](layer).height <= 212


CHANNELS = ConvTranspose(input=(3, 3), kernel=3, stride=2, padding=1, in_channels=4, out_channels=4, groups=2)


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("name", ["lowering", "scatter", "judged"])
def test_a_sum_of_one_pair_of_channels_is_called_so(name, lang):
    def said(layer):
        if name == "judged":
            return judged(layer, Lowering(dilate=2, pad=1, flip=False), (0, 1), lang=lang).caption
        return FIGURES[name](layer, lang=lang).caption

    for layer, word in ((CHANNELS, "pair.group"), (replace(CHANNELS, groups=1), "pair")):
        assert Sign("x", ("q",), prime=True) in said(layer)
        assert words_in(lang)[word].split("{")[-2].split("}")[1] in said(layer)
    assert Sign("x", ("q",), prime=True) not in said(replace(CHANNELS, in_channels=1, out_channels=1, groups=1))


@given(layers(rank=st.integers(1, 2), size=3, kernel=3, step=3, pad=2, extra=1))
def test_coverage_says_how_many_products_all_channels_bring(layer):
    """The map is of one channel of y; an entry, counted by the definition, has that times what the caption says."""
    reading, words = Reading.of_layer(layer), Spelling().text(coverage(layer).caption)
    place = plane(layer).entry
    entry = (0, *place) if layer.has_channels else place
    one = prod(count(axis, j) for axis, j in zip(layer.axes, place, strict=True))
    products = sum(1 for _ in reading.terms(entry))
    times = layer.channels.inputs_per_group
    assert products == one * times
    assert (f"makes {times} times as many in all" in words) == (times > 1)


@given(layers(rank=st.just(1), channels=False, size=40, kernel=40, step=40, pad=9, extra=5))
def test_counts_that_are_tallied_are_all_that_there_are(layer):
    """Also where a period is longer than what is drawn."""
    (axis,) = layer.axes
    every = [count(axis, j) for j in range(axis.output)]
    tallied = tally(axis)
    assert set(tallied.values()) == set(every)
    assert spread(axis, tallied) == seen(axis)


def seen(axis):
    """Count at every place what there is, and what there would be if y went on at both ends."""
    places = [range(j + axis.low, j + axis.low - axis.span, -axis.dilation) for j in range(axis.output)]
    met = [sum(m in range(0, axis.size * axis.stride, axis.stride) for m in taps) for taps in places]
    endless = [sum(m % axis.stride == 0 for m in taps) for taps in places]
    if any(here == there < max(met) for here, there in zip(met, endless, strict=True)):
        return "uneven"
    signs = [b > a for a, b in pairwise(met) if a != b]
    return "edges" if signs == sorted(signs, reverse=True) else "gaps"


@pytest.mark.parametrize("lang", ["en", "ko"])
@given(layers(rank=st.integers(1, 3), channels=False, size=9, kernel=5))
def test_fewer_at_the_edges_alone_is_said_where_it_is_so(lang, layer):
    """By the counts as they are printed, one for each entry."""
    say, caption = words_in(lang), Spelling().text(coverage(layer, lang=lang).caption)
    counts = {prod(numbers) for numbers in product(*(set(tally(axis).values()) for axis in layer.axes))}
    spreads = set(map(seen, layer.axes))
    key = "even" if len(counts) == 1 else next(word for word in ("uneven", "gaps", "edges") if word in spreads)
    words = ("even", "edges", "gaps", "uneven")
    assert [word for word in words if told(say[f"coverage.{word}"], counts) in caption] == [key]
    assert key != "gaps" or max(axis.dilation for axis in layer.axes) > 1


def told(template, counts):
    return template.format(least=min(counts), most=max(counts))


@pytest.mark.parametrize(
    ("layer", "words"),
    [
        (ConvTranspose(input=(3, 3), kernel=2, stride=2), "Every entry has as many"),
        (ConvTranspose(input=(3, 3), kernel=4, stride=2), "The numbers run from 1 to 4, fewer at the edges alone: no"),
        (
            ConvTranspose(input=(3, 3), kernel=3, stride=2),
            "The numbers run from 1 to 4, unevenly inside too, which shows as a",
        ),
        (ConvTranspose(input=9, kernel=45, stride=30), "The numbers run from 1 to 2, unevenly"),
        (
            ConvTranspose(input=(2, 3), kernel=2, stride=2, dilation=3, output_padding=(2, 1)),
            "The numbers run from 0 to 1, fewer towards the edges alone, but there mixed with entries that have all",
        ),
    ],
)
def test_a_checkerboard_is_promised_where_there_is_one(layer, words):
    assert words in Spelling().text(coverage(layer).caption)


def test_what_is_left_out_is_counted_as_the_author_counts():
    caption = coverage(ConvTranspose(input=(40, 40), kernel=3, stride=2)).caption
    assert Spelling().text(caption).endswith(" Left out: rows 21 to 78, columns 21 to 78.")
    assert Spelling(base=1).text(caption).endswith(" Left out: rows 22 to 79, columns 22 to 79.")


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_no_letter_of_a_caption_has_another_meaning_on_the_page(lang):
    """With channels q is one of x′; a is the output padding, and blocks are numbered by a tap."""
    letters = {word.letter for word in polyphase(CHANNELS, lang=lang).caption if isinstance(word, Sign)}
    assert "v" in letters
    assert "q" not in letters
    assert Sign("q") in polyphase(TARGET, lang=lang).caption
    numbered = {word for word in matrix(TARGET, lang=lang).caption if isinstance(word, Sign) and word.letter == "B"}
    assert numbered == {Sign("B", ("t",))}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "j + l = 2q + r on each axis"),
        ({}, "use the taps t ≡ r (mod 2) alone"),
        ({}, "y padded by zeros"),
        ({"dilation": 3}, "use the taps 3t ≡ r (mod 2) alone"),
        ({"stride": (2, 3), "dilation": (1, 2), "output_padding": 0}, "use the taps d t ≡ r (mod s) alone"),
    ],
)
def test_a_class_is_named_by_its_taps(change, words):
    assert words in Spelling().text(polyphase(replace(TARGET, **change)).caption)


@given(layers(rank=st.integers(1, 2), channels=False, size=6, kernel=5, step=3, pad=2, extra=1), st.data())
def test_a_sum_that_lacks_products_is_called_so(layer, data):
    """What is drawn in the sum, cell by cell, against the number of products by the definition."""
    entry = tuple(data.draw(st.integers(0, size - 1)) for size in layer.output)
    figure = scatter(layer, entry)
    words = Spelling().text(figure.caption)
    if "No copy reaches" in words:
        return
    canvases = [s for s in part(figure, "sum") if isinstance(s, Cell) and s.kind == "plain"]
    taps = [s for s in part(figure, "sum") if isinstance(s, Cell) and s.kind == "tap"]
    (left, top), first = min((s.x, s.y) for s in canvases), origin(figure)
    short = set()
    for cell in canvases:
        at = (round((cell.x - left) / cell.width) + first[1], round((cell.y - top) / cell.height) + first[0])
        place = at[:1] if layer.rank == 1 else (at[1], at[0])
        if all(0 <= j < size for j, size in zip(place, layer.output, strict=True)):
            drawn = sum(inside_of(tap, cell) for tap in taps)
            if drawn < sum(1 for _ in Reading.of_layer(layer).terms(place)):
                short.add(place)
    assert ("not drawn reach" in words) == bool(short)
    assert ("is final" in words) == bool(short and entry not in short)


def inside_of(tap, cell):
    middle = tap.x + tap.width / 2 - cell.x, tap.y + tap.height / 2 - cell.y
    return 0 < middle[0] < cell.width and 0 < middle[1] < cell.height


def origin(figure):
    """Give row and column of the first place of the sum, by the numbers beside it."""
    numbers = [
        (s.x, s.y, s.anchor, s.words[0].index[0])
        for s in part(figure, "sum")
        if isinstance(s, Label) and isinstance(s.words[0], Sign) and not s.words[0].letter
    ]
    across = [number for *_, anchor, number in numbers if anchor == "middle"]
    down = [number for *_, anchor, number in numbers if anchor == "end"]
    return min(down, default=0), min(across)


def test_names_in_a_copy_keep_apart():
    for layer in (TARGET, ConvTranspose(input=(4, 4), kernel=5, stride=3, padding=1)):
        for piece in scatter(layer, width=150).parts:  # as a page asks for it
            cells = [s for s in piece.shapes if isinstance(s, Cell) and s.kind == "tap"]
            names = [s for s in piece.shapes if isinstance(s, Label) and s.tone != "quiet" and s.words != ("=",)]
            if piece.name.startswith("copy"):
                names = [s for s in names if s.words != ("+",)]
                assert len(names) == len(cells)
                for name in names:
                    left, _, right, _ = extent(name)
                    assert right - left <= cells[0].width - 0.85


def test_a_page_that_has_the_kernel_is_not_given_it_again():
    layer = ConvTranspose(input=(3, 3), kernel=3, stride=2, padding=1)
    assert part(matrix(layer), "kernel")
    assert not part(matrix(layer, legend=False), "kernel")
    drawn = [
        block.model
        for block in flat(compose(full(layer), Style()).blocks)
        if getattr(block, "label", "") == "fig:matrix"
    ]
    assert [[piece.name for piece in model.parts] for model in drawn] == [["C", "C transposed", "blocks"]]


@pytest.mark.parametrize(("size", "drawn"), [(5, 0), (40, 1)])
def test_the_matrix_of_a_line_is_shown_once(size, drawn):
    layer = ConvTranspose(input=size, kernel=3, stride=2, padding=1)
    labels = [getattr(block, "label", "") for block in flat(compose(full(layer), Style()).blocks)]
    assert labels.count("fig:matrix") == drawn  # what the text elides is drawn whole


def flat(blocks):
    for block in blocks:
        yield block
        for inner in ("left", "right", "blocks", "body"):
            yield from flat(getattr(block, inner, ()) or ())


def test_a_size_is_spelled_as_in_the_text():
    for lang, name in product(("en", "ko"), sorted(FIGURES)):
        figure = FIGURES[name](ConvTranspose(input=(3, 3), kernel=3, stride=2), lang=lang)
        words = [Spelling().text(s.words) for s in figure.shapes if isinstance(s, Label)]
        assert not any(" × " in text for text in (*words, figure.description, Spelling().text(figure.caption)))
    assert any("9×49" in Spelling().text(s.words) for s in matrix(CHANNELS_FREE).shapes if isinstance(s, Label))


CHANNELS_FREE = ConvTranspose(input=(3, 3), kernel=3, stride=2)


@pytest.mark.parametrize("name", ["lowering", "scatter"])
@pytest.mark.parametrize("kernel_size", [(3, 3, 3), (2, 3, 3), (4, 2, 3, 3)])
def test_what_other_slices_hold_is_said(name, kernel_size):
    rank = len(kernel_size)
    layer = ConvTranspose(input=(4,) * rank, kernel=kernel_size, stride=2, padding=(1,) * rank)
    front = list(product(*map(range, layer.output[:-2])))
    met = [
        sum(1 for _ in product(*(axis.relation.at(j) for axis, j in zip(layer.axes[:-2], at, strict=True))))
        for at in front
    ]
    terms = Reading.of_layer(layer).terms
    words = Spelling().text(FIGURES[name](layer).caption)
    assert f"one of {len(front)};" in words
    found = re.search(r"from (\d+) to (\d+) pairs|in each: (\d+)", words).groups()
    assert sorted({int(number) for number in found if number}) == sorted({min(met), max(met)})
    entry = plane(layer).entry  # no sum is fuller than the one that is drawn
    assert sum(1 for _ in terms(entry)) == max(sum(1 for _ in terms(at)) for at in product(*map(range, layer.output)))


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("width", [84, 100, 120])
def test_a_figure_fits_into_the_width_that_is_given(name, width):
    for item in ITEMS:
        assert FIGURES[name](layer_of_call(item.call, item.input), width=width).width <= width + 1


def test_a_figure_for_a_column_is_narrow_or_refused(tmp_path, capsys):
    layer = ("derive", "ConvTranspose2d(1, 1, 4, stride=3)", "--input", "3x3", "--figure", "lowering")
    path = tmp_path / "a.svg"
    for width in (84, 120):
        assert run_app([*layer, "--figure-width", str(width), "-o", str(path)]) == 0
        drawn = float(re.search(r'width="([\d.]+)mm"', path.read_text(encoding="utf-8"))[1])
        assert drawn <= width + 8  # with its margin
    path.unlink()
    assert run_app([*layer, "--figure-width", "40", "-o", str(path)]) == 2
    assert "needs" in capsys.readouterr().err
    assert not path.exists()
    assert run_app([*layer[:-2], "--figure-width", "84", "-o", str(path)]) == 2
    assert "name it" in capsys.readouterr().err
    assert run_app([*layer[:-1], "walk", "--figure-width", "84", "-o", str(path)]) == 2
    assert "leave --figure-width out" in capsys.readouterr().err
