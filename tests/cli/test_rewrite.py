"""``symtconv rewrite`` and programs as lowerings, through the command line."""

from __future__ import annotations

import json

ONE = ("--tensors", "x[n] w[k]")


def test_a_proof_is_0_and_its_certificate_replays(symtconv, tmp_path):
    file = tmp_path / "p.json"
    run = symtconv("rewrite", "convt(x, w)", "conv(pad(x, k-1, k-1), reverse(w))", *ONE, "-o", str(file))
    assert (run.code, run.out.splitlines()[0][:6]) == (0, "proved")
    again = symtconv("verify", str(file))
    assert (again.code, "proved" in again.out) == (0, True)


def test_a_refutation_is_1_and_says_everything_in_json(symtconv):
    run = symtconv("rewrite", "append(reverse(x), a)", "reverse(append(x, a))", "--tensors", "x[n]", "--json")
    report = json.loads(run.out)
    assert run.code == 1
    assert report["counterexample"] == {"n": 1, "a": 1}
    assert (report["entry"], report["left_entry"], report["right_entry"]) == ([0], "x[0]", "0")
    assert (report["left_shape"], report["holds_when"], report["holds_if"]) == ([2], "a == 0", None)


def test_what_cannot_be_read_is_2_with_a_caret(symtconv):
    run = symtconv("rewrite", "padd(x, 1, 1)", "x", "--tensors", "x[n]")
    assert (run.code, run.out) == (2, "")
    assert run.err.splitlines()[-1] == "  ^"
    run = symtconv("rewrite", "x", "x", "--tensors", "x[n]", "--let", "K")
    assert (run.code, "NAME=TERM" in run.err) == (2, True)


def test_a_program_is_judged_in_place_of_a_lowering(symtconv):
    layer = ("derive", "--input", "n", "--kernel", "3", "--stride", "2", "--padding", "1")
    right = symtconv(*layer, "--lowering", "program: conv(pad(dilate(y, s), k-1-p, k-1-p), reverse(w))")
    wrong = symtconv(*layer, "--lowering", "program: conv(pad(dilate(y, s), p, p), w)")
    assert (right.code, wrong.code) == (0, 1)


def test_the_page_has_the_maps_and_the_framed_entry(symtconv, tmp_path):
    page = tmp_path / "p.html"
    assert symtconv("rewrite", "convt(x, w)", "conv(pad(x, k-1, k-1), reverse(w))", *ONE, "-o", str(page)).code == 0
    assert "Where the products go" in page.read_text()
    tex = tmp_path / "q.tex"
    assert symtconv("rewrite", "reverse(x)", "x", "--tensors", "x[n]", "-o", str(tex)).code == 1
    assert r"\boxed{2}" in tex.read_text()
