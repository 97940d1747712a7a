"""A decided rewrite as a document: two programs, where products go, every claim with its reason; or a difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from symtconv.checker.obligations import obligations
from symtconv.checker.sides import Obligation, Sides
from symtconv.claims.rewriting.report import map_rows, reproduce
from symtconv.claims.rewriting.verdict import RewriteVerdict
from symtconv.programs.denotation import Term
from symtconv.programs.question import Question
from symtconv.rendering.documents.authored import authored
from symtconv.rendering.documents.document import (
    Block,
    Code,
    Display,
    Document,
    Grid,
    Heading,
    Math,
    Paragraph,
    Spans,
    Stated,
    Strong,
    Table,
    TableRow,
    Text,
    Title,
)
from symtconv.rendering.documents.evidence import answered
from symtconv.rendering.documents.words import Words, joined
from symtconv.rendering.notation.formulas import formula, term
from symtconv.rendering.notation.style import Style
from symtconv.rendering.notation.tree import Given, Node

MOST_CLAIMS, MOST_WIDE, LONG = 120, 12, 90


def rewrite_page(verdict: RewriteVerdict, style: Style, versions: Mapping[str, str]) -> Document:
    """Write the document of a decided rewrite.

    Parameters
    ----------
    verdict : RewriteVerdict
        Proved, refuted or unknown.
    style : Style
    versions : mapping of str to str
        What decided it.

    Returns
    -------
    Document
        The same for the same verdict, whatever time it took.
    """
    words = Words(style.lang)
    title = words.say(f"rewrite.title.{verdict.outcome}") if style.title is None else authored(style.title)
    blocks = tuple(_Page(verdict, style, versions).blocks())
    return Document(Title(title, reproduce(verdict), style.author), blocks, kernel=(1,), lang=style.lang)


class _Page:
    def __init__(self, verdict: RewriteVerdict, style: Style, versions: Mapping[str, str]) -> None:
        self.verdict, self.style, self.versions = verdict, style, versions
        self.words = Words(style.lang)
        self.say = self.words.say
        self.question = Question(verdict.tensors, verdict.left, verdict.right, verdict.let, verdict.where)

    def blocks(self) -> Iterator[Block]:
        verdict = self.verdict
        values = self.listed(formula(f"{letter} == {v}") for letter, v in (verdict.counterexample or {}).items())
        told = self.say(f"rewrite.{verdict.outcome}", values=values)
        yield Paragraph(joined((self.say(f"outcome.{verdict.outcome}"), told)))
        yield from self.statement()
        if verdict.outcome == "proved":
            yield from self.products()
            yield from self.maps()
            yield from self.claims()
        elif verdict.outcome == "refuted":
            yield from self.difference()
        elif verdict.reason:
            yield Paragraph((Text(self.words.told(verdict.reason)),))
        yield from self.evidence()

    def statement(self) -> Iterator[Block]:
        verdict, proved = self.verdict, self.verdict.outcome == "proved"
        yield Heading(self.say("rewrite.heading"), "rewrite")
        kind = "proposition" if proved else "claim"
        bounds = [*self.question.domain]
        conditions = self.listed(formula(part) for part in bounds if part not in self.lets())
        lead = self.say("rewrite.domain" if bounds else "rewrite.domain.none", domain=conditions)
        rows = [
            TableRow(((Strong(self.words.word("rewrite.tensors")),), (Code(verdict.tensors),))),
            *(TableRow(((Strong(letter),), (Math(term(text)),))) for letter, text in verdict.let.items()),
            TableRow(((Strong(self.words.word("rewrite.left")),), (Code(verdict.left),)), apart=True),
            TableRow(((Strong(self.words.word("rewrite.right")),), (Code(verdict.right),))),
        ]
        body = (Paragraph(lead, keep=True), Table("lp", tuple(rows)))
        yield Stated(kind, f"{'prop' if proved else 'claim'}:rewrite", body, boxed=True)
        if verdict.lengths:
            yield Paragraph(self.say("rewrite.lengths", lengths=self.listed(map(term, verdict.lengths))))

    def lets(self) -> set[str]:
        return {f"{letter} = {text}" for letter, text in self.verdict.let.items()}

    # ---- a proof ------------------------------------------------------------------

    def products(self) -> Iterator[Block]:
        """Say what an entry is on either side."""
        sides = Sides(self.question, self.question.conditions).collections()
        yield Heading(self.say("rewrite.entries"), "entries")
        index = self.listed(map(term, Sides(self.question, ()).index))
        yield Paragraph(self.say("rewrite.entries.lead", index=index or self.words.plain("()")))
        rows = []
        for side, word in zip(sides, ("left", "right"), strict=True):
            for number, product in enumerate(side.terms):
                head = (Strong(self.words.word(f"rewrite.{word}")),) if number == 0 else ()
                rows.append(TableRow((head, (Math(_product(product)),), self.listed(map(_fact, product.guards)))))
        yield Table("llp", tuple(rows))

    def maps(self) -> Iterator[Block]:
        yield Heading(self.say("rewrite.maps"), "maps")
        yield Paragraph(self.say("rewrite.maps.lead"))
        rows = []
        for where, side, found in map_rows(self.certificate["plan"]):
            arrow = self.words.word(f"rewrite.to.{side}")
            told = self.listed(_given(f"{variable} = {size}", _equals(variable, size)) for variable, size in found)
            case = self.listed(map(formula, where))
            rows.append(TableRow(((Strong(arrow),), told or self.say("rewrite.itself"), case)))
        yield Table("lpl", tuple(rows), (self.say("rewrite.way"), self.say("rewrite.map"), self.say("rewrite.where")))

    def claims(self) -> Iterator[Block]:
        """Give each claim in one line, with its reason."""
        found = list(obligations(self.question, self.certificate["plan"]))
        yield Heading(self.say("rewrite.claims"), "claims")
        yield Paragraph(self.say("rewrite.claims.lead", number=str(len(found))))
        rows = [
            TableRow(
                ((Text(str(number)),), (_claim(claim),), (Text(claim.name.partition(": ")[0]),), self.reason(proof))
            )
            for number, (claim, proof) in enumerate(zip(found, self.certificate["proofs"], strict=True), 1)
        ]
        head = (self.words.plain("#"), self.say("rewrite.claim"), self.say("rewrite.of"), self.say("rewrite.since"))
        yield Table("rlpl", tuple(rows[:MOST_CLAIMS]), head)

    def reason(self, proof: Mapping[str, Any]) -> Spans:
        """Say how a claim follows: from how many facts, in how many cases."""
        leaves, opened = _counted(proof["tree"])
        key = "rewrite.since.sum" if opened == 0 else "rewrite.since.cases"
        return self.say(key, facts=str(len(proof["use"])), cases=str(leaves))

    @property
    def certificate(self) -> Mapping[str, Any]:
        if self.verdict.certificate is None:
            raise AssertionError
        return self.verdict.certificate.body

    # ---- a refutation --------------------------------------------------------------

    def difference(self) -> Iterator[Block]:
        verdict, found = self.verdict, self.verdict.difference
        if found is None:
            return
        yield Heading(self.say("rewrite.difference"), "difference")
        shapes = {"left": _shape(found.left_shape), "right": _shape(found.right_shape)}
        if found.entry is None:
            yield Paragraph(self.say("rewrite.undefined", **shapes))
        else:
            place = ",".join(map(str, found.entry))
            yield Paragraph(
                self.say("rewrite.entry", entry=place, left=Code(found.left or ""), right=Code(found.right or ""))
            )
            if found.left_shape != found.right_shape:
                yield Paragraph(self.say("rewrite.shapes", **shapes))
            yield from self.pictures(found.entry)
        if verdict.holds_when is not None or verdict.holds_if is not None:
            yield Paragraph(self.condition())

    def pictures(self, entry: tuple[int, ...]) -> Iterator[Block]:
        """Give both results in numbers, the entry framed."""
        if self.verdict.numbers is None or len(entry) not in (1, 2):
            return
        for word, result in zip(("left", "right"), self.verdict.numbers, strict=True):
            rows = result if len(entry) == 2 else [result]
            if not isinstance(rows, list) or not all(
                isinstance(row, list) and 0 < len(row) <= MOST_WIDE for row in rows
            ):
                continue
            place = entry if len(entry) == 2 else (0, *entry)
            cells = tuple(
                tuple(_cell(number, framed=(i, j) == place) for j, number in enumerate(row))
                for i, row in enumerate(rows)
            )
            caption = (Strong(self.words.word(f"rewrite.{word}")),)
            yield Paragraph(caption, keep=True)
            yield Display((Grid(cells),))
        yield Paragraph(self.say("rewrite.numbers"), quiet=True)

    def condition(self) -> Spans:
        verdict = self.verdict
        if verdict.holds_when == "never":
            return self.say("rewrite.never")
        if verdict.holds_when is not None:
            return self.say("rewrite.when", condition=Math(formula(verdict.holds_when)))
        return self.say("rewrite.if", condition=Math(formula(verdict.holds_if or "")))

    # ---- evidence -------------------------------------------------------------------

    def evidence(self) -> Iterator[Block]:
        verdict = self.verdict
        decided = verdict.outcome, self.say(f"rewrite.by.{verdict.outcome}")
        yield from answered(self.words, self.style, decided, verdict.certificate, self.versions)

    def listed(self, nodes: Iterable[Node]) -> Spans:
        """Give formulas with commas between them."""
        found: list[Any] = []
        for node in nodes:
            found += [Text(", ")] if found else []
            found.append(Math(node))
        return tuple(found)


def _claim(claim: Obligation) -> Math | Text:
    if claim.goal.size.constant is not None:
        return Text("⊥")
    text = claim.goal.text
    return (
        Math(formula(f"{claim.goal.size.text} {claim.goal.word} 0"))
        if len(text) <= LONG
        else Text(text[: LONG - 1] + "…")
    )


def _fact(guard: Any) -> Node:
    return formula(f"{guard.size.text} {guard.word} 0")


def _product(product: Term) -> Node:
    parts = [(letter, [term(size.text) for size in index]) for letter, index in product.letters]
    latex = r"\,".join(f"{letter}[{', '.join(node.latex for node in index)}]" for letter, index in parts)
    text = "*".join(f"{letter}[{', '.join(node.text for node in index)}]" for letter, index in parts)
    return Given(latex or "1", text or "1")


def _equals(variable: str, size: str) -> str:
    return f"{term(variable).latex} = {term(size).latex}"


def _given(text: str, latex: str | None = None) -> Given:
    return Given(latex or text.replace(", ", r",\,"), text)


def _cell(number: int, *, framed: bool) -> Node:
    return Given(rf"\boxed{{{number}}}", f"[{number}]") if framed else Given(str(number), str(number))


def _fits(row: object) -> bool:
    return isinstance(row, list) and 0 < len(row) <= MOST_WIDE


def _shape(shape: tuple[int, ...] | str) -> str:
    return shape if isinstance(shape, str) else "×".join(map(str, shape)) or "1"


def _counted(tree: Any) -> tuple[int, int]:
    """Count the leaves of a tree, and what it opens."""
    if "sum" in tree:
        return 1, 0
    branches = tree["of"] if "cases" in tree else [tree["yes"], tree["no"]]
    counts = [_counted(branch) for branch in branches]
    return sum(leaves for leaves, _ in counts), 1 + sum(opened for _, opened in counts)
