"""What a page says is so for the layer at hand: with channels, under a crop, on one axis, from index 1, in slices."""

from __future__ import annotations

import re
from math import prod

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symtconv.geometry import ConvTranspose, Lowering
from symtconv.rendering.documents.compose import compose
from symtconv.rendering.documents.document import Display, Document, Grid, Illustration, Paragraph, Title
from symtconv.rendering.figures import FIGURES
from symtconv.rendering.figures.figure import PLAIN, Label, Spelling
from symtconv.rendering.figures.legend import kernel
from symtconv.rendering.notation.style import Style
from symtconv.rendering.notation.tree import Row, Sub, Sym
from symtconv.rendering.printers.text import to_text
from tests.rendering.pages import LAYERS, WRONG, facts, full
from tests.rendering.reading import words_of_document
from tests.rendering.test_document import walk
from tests.strategies import axes, layers

TEXT = {lang: Style(lang=lang).as_text for lang in ("en", "ko")}
BOTH = pytest.mark.parametrize("lang", ["en", "ko"])


def said(found, lang="en", **looks):
    """Give the words of a page in plain text, in one line."""
    style = Style(lang=lang, **looks).as_text
    return " ".join(to_text(compose(found, style), style).split())


# ---- the theorem and the layer --------------------------------------------------------


@settings(max_examples=30)
@given(layers(rank=st.integers(1, 2)))
def test_a_layer_with_channels_is_no_case_of_a_theorem_without_them(layer):
    english, korean = said(facts(layer)), said(facts(layer), "ko")
    assert ("The layer above is the case" in english) is not layer.has_channels
    assert ("위의 층은 n = " in korean) is not layer.has_channels
    assert ("The theorem is about one channel in and one channel out" in english) is layer.has_channels
    assert ("입력과 출력의 채널이 하나씩일 때의 정리" in korean) is layer.has_channels
    assert ("in the same group, with the kernel of the two" in english) is (layer.groups > 1)
    assert ("For every channel q of x′ and every j" in english) is layer.has_channels
    assert ("x′의 모든 채널 q 및 모든 j" in korean) is layer.has_channels


@settings(max_examples=30)
@given(layers(rank=st.integers(1, 2)))
def test_c_is_the_matrix_of_the_convolution_only_where_it_is(layer):
    assume(not facts(layer).verdict.counterexample)
    exact = layer.is_exact_transpose
    english, korean = said(facts(layer)), said(facts(layer), "ko")
    assert ("The convolution matrix C has the entry" in english) is exact
    assert ("those rows of the convolution matrix that belong to the first" in english) is not exact
    assert ("합성곱 행렬(convolution matrix) C의 성분은" in korean) is exact
    assert ("개의 출력에 속하는 것이고, 그 성분은" in korean) is not exact
    assert english.count("onvolution matrix") == 1  # captions name C alone


@BOTH
@pytest.mark.parametrize("groups", [1, 2])
def test_blocks_that_are_zero_have_no_pattern(lang, groups):
    layer = ConvTranspose(input=(4, 4), kernel=3, stride=2, in_channels=4, out_channels=4, groups=groups)
    words = said(facts(layer), lang)
    zero = {"en": "blocks between groups are zero. Each other block C[p,q] is", "ko": "영이다. 그 밖의 블록 C[p,q]의"}
    every = {"en": "Each block C[p,q] is", "ko": "놓인다. 블록 C[p,q]의 크기는 모두"}
    assert (zero[lang] in words) is (groups > 1)
    assert (every[lang] in words) is (groups == 1)


# ---- sizes and numbers ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("layer", "english", "korean"),
    [
        (
            ConvTranspose(input=(2, 2), kernel=2, in_channels=1, out_channels=3, stride=2),
            "takes 1 channel of 2×2 to 3 of 4×4",
            "입력 2×2 채널 1개, 출력 4×4 채널 3개",
        ),
        (
            ConvTranspose(input=2, kernel=2, in_channels=2),
            "takes 2 channels of length 2 to 1 of length 3",
            "길이 2 채널",
        ),
        (ConvTranspose(input=3, kernel=2), "takes length 3 to length 4", "입력 길이 3, 출력 길이 4의"),
        (ConvTranspose(input=(3, 3), kernel=2), "takes 3×3 to 4×4", "입력 3×3, 출력 4×4의"),
    ],
)
def test_the_title_counts_channels_and_names_lengths(layer, english, korean):
    assert english in said(facts(layer)).partition(" = ")[0]
    assert korean in said(facts(layer), "ko").partition(" = ")[0]


