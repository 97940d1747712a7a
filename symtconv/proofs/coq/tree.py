"""One case of a claim's certificate in Coq: polynomials that cannot all be at least 0, and the tree that shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from symtconv.checker.claim import polynomial
from symtconv.checker.euclid import Leaf
from symtconv.proofs.coq.formula import letter, spell_polynomial


def case_lemma(name: str, names: Sequence[str], leaf: Leaf, tree: Any) -> str:
    """Write the lemma that one leaf cannot be, its tree spelt out."""
    spelt = {quotient: f"q{number}'" for number, (quotient, _, _) in enumerate(leaf.quotients)}
    hypotheses = [spell_polynomial(part, spelt) for part in leaf.hypotheses]
    bound = " ".join([*map(letter, names), *spelt.values()])
    premises = " ->\n  ".join([*(f"0 <= {part}" for part in hypotheses), "False"])
    lines = _tree(tree, len(hypotheses), spelt, "  ")
    intros = " ".join([bound, *(f"H{number}'" for number in range(len(hypotheses)))]).strip()
    forall = f"forall {bound} : Z,\n  " if bound else ""
    return f"Lemma {name} : {forall}{premises}.\nProof.\n  intros {intros}.\n{lines}Qed.\n"


def _tree(tree: Any, count: int, spelt: Mapping[str, str], indent: str) -> str:
    if "sum" in tree:
        proofs = []
        for factor, numbers in tree["sum"]:
            proof = f"H{numbers[0]}'"
            for number in numbers[1:]:
                proof = f"(times _ _ {proof} H{number}')"
            proofs.append(f"(scaled {factor} _ {proof})")
        total = proofs[0]
        for proof in proofs[1:]:
            total = f"(plus _ _ {total} {proof})"
        return f"{indent}pose proof {total} as N'. clear - N'. lia.\n"
    split = spell_polynomial(polynomial(tree["split"]), spelt)
    yes, no = (_tree(tree[side], count + 1, spelt, indent + "  ") for side in ("yes", "no"))
    return (
        f"{indent}destruct (either ({split})) as [H{count}'|H{count}'].\n"
        f"{indent}{{\n{yes}{indent}}}\n{indent}{{\n{no}{indent}}}\n"
    )
