"""A rewrite's certificate as a Coq file: both programs as sums over index points, and the plan between them.

Each claim of the plan is a lemma with its tree spelt out. The theorem says that the entries of both programs are
equal at every size; it is `by_letters` of ``Reindex.v``, put together from these lemmas.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import Any, NoReturn

from symtconv.certificates.format import Certificate
from symtconv.checker.obligations import obligations
from symtconv.checker.plan import read_pair, read_size
from symtconv.checker.rewrite import QUESTION, replay_rewrite
from symtconv.checker.sides import Sides
from symtconv.geometry import InputError
from symtconv.programs.denotation import Term
from symtconv.programs.guard import Guard
from symtconv.programs.question import Question
from symtconv.programs.size import Size, name
from symtconv.proofs.coq.formula import letter, spell
from symtconv.proofs.coq.obligation import INSTEAD, Lemmas, spell_guard, spell_known, spell_size
from symtconv.proofs.coq.spelling import checking, resting


def emit_rewrite(certificate: Certificate) -> str:
    """Write a Coq file that states and proves that two programs have the same entries.

    Parameters
    ----------
    certificate : Certificate
        Of a proved rewrite, one product on each side; it is replayed first.

    Returns
    -------
    str
        A ``.v`` file. It opens with what it states and how to check it.

    Raises
    ------
    CertificateError
        When the certificate does not replay.
    InputError
        When the rewrite is refuted, or its plan has more than one product a side, a split, or phases of different
        lengths: what it has.

    Examples
    --------
    >>> from symtconv.claims.rewriting.decide import decide
    >>> text = emit_rewrite(decide("dilate(dilate(x, s1), s2)", "dilate(x, s1*s2)", tensors="x[n]").certificate)
    >>> print(text.split("Definition left_entry ")[1].split("(*")[0].strip())
    {K' : Ring} (x : idx -> K') (n s1 s2 j0 : Z) : K' :=
      sumb [1 + n * s1 + (-1) * s1; n] (fun point' =>
        ind (left_there n s1 s2 j0 point') [*] letters_at [x] (left_places n s1 s2 j0 point')).
    """
    replay_rewrite(certificate)
    body = certificate.body
    if body["verdict"] != "proved":
        _refuse("the programs are not equal")
    tensors, let, left, right, where = (body[key] for key in QUESTION)
    question = Question(tensors, left, right, let, tuple(where))
    lemmas = Lemmas(question)
    plan = _Plan.read(question, body["plan"])
    applied: dict[str, list[tuple[Guard, str]]] = {}
    for obligation, proof in zip(obligations(question, body["plan"]), body["proofs"], strict=True):
        stage = next((stage for stage in STAGES if obligation.name.startswith(stage)), "")
        applied.setdefault(stage, []).append((obligation.goal, lemmas.add(obligation, proof)))
    code = [*lemmas.parts, *plan.definitions(), plan.theorem(applied)]
    return "\n".join([_header(question), _IMPORTS, *code, resting(["@rewrite", *lemmas.names])])


STAGES = ("left term 0: ", "right term 0: ", "left term 0 is one to one", "right term 0 is one to one")
POINT, COPY, SECOND = "point'", "copy'", "C'"
_IMPORTS = """\
From Coq Require Import ZArith Lia List.
From Symtconv Require Import Sums Claims Reindex.
Import ListNotations.
Open Scope Z_scope.

Ltac apart := repeat match goal with
  | H : _ :: _ = _ :: _ |- _ => apply cons_inv in H; destruct H
  | H : _ /\\ _ |- _ => destruct H end.
Ltac alike := repeat match goal with |- _ :: _ = _ :: _ => apply (f_equal2 (@cons _)) end; try reflexivity; lia.
Ltac by_claim := first [assumption | lia].
"""


def _header(question: Question) -> str:
    words = f"{question.left}   =   {question.right}   over   {question.tensors}   for   " + (
        ", ".join(question.domain) or "all integers"
    )
    words = words.replace("(*", "( *").replace("*)", "* )")
    return f"""\
