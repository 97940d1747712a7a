"""symtconv proves, prints and checks transposed convolution.

Names are imported when they are first used, so that the parts that need neither SymPy nor NumPy (the
checker above all) start without them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from symtconv.geometry.display import show_with

if TYPE_CHECKING:
    from symtconv.checker.check import verify as verify
    from symtconv.checker.verdict import Verdict as Verdict
    from symtconv.geometry import ConvTranspose as ConvTranspose
    from symtconv.geometry import Lowering as Lowering
    from symtconv.numeric.gather import conv_transpose as conv_transpose
    from symtconv.proofs.instance import prove as prove
    from symtconv.rendering.notation.style import Style as Style
    from symtconv.results.claim import check as check
    from symtconv.results.derivation import Derivation as Derivation
    from symtconv.results.derivation import derive as derive

__version__ = "0.1.0"

# Public name -> the module that defines it.
_HOME = {
    "ConvTranspose": "symtconv.geometry",
    "Lowering": "symtconv.geometry",
    "Derivation": "symtconv.results.derivation",
    "Style": "symtconv.rendering.notation.style",
    "Verdict": "symtconv.checker.verdict",
    "check": "symtconv.results.claim",
    "conv_transpose": "symtconv.numeric.gather",
    "derive": "symtconv.results.derivation",
    "prove": "symtconv.proofs.instance",
    "verify": "symtconv.checker.check",
}

__all__ = ["__version__", *_HOME]  # noqa: PLE0604 - strings all


def _sympy_matrix(layer: ConvTranspose) -> Any:
    estimate, built = import_module("symtconv.operators.estimate"), import_module("symtconv.operators.convolution")
    estimate.check_size(layer)
    return built.convolution_matrix(layer).to_sympy()


def _notebook(thing: object) -> Any:
    return import_module("symtconv.results.notebook").mimebundle(thing)


show_with(matrix=_sympy_matrix, notebook=_notebook)


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    msg = f"module 'symtconv' has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
