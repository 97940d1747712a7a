"""The grid through coqc: every emitted file must be accepted, and every spoilt one refused."""

from __future__ import annotations

import pytest

from symtconv.geometry import EngineError
from symtconv.proofs.coq import compile_file, emit_layer
from symtconv.proofs.coq.build import CLOSED, check_closed
from tests.proofs.coq.grid import LARGE, SMALL

pytestmark = pytest.mark.coq


def compiled(text, library, folder):
    path = folder / "Certificate.v"
    path.write_text(text, encoding="utf-8")
    return path, compile_file(path, library)


@pytest.mark.parametrize("name", ["two_axes_all_different", "groups"])
def test_a_file_as_it_is_written(coq_library, tmp_path, name):
    path, printed = compiled(emit_layer(SMALL[name]), coq_library, tmp_path)
    assert check_closed(path, printed) == 1


def together(texts):
    """Put whole files side by side in one, a module each, and ask once what they rest on: Coq starts once."""
    ask = "Print Assumptions all_of_it.\n"
    modules = [f"Module Case{n}.\n{text.removesuffix(ask)}End Case{n}.\n" for n, text in enumerate(texts)]
    every = ", ".join(f"@Case{n}.all_of_it" for n in range(len(modules)))
    return "".join([*modules, f"Definition every := ({every}).\nPrint Assumptions every.\n"])


def test_the_grid_entry_by_entry(coq_library, tmp_path):
    texts = [emit_layer(layer, literal=True) for layer in SMALL.values()]
    assert all("Theorem matrix w" in text and "Theorem result w" in text for text in texts)
    path, printed = compiled(together(texts), coq_library, tmp_path)
    assert check_closed(path, printed) == 1


def test_the_grid_at_any_size(coq_library, tmp_path):
    some = [SMALL[name] for name in ("crop", "output_padding_beyond_stride", "groups_not_exact", "three_axes")]
    texts = [emit_layer(layer, literal=False) for layer in [*some, *LARGE.values()]]
    path, printed = compiled(together(texts), coq_library, tmp_path)
    assert check_closed(path, printed) == 1


TWO = SMALL["two_axes_all_different"]
GROUPS = SMALL["groups"]
BEYOND = SMALL["output_padding_beyond_stride"]
SPOILT = {
    # what is wrong: (layer, text that is there, what is put in its place)
    "kernel_read_backwards_in_one_row": (
        SMALL["plain"],
        "[[w [1]; w [2]; r0];\n   [r0; w [0]; w [1]]]",
        "[[w [1]; w [0]; r0];\n   [r0; w [0]; w [1]]]",
    ),
    "one_zero_too_many": (SMALL["plain"], "[r0; w [0]; w [1]]]", "[r0; r0; w [1]]]"),
    "entry_of_the_result": (
        SMALL["plain"],
        "w [2] [*] y [0] [+] w [0] [*] y [1]",
        "w [0] [*] y [0] [+] w [2] [*] y [1]",
    ),
    "term_of_the_result_missing": (SMALL["plain"], "w [2] [*] y [0] [+] w [0] [*] y [1]", "w [2] [*] y [0]"),
    "low_pad": (SMALL["plain"], "(pad [1] [1] (dilate", "(pad [2] [1] (dilate"),
    "low_pad_in_words_only": (SMALL["plain"], "map pad_low axes = [1]", "map pad_low axes = [2]"),
    "high_pad_on_one_axis": (TWO, "(pad [1; 2] [2; 1] (dilate", "(pad [1; 2] [2; 2] (dilate"),
    "length": (SMALL["plain"], "shape x' = [3]", "shape x' = [4]"),
    "kernel_not_flipped": (SMALL["plain"], "slide (flipped [3] w)", "slide w"),
    "stride_of_the_dilation": (TWO, "(dilate [2; 1]", "(dilate [2; 2]"),
    "dilation_of_the_kernel": (TWO, "[1; 1] [1; 2]\n", "[1; 1] [1; 1]\n"),
    "weight_of_another_channel_in_a_group": (GROUPS, "w 1 2 [1] [*] y 1 [0]", "w 1 1 [1] [*] y 1 [0]"),
    "weight_index_not_local_to_its_group": (
        GROUPS,
        "(w (co / 3 * 2 + c) (co mod 3))",
        "(w (co / 3 * 2 + c) co)",
    ),
    "channels_across_groups": (GROUPS, "conv_groups axes 2 3 w x ci o", "conv_groups axes 3 2 w x ci o"),
    "whole_convolution_too_short": (BEYOND, "convT [Axis 5 2 2 1 0 1 1]", "convT [Axis 4 2 2 1 0 1 1]"),
    "extended_by_something_else": (BEYOND, "(extend [3] y)", "(extend [2] y)"),
    "outputs_of_the_convolution": (BEYOND, "map conv_outputs axes = [5]", "map conv_outputs axes = [3]"),
}


@pytest.mark.parametrize("what", SPOILT)
def test_a_spoilt_file_is_refused(coq_library, tmp_path, what):
    layer, there, instead = SPOILT[what]
    text = emit_layer(layer)
    assert text.count(there) >= 1, "nothing to spoil"
    with pytest.raises(EngineError, match=r"Certificate\.v: Coq refuses it") as refused:
        compiled(text.replace(there, instead), coq_library, tmp_path)
    assert "Syntax error" not in str(refused.value)


def test_an_empty_file_shows_nothing(coq_library, tmp_path):
    path, printed = compiled("From Symtconv Require Import Sums.\n", coq_library, tmp_path)
    assert CLOSED not in printed
    with pytest.raises(EngineError, match="0 of 0"):
        check_closed(path, printed)
