"""A decided claim as a document: what is claimed, the argument or the counterexample, and the certificate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from symtconv.arithmetic.parse import parse
from symtconv.arithmetic.polynomial import Polynomial
from symtconv.arithmetic.sizes import SIZES, evaluate, simplified, unfold
from symtconv.arithmetic.term import Name, Number, Operation, walk
from symtconv.claims.argument import Argument, CaseArgument, Combination, Reason, argument_of, remainder, side
from symtconv.claims.known import Named
from symtconv.claims.library import known_as
from symtconv.claims.report import reproduce
from symtconv.claims.verdict import ClaimVerdict, why
from symtconv.claims.writing import text
from symtconv.rendering.documents.authored import authored
from symtconv.rendering.documents.document import (
    Block,
    Code,
    Display,
    Document,
    Heading,
    Math,
    Paragraph,
    Proof,
    Spans,
    Stated,
    Strong,
    Table,
    TableRow,
    Text,
    Title,
)
from symtconv.rendering.documents.evidence import answered
from symtconv.rendering.documents.measure import line_width
from symtconv.rendering.documents.words import Words, joined
from symtconv.rendering.notation.formulas import equation, formula, name, of_tree, polynomial, term
from symtconv.rendering.notation.style import Style
from symtconv.rendering.notation.tree import Given, Node, Num, Row, Sym

SHORT = 24
"""A longer comparison is not written again as a reason, in characters."""

TALLEST = 120.0
"""A wider formula has its fractions small, so that lines can break between them, in millimetres."""

BESIDE = 16.0
"""What stands beside a formula on a line of its own: the frame and some space, in millimetres."""


def claim_page(verdict: ClaimVerdict, style: Style, versions: Mapping[str, str]) -> Document:
    """Write the document of a decided claim.

    Parameters
    ----------
    verdict : ClaimVerdict
        Proved, refuted or unknown.
    style : Style
    versions : mapping of str to str
        What decided it.

    Returns
    -------
    Document
        The same for the same verdict, whatever time it took.
    """
    return Document(
        title=_title(verdict, style), blocks=_Page(verdict, style, versions).blocks(), kernel=(1,), lang=style.lang
    )


def _title(verdict: ClaimVerdict, style: Style) -> Title:
    words = Words(style.lang)
    title = words.say(f"claim.title.{verdict.outcome}") if style.title is None else authored(style.title)
    return Title(title, reproduce(verdict), style.author)


class _Page:
    def __init__(self, verdict: ClaimVerdict, style: Style, versions: Mapping[str, str]) -> None:
        self.verdict, self.style, self.versions = verdict, style, versions
        self.words = Words(style.lang)
        self.say = self.words.say

    def blocks(self) -> tuple[Block, ...]:
        parts = {"proved": self.proof, "refuted": self.refutation, "unknown": self.open}[self.verdict.outcome]()
        return (*self.abstract(), *self.statement(), *parts, *self.evidence())

    # ---- what is claimed ---------------------------------------------------------

    def abstract(self) -> Iterator[Block]:
        verdict = self.verdict
        found = self.say(f"claim.{verdict.outcome}", values=self.values(verdict.counterexample or {}))
        yield Paragraph(joined((self.say(f"outcome.{verdict.outcome}"), found)))

    def statement(self) -> Iterator[Block]:
        proved = self.verdict.outcome == "proved"
        yield Heading(self.say("claim.heading.proved" if proved else "claim.heading"), "claim")
        kind = "proposition" if proved else "claim"
        domain = self.verdict.domain
        lead = self.say("claim.domain" if domain else "claim.domain.none", domain=self.listed(map(formula, domain)))
        body = (Paragraph(lead, keep=True), *self.displayed(formula(self.verdict.claim)))
        yield Stated(kind, f"{'prop' if kind == 'proposition' else kind}:claim", body, boxed=True)
        yield from self.sizes()
        known = known_as(self.verdict.claim, self.verdict.where)
        if known is not None:
            yield Paragraph(self.say("claim.known", name=Code(known.name), source=Text(self.words.told(known.source))))

    def sizes(self) -> Iterator[Block]:
        """Say what the named sizes mean that the claim speaks of."""
        trees = [parse(part) for part in (self.verdict.claim, *self.verdict.domain)]
        used = {part.word for tree in trees for part in walk(tree) if isinstance(part, Operation)}
        if not used & set(SIZES):
            return
        named = [word for word in SIZES if word in used]
        meanings = [self.say("claim.meaning", name=Code(word), meaning=self.say(f"claim.{word}")) for word in named]
        yield Paragraph(self.say("claim.sizes", meanings=joined(meanings, "; ")), keep=True)
        yield Table("ll", tuple(map(_defined, named)))

    def displayed(self, node: Node) -> tuple[Block, ...]:
        """Put a formula on its own line, or where it is longer on several, as text breaks it, without a number."""
        if line_width(node) > self.style.line - BESIDE:
            return (Paragraph((Math(node),), centred=True),)
        return (Display((node,)),)

    # ---- proved ------------------------------------------------------------------

    def proof(self) -> Iterator[Block]:
        argument = argument_of(self.verdict)
        yield Proof(tuple(self.argument(argument)))

    def argument(self, argument: Argument) -> Iterator[Block]:
        said = []
        if argument.witness:
            said.append(self.say("claim.witness", values=self.values(argument.witness)))
        if argument.divisors:
            named = self.listed(term(divisor) for divisor, _ in argument.divisors)
            said.append(self.say("claim.divisors", divisors=named))
        same = argument.identity
        if same is None:
            said.append(self.words.count("claim.cases", len(argument.cases)))
        else:
            said.append(self.say("claim.identity", value=polynomial(same)))
        yield Paragraph(joined(said))
        for number, case in enumerate(() if same is not None else argument.cases, 1):
            yield from self.case(str(number), case)
        for divisor, cases in argument.divisors:
            # A letter that is at least 1 by the conditions needs no words.
            if not all(_plain(case) for case in cases):
                yield Paragraph(self.say("claim.divisor", divisor=term(divisor)))
                for number, case in enumerate(cases, 1):
                    yield from self.case(f"{divisor}.{number}", case)
        if same is None:
            yield Paragraph(self.say("claim.end"))

    def case(self, number: str, case: CaseArgument) -> Iterator[Block]:
        head = (Strong(self.words.word("claim.case").format(number=number)), Text(" "))
        given = {text(parse(part)) for part in self.verdict.domain}  # what every case has is not said again
        atoms = self.listed([_simple(atom) for atom in case.atoms if atom not in given], tall=True)
        yield Paragraph((*head, *atoms, *([Text(".")] if atoms else [])), keep=True)
        if case.named:
            yield Paragraph(joined([self.named(one) for one in case.named]), keep=True)
        if case.worth:
            worth = [Row((term(division), Sym("="), polynomial(value))) for division, value in case.worth]
            yield Paragraph(self.say("claim.worth", values=self.listed(worth, tall=True)), keep=True)
        if case.hypotheses:
            yield Table("llp", tuple(self.hypothesis(case, key) for key in case.hypotheses))
        yield from self.reason(number, case.reason)

    def named(self, one: Named) -> Spans:
        if one.word == "//":
            return self.quotient(one.name, *one.parts)
        put = Row((name(one.name), Sym("="), _extreme(one.word, list(map(polynomial, one.parts)))))
        return self.say("claim.extreme", put=Math(put, tall=True))

    def quotient(self, plain: str, dividend: Polynomial, divisor: Polynomial) -> Spans:
        rest, upper = map(polynomial, remainder(plain, dividend, divisor))
        between = Row((Num(0), Sym("<="), rest, Sym("<="), upper))
        fraction = _quotient(polynomial(dividend), polynomial(divisor))
        put = Math(Row((name(plain), Sym("="), fraction)), tall=True)
        return self.say("claim.quotient", put=put, between=between)

    def hypothesis(self, case: CaseArgument, key: int) -> TableRow:
        origin = case.origins[key]
        if origin.startswith("_"):
            kind = "quotient" if origin.startswith("_q") else "extreme"
            why = self.say(f"claim.since.{kind}", name=name(origin))
        else:
            why = self.say("claim.since" if len(origin) <= SHORT else "claim.since.case", fact=_simple(origin))
        value = Math(Row((Sym("="), polynomial(case.hypotheses[key], " >= 0"))))
        return TableRow(((Math(_hypothesis(key)),), (value,), why))

    def reason(self, number: str, reason: Reason) -> Iterator[Block]:
        if isinstance(reason, Combination):
            terms = [_product(factor, numbers) for factor, numbers in reason.terms]
            total = Row((*_sum(terms), Sym("="), Num(reason.total)))
            yield Paragraph(self.say("claim.contradiction", sum=Math(total)))
            return
        for place, (new, branch) in enumerate(reason.cases, 1):
            inner = f"{number}.{place}"
            head = Strong(self.words.word("claim.case").format(number=inner))
            facts = [Row((_hypothesis(key), Sym("="), polynomial(value, " >= 0"))) for key, value in new]
            fact = Row(tuple(part for one in facts for part in (Sym(","), one))[1:])
            yield Paragraph((head, Text(" "), *self.say("claim.split" if place == 1 else "claim.otherwise", fact=fact)))
            yield from self.reason(inner, branch)

    # ---- refuted, unknown --------------------------------------------------------

    def refutation(self) -> Iterator[Block]:
        verdict = self.verdict
        values = verdict.counterexample or {}
        yield Heading(self.say("claim.counterexample"), "counterexample")
        yield Paragraph(self.say("claim.put", values=self.values(values)), keep=True)
        rows = [_evaluated(step, value, values) for step, value in verdict.evaluation]
        if rows:
            yield Table("ll", tuple(rows))
        said = []
        if verdict.left is not None and verdict.right is not None:
            said.append(self.say("claim.sides", left=verdict.left, right=verdict.right))
        if verdict.buildable is None:
            said.append(self.say("claim.unbuildable"))
        elif verdict.buildable != values:
            said.append(self.say("claim.buildable", values=self.values(verdict.buildable)))
        yield Paragraph(joined(said))
        if verdict.holds_when is not None or verdict.repaired is not None:
            yield Heading(self.say("claim.when"), "when")
        if verdict.holds_when == "never":
            yield Paragraph(self.say("claim.never"))
        elif verdict.holds_when is not None:
            yield Paragraph(self.say("claim.holds"), keep=True)
            yield from self.displayed(Row((formula(verdict.holds_when), Sym("."))))
        if verdict.repaired is not None:
            yield Paragraph(self.say("claim.repaired"), keep=True)
            yield from self.displayed(Row((formula(verdict.repaired), Sym("."))))

    def open(self) -> Iterator[Block]:
        yield Paragraph(self.say("claim.reason", reason=self.words.told(why(self.verdict.reason or ""))))

    # ---- how it was decided ------------------------------------------------------

    def evidence(self) -> Iterator[Block]:
        verdict = self.verdict
        decided = verdict.outcome, self.say(f"claim.by.{verdict.outcome}")
        yield from answered(self.words, self.style, decided, verdict.certificate, self.versions)

    # ---- lists -------------------------------------------------------------------

    def values(self, values: Mapping[str, int]) -> Spans:
        return self.listed(equation(key, value) for key, value in values.items()) or self.say("claim.nameless")

    def listed(self, nodes: Iterator[Node] | Sequence[Node], *, tall: bool = False) -> Spans:
        return joined([(Math(node, tall and line_width(node) <= TALLEST),) for node in nodes], ", ")


def _simple(comparison: str) -> Given:
    """Give a comparison without what a named size leaves of the numbers put into it, as in ``1*(k - 1)``."""
    return formula(text(simplified(parse(comparison))))


def _evaluated(step: str, value: int, values: Mapping[str, int]) -> TableRow:
    """Say what a part of the formula is worth; of a named size, with the numbers in its definition."""
    whole = side(step)
    shown: list[Node] = [Sym("="), Num(value)]
    if isinstance(whole, Operation) and whole.word in SIZES:
        numbers = Operation(whole.word, tuple(Number(evaluate(part, values)) for part in whole.terms))
        shown = [Sym("="), of_tree(unfold(numbers)), *shown]
    return TableRow(((Math(term(step)),), (Math(Row(tuple(shown)), tall=True),)))


def _defined(word: str) -> TableRow:
    parameters, body = SIZES[word]
    call = of_tree(Operation(word, tuple(map(Name, parameters))))
    return TableRow(((Math(call),), (Math(Row((Sym("="), of_tree(body))), tall=True),)))


def _plain(case: CaseArgument) -> bool:
    """Whether a case ends at once: what is left after it is a sum of two of its own hypotheses."""
    return isinstance(case.reason, Combination) and not case.named and len(case.reason.terms) <= 2


def _hypothesis(number: int) -> Node:
    return Given(f"e_{{{number}}}", f"e{number}")


def _product(factor: int, numbers: Sequence[int]) -> Node:
    named = [Num(factor)] * (factor > 1) + [_hypothesis(number) for number in numbers]
    return Row(tuple(part for one in named for part in (Sym("cdot"), one))[1:])


def _sum(terms: Sequence[Node]) -> list[Node]:
    return [part for one in terms for part in (Sym("+"), one)][1:]


def _extreme(word: str, parts: Sequence[Given]) -> Given:
    latex, plain = (", ".join(getattr(part, kind) for part in parts) for kind in ("latex", "text"))
    return Given(rf"\{word}({latex})", f"{word}({plain})")


def _quotient(dividend: Given, divisor: Given) -> Given:
    latex = rf"\left\lfloor\frac{{{dividend.latex}}}{{{divisor.latex}}}\right\rfloor"
    return Given(latex, f"floor(({dividend.text})/({divisor.text}))")