(* Two programs, proved equal entry by entry.  Written by symtconv; Coq is the judge.

{fill(words, 108, initial_indent="     ", subsequent_indent="     ", break_long_words=False)}

   What is stated: wherever both programs are defined, the sum of products that an entry of the left program is
   equals that of the right program, at every index and in every commutative ring.  That an entry is that
   sum is read from the programs' text by symtconv, and is not stated here.  The claims before the theorem show
   that one program is defined where the other is, and that both are equally long.

{checking("holds, letters_at and by_letters are in its Reindex.v")} *)"""


def _refuse(why: str) -> NoReturn:
    msg = f"this rewrite is not written for Coq: {why}; {INSTEAD}"
    raise InputError(msg)


@dataclass(frozen=True)
class _Plan:
    """A plan with one term on each side, and the maps between them."""

    sides: Sides
    terms: tuple[Term, Term]
    letters: tuple[Sequence[tuple[str, tuple[Size, ...]]], Sequence[tuple[str, tuple[Size, ...]]]]
    maps: tuple[Mapping[str, str], Mapping[str, str]]  # of the right term's variables, and of the left one's

    @classmethod
    def read(cls, question: Question, plan: Any) -> _Plan:
        """Take a plan apart, or refuse it."""
        if not isinstance(plan, dict) or "split" in plan:
            _refuse("its proof splits at the sizes")
        replaced = dict(read_pair(pair, question.names) for pair in plan["replace"])
        sides = Sides(question, question.conditions, {str(old): new for old, new in replaced.items()})
        left, right = (side.terms for side in sides.collections())
        if (len(left), len(right)) != (1, 1):
            _refuse(f"an entry is {len(left)} products on the left and {len(right)} on the right, not one on each side")
        trees = (plan["to"][0][0], plan["to"][1][0])
        if not all(isinstance(tree, dict) and "map" in tree for tree in trees):
            _refuse("its proof splits at the index")
        if any(tree.get("digits") for tree in trees) or left[0].places or right[0].places:
            _refuse("concat_all has phases of different lengths")
        ours, theirs = left[0].letters, right[0].letters
        if len({word for word, _ in ours}) < len(ours):
            _refuse("a tensor occurs twice in a product")
        if not all("letters" in how for how in plan["apart"]):
            _refuse("its points are told apart by their maps")
        there = dict(theirs)
        return cls(
            sides,
            (left[0], right[0]),
            (ours, [(word, there[word]) for word, _ in ours]),
            (trees[0]["map"], trees[1]["map"]),
        )

    @property
    def names(self) -> str:
        """The sizes and the index, as arguments."""
        return " ".join(map(letter, (*self.sides.question.names, *self.sides.index)))

    @property
    def tensors(self) -> list[str]:
        """The tensors in the order of a product."""
        return [letter(word) for word, _ in self.letters[0]]

    def definitions(self) -> list[str]:
        """Define guards, places of letters, and the entry of each side."""
        bound = f"({self.names} : Z)" if self.names else ""
        tensors = f"({' '.join(self.tensors)} : idx -> K') " if self.tensors else ""
        found = []
        for word, term, letters in zip(("left", "right"), self.terms, self.letters, strict=True):
            point = _point(term.variables)
            zeros, more = ([spell_size(g.size) for g in term.guards if g.word == kind] for kind in ("==", ">="))
            places = [_list(map(spell_size, index)) for _, index in letters]
            found.append(f"""\
