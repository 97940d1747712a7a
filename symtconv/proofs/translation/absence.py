"""That a framework has no call for a layer, as a claim about every word that it has.

On one axis a layer asks for the numbers k, s, d, l and e. The claim says, of every way of the framework to say ends and
of all words that this way allows, that they do not give this l and e. It is about that axis alone, and enough: a call
says every axis. With one tap the dilation joins nothing, so that there the claim is for every dilation.

What a framework lacks as a whole (groups, a number of axes, words that all axes must share) is a fact of its documents
and no theorem; there is no certificate of it.
"""

from __future__ import annotations

from symtconv.checker.verdict import Verdict
from symtconv.claims.decide import check
from symtconv.conventions import Framework
from symtconv.geometry import AxisForm, NormalForm
from symtconv.proofs.translation.laws import TableClaim, substituted

SECONDS = 5.0


def no_words_for(framework: Framework, axis: AxisForm) -> TableClaim | None:
    """Write the claim that no way of a framework gives the ends of an axis; None where it takes every layer.

    Examples
    --------
    >>> from symtconv.conventions import framework_named
    >>> axis = AxisForm(kernel=3, stride=2, low=0, extra=-1)
    >>> no_words_for(framework_named("torch"), axis).claim
    'implies(p >= 0 and 0 <= a and a < max(2, 1), not (p == 0 and a - p == -1))'
    """
    if framework.image == "true" and not framework.steps:
        return None
    numbers = {"K": str(axis.span), "s": str(axis.stride)}
    if axis.kernel > 1:
        numbers["d"] = str(axis.dilation)
    steps = tuple(substituted(step, numbers) for step in framework.steps)
    parts = []
    for way in framework.ways:
        allowed = " and ".join((*steps, *(substituted(condition, numbers) for condition in way.where)))
        low, extra = (substituted(term, numbers) for term in (way.low, way.extra))
        missed = f"not ({low} == {axis.low} and {extra} == {axis.extra})"
        parts.append(f"implies({allowed}, {missed})" if allowed else missed)
    return TableClaim(f"{framework.name} has no words for this axis", " and ".join(parts), ())


def absent(framework: Framework, form: NormalForm) -> tuple[int, Verdict] | None:
    """Prove that a framework has no call for a layer: the first axis that it cannot say, and the proof.

    None where every axis alone can be said, and only the framework's documents exclude the layer.

    Examples
    --------
    >>> from symtconv.conventions import framework_named
    >>> form = NormalForm(axes=(AxisForm(kernel=3, stride=2, low=0, extra=-1),))
    >>> number, verdict = absent(framework_named("torch"), form)
    >>> number, verdict.outcome
    (0, 'proved')
    >>> absent(framework_named("onnx"), form) is None
    True
    """
    for number, axis in enumerate(form.axes):
        law = no_words_for(framework, axis)
        if law is not None:
            verdict = check(law.claim, where=law.where, explain=False, timeout=SECONDS)
            if verdict.outcome == "proved":
                return number, verdict
    return None
