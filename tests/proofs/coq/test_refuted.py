"""Wrong lowerings through coqc: each is refuted there too, and a spoilt file is refused."""

from __future__ import annotations

import pytest

from symtconv import prove
from symtconv.geometry import ConvTranspose, EngineError, InputError, Lowering
from symtconv.proofs.coq import emit_refutation
from symtconv.proofs.coq.build import check_closed
from tests.proofs.coq.test_certificates import compiled, together
from tests.proofs.test_instance import SLIPS

GROUPS = {"input": (3, 2), "kernel": (3, 2), "stride": 2, "in_channels": 4, "out_channels": 6, "groups": 2}
WRONG = {name: (words, slip) for name, (words, slip, _) in SLIPS.items()} | {
    "flip forgotten in every channel": (GROUPS, {"flip": False}),
    "padding of one axis in every channel": (GROUPS, {"pad": ((2, 2), (0, 2))}),
    "another size in every channel": (GROUPS, {"pad": ((2, 2), (1, 2))}),
    "three axes": ({"input": (2, 1, 3), "kernel": (2, 3, 1), "stride": (1, 2, 3)}, {"dilate": (1, 2, 4)}),
    "a crop from the wrong end": ({"input": 4, "kernel": 1, "stride": 2, "padding": ((2, 1),)}, {"pad": ((-1, -2),)}),
    "nothing is left": ({"input": 2, "kernel": 5, "stride": 2}, {"pad": 0}),
    "an extra term": ({"input": 3, "kernel": 2, "stride": 3}, {"dilate": 2, "pad": ((2, 2),)}),
    "a million a side": (
        {"input": (10**6, 10**6), "kernel": 3, "stride": 2, "padding": 1, "output_padding": 1},
        {"pad": ((1, 2), (2, 1))},
    ),
}


def wrong(name):
    words, slip = WRONG[name]
    layer = ConvTranspose(**words)
    lowering = Lowering(**{**layer.lowering().to_dict(), **slip}).for_rank(layer.rank)
    verdict = prove(layer, lowering=lowering)
    assert verdict.outcome == "refuted"
    return layer, lowering, verdict.counterexample


SAID = [name for name, (_, slip) in WRONG.items() if not {"swap", "crop_first"} & set(slip)]


@pytest.mark.coq
def test_coq_refutes_every_wrong_lowering(coq_library, tmp_path):
    texts = [emit_refutation(*wrong(name)) for name in SAID]
    assert {"wrong_shape" in text for text in texts} == {"differs" in text for text in texts} == {True, False}
    path, printed = compiled(together(texts), coq_library, tmp_path)
    assert check_closed(path, printed) == 1


SPOILT = {
    "no flip": [("= r1 /\\", "= r0 /\\"), ("slide w", "slide (flipped [3; 3] w)"), ("[0; 1] = r1", "[0; 0] = r1")],
    "nothing is left": [("= [-1]", "= [0]"), ("= [7]", "= [-1]"), ("pad [0] [0]", "pad [4] [4]")],
    "flip forgotten in every channel": [("= r0.", "= r1."), ("ci =? 0", "ci =? 3"), ("m =? 0", "m =? 1")],
}


@pytest.mark.coq
@pytest.mark.parametrize(
    ("name", "number"), [(name, n) for name, changes in SPOILT.items() for n in range(len(changes))]
)
def test_coq_refuses_a_spoilt_file(coq_library, tmp_path, name, number):
    text, (was, now) = emit_refutation(*wrong(name)), SPOILT[name][number]
    assert was in text
    with pytest.raises(EngineError, match="Coq refuses it"):
        compiled(text.replace(was, now, 1), coq_library, tmp_path)


@pytest.mark.parametrize("name", [name for name in WRONG if name not in SAID])
def test_what_the_programs_of_the_library_cannot_say_is_refused(name):
    with pytest.raises(InputError, match="cannot be said in Coq"):
        emit_refutation(*wrong(name))


def test_the_header_says_layer_lowering_and_what_is_stated():
    text = emit_refutation(*wrong("no flip"))
    assert "   Layer: input 2x2, kernel 3x3, stride 2x2, padding 1:1x1:1, dilation 1x1, output padding 1x1.\n" in text
    assert "   Lowering: dilate=2 pad=1:2 no-flip.\n" in text
    assert "entry 0x1 is 1 in one and 0 in the other" in text
    assert "the program writes -1 entries and the layer 7, over every" in emit_refutation(*wrong("nothing is left"))
