"""What was decided about a lowering, for Coq: the instance of the theorem, or that the lowering is not the layer."""

from __future__ import annotations

from symtconv.checker.verdict import EntryDifference, Verdict
from symtconv.geometry import ConvTranspose, InputError, Lowering
from symtconv.proofs.coq.layer import emit_layer
from symtconv.proofs.coq.refuted import emit_refutation


def emit_verdict(layer: ConvTranspose, lowering: Lowering, verdict: Verdict) -> str:
    """Give what was decided as a file for Coq.

    Raises
    ------
    InputError
        When the lowering is right but not the layer's own, and when it cannot be said in Coq: the file would not
        speak of it.
    """
    if isinstance(verdict.counterexample, EntryDifference):
        return emit_refutation(layer, lowering, verdict.counterexample)
    if lowering != layer.lowering():
        msg = (
            f"a .v file states the layer's own lowering, {layer.lowering().brief}, and {lowering.brief} was judged; "
            "leave --lowering out, or write a .json file, whose certificate is about the one that was judged"
        )
        raise InputError(msg)
    return emit_layer(layer)