(* The {word} program. *)
Definition {word}_there {bound} (point' : idx) : bool := match point' with
  {point} => holds {_list(zeros)} {_list(more)} | _ => false end.
Definition {word}_places {bound} (point' : idx) : list idx := match point' with
  {point} => {_list(places)} | _ => [] end.
Definition {word}_entry {{K' : Ring}} {tensors}{bound} : K' :=
  sumb {self.box(term)} (fun point' =>
    ind ({word}_there {self.names} point') [*] letters_at {_list(self.tensors)} ({word}_places {self.names} point')).
""")
        return found

    def box(self, term: Term) -> str:
        """Give a box around the points: for each variable a length that no other variable moves, from the guards."""
        moving = {*term.variables, *self.sides.index}
        sizes = [*(guard.size for guard in term.guards), *(size for _, index in term.letters for size in index)]
        for opaque in (atom for size in sizes for atom in size.opaques()):
            if any(size.names & set(term.variables) for size in opaque.sizes):
                _refuse(f"{opaque} depends on a point of the sum, as in phases of different lengths")
        found = []
        for variable in term.variables:
            ends = [g.size + name(variable) + 1 for g in term.guards if g.word == ">=" and variable in g.size.names]
            fixed = [spell_size(end) for end in ends if not end.names & moving]
            if not fixed:
                _refuse(f"the range of {variable} depends on another point of the sum")
            found.append(fixed[0])
        return _list(found)

    def theorem(self, applied: Mapping[str, Sequence[tuple[Guard, str]]]) -> str:
        """State that the entries are equal, and prove it from the claims."""
        question = self.sides.question
        premises = [*map(spell, question.bounds), *map(spell_known, self.sides.known())]
        there = " ".join(["", *self.tensors, self.names]).rstrip()
        tensors = f" ({' '.join(self.tensors)} : idx -> K')" if self.tensors else ""
        bound = f" ({self.names} : Z)" if self.names else ""
        one, other = (_list_map(term.variables, map_, self) for term, map_ in self.both())
        stages = [applied.get(stage, []) for stage in STAGES]
        steps = [
            self.ranges("left", 0),
            self.ranges("right", 1),
            self.goes("left", "right", 0, stages[0]),
            self.goes("right", "left", 1, stages[1]),
            self.once("left", 0, stages[2]),
            self.once("right", 1, stages[3]),
        ]
        assumed = "".join(f"  ({premise}) ->\n" for premise in premises)
        return f"""\
Theorem rewrite : forall {{K' : Ring}}{tensors}{bound},
{assumed}  left_entry{there} = right_entry{there}.
Proof.
  intros. unfold left_entry, right_entry.
  apply by_letters with (to := {one}) (fro := {other}).
{"".join(f"  - {step}" for step in steps)}Qed.
"""

    def both(self) -> list[tuple[Term, list[str]]]:
        """Give each term with where its points go, in the order of the other's variables."""
        left, right = self.terms
        return [
            (left, [self.maps[0][variable] for variable in right.variables]),
            (right, [self.maps[1][variable] for variable in left.variables]),
        ]

    def taken(self, word: str, side: int, point: str, copy: str = "", holds: str = "G'") -> str:
        """Take a point apart, and its guards."""
        pattern = "[|? ?]"
        for variable in reversed(self.terms[side].variables):
            pattern = f"[|{letter(copy + variable)} {pattern}]"
        return (
            f"destruct {point} as {pattern}; try discriminate {holds}.\n    unfold {word}_there in {holds}. "
            f"apply holds_each in {holds}. cbn [each] in {holds}."
        )

    def ranges(self, word: str, side: int) -> str:
        """Say that the points of a side lie in its box."""
        return f"intros point' G'. {self.taken(word, side, POINT)} cbn [inb]. repeat split; lia.\n"

    def goes(self, word: str, other: str, side: int, claims: Sequence[tuple[Guard, str]]) -> str:
        """Say that the points of a side go where the plan says."""
        return (
            f"intros point' G'. {self.taken(word, side, POINT)} apart.\n{_shown(claims)}"
            f"    unfold {other}_there, {other}_places, {word}_places. split; [|alike].\n"
            "    apply holds_each. cbn [each]. repeat split; by_claim.\n"
        )

    def once(self, word: str, side: int, claims: Sequence[tuple[Guard, str]]) -> str:
        """Say that no two points of a side have the same letters."""
        copy = self.sides.question.prefix("c")
        return (
            f"intros point' copy' G' C' E'. {self.taken(word, side, POINT)}\n"
            f"    {self.taken(word, side, COPY, copy, SECOND)}\n"
            f"    unfold {word}_places in E'. apart.\n{_shown(claims)}    alike.\n"
        )


def _shown(claims: Sequence[tuple[Guard, str]]) -> str:
    return "".join(
        f"    assert (L{place}' : {spell_guard(goal)}) by (apply ({applied}); by_claim).\n"
        for place, (goal, applied) in enumerate(claims)
    )


def _list(parts: Any) -> str:
    return f"[{'; '.join(parts)}]"


def _point(variables: Sequence[str]) -> str:
    return _list(map(letter, variables))


def _list_map(variables: Sequence[str], texts: Sequence[str], plan: _Plan) -> str:
    names = (*plan.sides.question.names, *plan.sides.index, *variables)
    sizes = _list(spell_size(read_size(text, names)) for text in texts)
    return f"fun point' => match point' with {_point(variables)} => {sizes} | _ => [] end"
