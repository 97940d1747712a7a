"""Rules applied to every term of a formula: what finders and printers use, and the checker does not."""

from __future__ import annotations

from collections.abc import Callable

from symtconv.arithmetic.term import Formula, Operation, Term, children, rebuilt

Rule = Callable[[Term], Term]


def rewrite_term(term: Term, rule: Rule) -> Term:
    """Apply a rule to a term and all below it, innermost first."""
    if isinstance(term, Operation):
        term = rebuilt(term, (rewrite_term(part, rule) for part in term.terms))
    return rule(term)


def rewrite(formula: Formula, rule: Rule) -> Formula:
    """Apply a rule to every term of a formula, innermost first."""
    parts = children(formula)
    return rebuilt(
        formula,
        (rewrite(part, rule) if not isinstance(part, Term) else rewrite_term(part, rule) for part in parts),
    )