def test_one_channel_is_one_channel():
    layer = ConvTranspose(input=(2, 2), kernel=2, in_channels=1, out_channels=3)
    assert "The input has one channel, the output three channels: each pair" in said(facts(layer))
    assert "입력의 채널(channel)은 1개, 출력의 채널은 3개이다." in said(facts(layer), "ko")


@pytest.mark.parametrize("base", [0, 1])
def test_a_page_of_one_axis_has_no_order_of_axes_and_no_each(base):
    layer = ConvTranspose(input=3, kernel=3, stride=2, padding=1)
    english, korean = said(full(layer), index_base=base), said(full(layer), "ko", index_base=base)
    page, korean_page = english.partition("For every size")[0], korean.partition("모든 크기에서")[0]
    views = re.search(r"seen otherwise(.*)Entry by entry", english)[1]
    korean_views = re.search(r"다른 관점(.*)성분별로 본", korean)[1]
    assert not re.search("row-major|axis|axes", page + views)
    assert not re.search("행 우선|축", korean_page + korean_views)
    assert "convolution from length 5 to length 3" in english
    assert "입력 길이 5, 출력 길이 3의 합성곱" in korean
    assert "z has length 5, z̃ has length 7" in english


def test_several_axes_and_channels_have_an_order():
    for name in ("cs231n", "groups"):
        assert "In row-major order it is" in said(facts(LAYERS[name]))


# ---- residues -------------------------------------------------------------------------


@given(axes(), st.sampled_from([0, 1]), st.sampled_from(["en", "ko"]))
def test_the_residues_on_the_page_are_those_of_its_indices(axis, base, lang):
    """Read back: the entry j as printed and the tap t as printed, which are joined, have the same residue."""
    layer = ConvTranspose(
        input=axis.size,
        kernel=axis.kernel,
        stride=axis.stride,
        padding=((axis.low, axis.high),),
        output_padding=axis.output_padding,
        dilation=axis.dilation,
    )
    words = said(full(layer), lang, index_base=base)
    shift, s = re.search(r"j(?: ([+-] \d+))? = (?:\d+)?q \+ r(?: with|,) 0 ≤ r < (\d+)", words).groups()
    form, modulus = re.search(r"(?:uses the taps|탭) ([\dt·() -]+) ≡ r \(mod (\d+)\)", words).groups()
    assert int(s) == int(modulus) == axis.stride
    for tap, _, j in axis.relation.triples():
        assert (j + base + int((shift or "0").replace(" ", ""))) % int(s) == place(form, tap + base) % int(s)


def place(form, t):
    """Evaluate ``3t`` or ``3·(t - 1)``."""
    factor, less = re.fullmatch(r"(\d*)·?\(?t(?: - (\d))?\)?", form).groups()
    return int(factor or 1) * (t - int(less or 0))


@BOTH
@pytest.mark.parametrize("rank", [1, 2])
def test_the_picture_of_the_residues_counts_as_the_page_does(lang, rank):
    layer = ConvTranspose(input=(3,) * rank, kernel=3, stride=2, padding=1, dilation=3)
    caption = FIGURES["polyphase"](layer, lang=lang).caption
    counted = {base: Spelling(base=base).text(caption) for base in (0, 1)}
    assert " j + l = 2q + r" in counted[0]
    assert " 3t ≡ r (mod 2)" in counted[0]
    assert " (j − 1) + l = 2q + r" in counted[1]
    assert " 3(t − 1) ≡ r (mod 2)" in counted[1]
    axis = "축" if lang == "ko" else "axis"
    assert all((axis in words) is (rank > 1) and "0" not in words for words in counted.values())
    document = compose(full(layer), Style(lang=lang, index_base=1))
    figure = next(b for b in walk(document.blocks) if isinstance(b, Illustration) and b.label == "fig:polyphase")
    assert re.search(r"\( +1\) \+", words_of_document(figure.caption))


