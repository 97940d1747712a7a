"""The library: nothing unproved, nothing unsaid, nothing that rests on more than Coq."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from symtconv.geometry import EngineError
from symtconv.proofs.coq import build_library, check_library, compile_file, library_path
from symtconv.proofs.coq.build import ASSUMPTIONS, CLOSED, check_closed, check_no_axiom, recheck
from symtconv.proofs.coq.library import assumptions_text, sources, statements
from symtconv.proofs.theorem import IN_COQ, theorem

# What the printed proof and the documents name; a renamed lemma must be renamed there too.
CHAIN = {
    "Convolution.v": {"conv_matrix"},
    "Sums.v": {"sumb_swap", "sumb_mul", "sum_flip"},
    "Lowering.v": {"sumb_flip", "hit_delta", "zpad_delta", "emulation", "emulation_groups", "extended_matrix"},
    "Geometry.v": {"read_is_write", "length_identity", "emul_in_bounds", "exact_iff"},
}


@pytest.fixture(params=sources())
def source(request):
    return request.param


def text_of(source):
    return (library_path() / source).read_text(encoding="utf-8")


def test_the_project_lists_every_file():
    assert sorted(sources()) == sorted(path.name for path in library_path().glob("*.v"))


def test_every_file_opens_with_what_it_is_about(source):
    assert text_of(source).startswith("(** * ")


def test_a_sentence_stands_before_every_statement(source):
    lines = text_of(source).splitlines()
    silent = [
        line
        for before, line in pairwise(lines)
        if re.match(r"(Theorem|Corollary|Lemma|Fact) ", line) and not before.rstrip().endswith("*)")
    ]
    bare = [line for line in silent if not line.startswith("Fact ")]  # a fact may follow the numbers that it runs on
    assert bare == []


def test_only_the_standard_library_and_itself_are_imported(source):
    froms = set(re.findall(r"^From (\w+)", text_of(source), re.MULTILINE))
    assert froms <= {"Coq", "Symtconv"}


def test_a_file_imports_only_earlier_ones(source):
    earlier = {name[:-2] for name in sources()[: sources().index(source)]}
    for names in re.findall(r"From Symtconv Require Import ([^.]*)\.", text_of(source)):
        assert set(names.split()) <= earlier


def test_nothing_is_assumed(source):
    check_no_axiom(source, text_of(source))


@pytest.mark.parametrize(
    "planted",
    [
        "Axiom cheat : False.",
        "Lemma l : False. Proof. Admitted.",
        "Lemma l : False. Proof. admit. Qed.",
        "Parameter p : Z.",
        "(* fine *) Unset Guard Checking. (* fine *)",
    ],
)
def test_an_assumption_is_found_with_its_line(planted):
    with pytest.raises(EngineError, match=r"Planted\.v, line 3: '.*' leaves something unproved"):
        check_no_axiom("Planted.v", f"(* a comment with Axiom and Admitted\n over two lines *)\n{planted}\n")


def test_assumptions_asks_about_everything_proved():
    assert text_of(ASSUMPTIONS) == assumptions_text()
    asked = re.findall(r"@(\w+)\.(\w+)", text_of(ASSUMPTIONS))
    proved = [(name[:-2], each) for name in sources() for each in statements(name)]
    assert sorted(asked) == sorted(proved)
    assert len(asked) == len(set(asked))


def test_the_lemmas_that_the_chain_cites_are_there():
    for source, names in CHAIN.items():
        assert names <= set(statements(source)), source


def test_what_the_printed_steps_cite_is_there():
    defined = {
        name for source in sources() for name in re.findall(r"^(?:Definition|Fixpoint) (\w+)", text_of(source), re.M)
    }
    proved = {name for source in sources() for name in statements(source)}
    cited = {step.lemma for step in theorem()}
    assert cited <= defined | proved
    assert len(cited & proved) >= 6
    assert set(IN_COQ) <= proved


def test_an_answer_other_than_closed_is_refused(tmp_path):
    path = tmp_path / "Two.v"
    path.write_text("(* Print Assumptions nothing. *)\nPrint Assumptions a.\nPrint Assumptions b.\n", encoding="utf-8")
    assert check_closed(path, f"{CLOSED}\n{CLOSED}\n") == 2
    for printed in (CLOSED, f"{CLOSED}\nAxioms:\ncheat : False\n", ""):
        with pytest.raises(EngineError, match=r"Two\.v: [01] of 2 answers"):
            check_closed(path, printed)


def test_without_coq_the_message_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr("symtconv.proofs.coq.build.shutil.which", lambda tool: None)
    with pytest.raises(EngineError, match="apt-get install coq"):
        build_library(tmp_path / "library")
    assert not (tmp_path / "library").exists()


@pytest.mark.coq
def test_everything_is_closed(coq_library):
    path = coq_library / ASSUMPTIONS
    assert check_closed(path, compile_file(path, coq_library)) == len([name for name in sources() if statements(name)])


@pytest.mark.coq
def test_coq_names_an_assumption_that_no_word_gives_away(coq_library, tmp_path):
    path = tmp_path / "Hidden.v"
    path.write_text(
        "From Symtconv Require Import Sums.\nHypothesis cheat : forall a b : nat, a = b.\n"
        "Lemma absurd : 1 = 2. Proof. apply cheat. Qed.\nPrint Assumptions absurd.\n",
        encoding="utf-8",
    )
    check_no_axiom(path.name, path.read_text(encoding="utf-8"))
    with pytest.raises(EngineError, match="cheat"):
        check_closed(path, compile_file(path, coq_library))


@pytest.mark.coq
def test_coqchk_accepts_every_file_again(coq_library):
    recheck(coq_library, everything=False)


@pytest.mark.coq
@pytest.mark.long
@pytest.mark.parametrize("everything", [False, True])
def test_the_whole_check_in_one_call(everything):
    report = check_library(everything=everything)
    assert report.rechecked == ("everything" if everything else "library")
    assert report.files == len(sources())


@pytest.mark.coq
def test_coqchk_names_an_axiom(tmp_path):
    (tmp_path / "Cheat.v").write_text("Axiom cheat : 1 = 2.\n", encoding="utf-8")
    compile_file(tmp_path / "Cheat.v", tmp_path)
    with pytest.raises(EngineError, match=r"Symtconv\.Cheat\.cheat"):
        recheck(tmp_path, everything=False)
    (tmp_path / "Cheat.vo").write_bytes((tmp_path / "Cheat.vo").read_bytes()[:-40])
    with pytest.raises(EngineError, match="Coq refuses it"):
        recheck(tmp_path, everything=False)


def test_the_installed_package_is_not_written_to():
    assert not list(library_path().glob("*.vo*"))