# ---- slices of a kernel ---------------------------------------------------------------


@pytest.mark.parametrize(("base", "names"), [(0, ("w[0]", "w′[0]", "w[2]")), (1, ("w[1]", "w′[1]", "w[3]"))])
def test_a_slice_of_the_kernel_and_of_its_flip_say_which_they_are(base, names):
    layer = LAYERS["space"]
    page = to_text(compose(facts(layer), Style(index_base=base).as_text), Style(index_base=base).as_text)
    first, flipped, source = names
    head = next(line for line in page.splitlines() if line.strip().startswith("kernel w"))
    assert f"kernel {first}" in head
    assert f"flipped kernel {flipped}, from {source}" in head
    digit = source[2]
    shown = page[page.index(head) :].splitlines()[1].split()
    assert shown[len(shown) // 2].startswith(f"w{digit}")


@BOTH
def test_the_picture_of_the_kernel_names_its_slices(lang):
    figure = kernel(LAYERS["space"], lang=lang)
    titles = [
        PLAIN.text(shape.words)
        for shape in figure.shapes
        if isinstance(shape, Label) and "′" in PLAIN.text(shape.words)
    ]
    assert len(titles) == 1
    assert "w′_{0}" in titles[0]
    assert "w_{2}" in titles[0]
    flat = [PLAIN.text(s.words) for s in kernel(LAYERS["cs231n"], lang=lang).shapes if isinstance(s, Label)]
    assert any(title.endswith("w′") for title in flat)


# ---- what the padded input holds ------------------------------------------------------

HOLDS = {
    "en": {
        "all": "holds y(?=[:, ])",
        "some": "the entries of y that the crop leaves",
        "none": "The crop leaves no entry of y",
        "gap": "zeros put between entries",
        "pad": "zeros of padding",
    },
    "ko": {
        "all": "y의 성분 전체",
        "some": "y의 성분 가운데 잘라낸 뒤 남은 것",
        "none": "y의 성분은 남지 않으며",
        "gap": "성분 사이에 끼운 영",
        "pad": "패딩의 영",
    },
}


def picture(document):
    """Give the words above the padded input and its cells."""
    for before, block in zip(document.blocks, document.blocks[1:], strict=False):
        if isinstance(before, Paragraph) and isinstance(block, Display) and isinstance(block.parts[0], Row):
            name = block.parts[0].items[0]
            if name in (Sym("z~"), Sub(Sym("z~"), name.index if isinstance(name, Sub) else ())):
                grid = next(part for part in block.parts if isinstance(part, Grid))
                return before, [cell for row in grid.cells for cell in row]
    raise AssertionError


@settings(max_examples=60)
@given(layers(rank=st.integers(1, 2), size=3, kernel=3, pad=5), st.sampled_from(["en", "ko"]))
def test_the_padded_input_holds_what_is_said_above_it(layer, lang):
    style = TEXT[lang]
    paragraph, cells = picture(compose(facts(layer), style))
    dots = {Sym("cdots"), Sym("vdots"), Sym("ddots")}
    assume(not dots & set(cells))
    spatial = {cell for cell in cells if isinstance(cell, Sub)}
    count = len(spatial)
    every = prod(layer.input)
    there = {
        "all": count == every,
        "some": 0 < count < every,
        "none": count == 0,
        "gap": Sym("gap") in cells,
        "pad": Sym("pad") in cells,
    }
    words = " ".join(to_text(Document(Title((), ""), (paragraph,), (1,), lang), style).split())
    assert {kind: bool(re.search(text, words)) for kind, text in HOLDS[lang].items()} == there


@BOTH
def test_what_is_left_out_is_no_sentence_after_a_colon(lang):
    words = said(facts(LAYERS["long-line"]), lang)
    assert re.search(
        {"en": "whose middle is left out here, holds y, ", "ko": r"입력\(가운데는 생략\)에 있는"}[lang], words
    )


COLOURS = re.compile(r"grey|white|colour|\bhue\b|회색|흰색|색상|색은")


@BOTH
@pytest.mark.parametrize("name", ["line", "cs231n", "groups", "wide-kernel", "space"])
def test_plain_text_speaks_of_no_colours_and_a_page_with_colours_does(name, lang):
    assert not COLOURS.search(said(full(LAYERS[name]), lang))
    assert COLOURS.search(words_of_document(compose(full(LAYERS[name]), Style(lang=lang, figures=False))))


# ---- a lowering that was asked about --------------------------------------------------

OTHER = {
    "on every axis it joins the same taps with the same entries of y and x′, as the": (
        ConvTranspose(input=1, kernel=3, stride=2),
        Lowering(dilate=7, pad=2, flip=True),
    ),
    "neither joins any entry": (
        ConvTranspose(input=1, kernel=1, stride=3, padding=((2, 0),), output_padding=2),
        Lowering(dilate=5, pad=((-2, 2),), flip=False),
    ),
    "for every pair of channels it takes the same kernel": (
        ConvTranspose(input=2, kernel=2, in_channels=2, out_channels=2, groups=2),
        Lowering(dilate=1, pad=1, flip=True, swap=False),
    ),
}


@pytest.mark.parametrize("why", OTHER)
def test_why_another_lowering_is_the_same_is_said_before_the_proof(why):
    layer, asked = OTHER[why]
    own = layer.lowering().brief
    words = said(facts(layer, lowering=asked))
    assert "Proved." in words
    lead = f"What follows is the layer's own lowering, {own}. The one that was asked about, {asked.brief}, is the same"
    assert words.index("The lowering, proved") < words.index(lead) < words.index("be the flipped kernel")
    assert [reason for reason in OTHER if reason in words] == [why]
    korean = said(facts(layer, lowering=asked), "ko")
    assert f"층 자체의 방법 {own}의 증명이다. 물은 방법 {asked.brief} 역시" in korean
    assert "the same operator here" not in said(facts(layer))


@BOTH
def test_a_lowering_that_is_wrong_is_told_by_its_name(lang):
    layer, asked = ConvTranspose(input=(3, 3), kernel=3, stride=2), Lowering(dilate=2, pad=1, flip=True)
    words = said(facts(layer, lowering=asked), lang)
    assert {"en": " x̂ has size 5×5, while x′ has size 7×7.", "ko": "x̂의 크기는 5×5이고, x′의 크기는 7×7이다."}[
        lang
    ] in words
    line = ConvTranspose(input=3, kernel=3, stride=2)
    words = said(facts(line, lowering=asked), lang)
    assert {"en": " x̂ has length 5, while x′ has length 7.", "ko": "x̂의 길이는 5이고, x′의 길이는 7이다."}[
        lang
    ] in words
    assert "ẑ" not in words  # which figures alone draw
    drawn = words_of_document(compose(facts(layer, lowering=asked), Style(lang=lang)))
    assert {"en": "draws the lowering that was asked about, which is wrong", "ko": "에 물은 방법(틀린 방법)을"}[
        lang
    ] in drawn


SWAPS = {
    True: ("its channel axes exchanged within each group", "그룹 안에서 채널 축을 맞바꾼 뒤집은"),
    "across": ("its channel axes exchanged across the groups", "그룹 전체에 걸쳐 채널 축을 맞바꾼 뒤집은"),
    False: ("its channel axes as they are", "채널 축을 그대로 둔 뒤집은"),
}


@pytest.mark.parametrize("swap", SWAPS)
def test_the_words_of_a_lowering_say_what_becomes_of_the_channels(swap):
    layer = LAYERS["groups"]
    own = layer.lowering()
    asked = Lowering(dilate=own.dilate, pad=own.pad, flip=True, swap=swap)
    english, korean = SWAPS[swap]
    assert f"with the flipped kernel, {english}" in said(facts(layer, lowering=asked))
    assert korean in said(facts(layer, lowering=asked), "ko")


def test_without_groups_the_channels_are_exchanged_and_without_channels_there_is_nothing_to_say():
    layer = ConvTranspose(input=2, kernel=2, in_channels=2, out_channels=3)
    assert "the flipped kernel, its channel axes exchanged." in said(facts(layer))
    assert "channel" not in said(facts(LAYERS["cs231n"], lowering=WRONG)).partition("The layer")[0]
