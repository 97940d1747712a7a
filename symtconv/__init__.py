"""symtconv proves, prints and checks transposed convolution.

Names are imported when they are first used, so that the parts that need neither SymPy nor NumPy (the
checker above all) start without them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from symtconv.checker.verdict import Verdict
from symtconv.geometry import ConvTranspose, Lowering
from symtconv.operators.shown import Displayed

if TYPE_CHECKING:
    from symtconv.checker.check import verify as verify
    from symtconv.grids.grid import Grid as Grid
    from symtconv.numeric.gather import conv_transpose as conv_transpose
    from symtconv.proofs.instance import prove as prove
    from symtconv.proofs.many import prove_many as prove_many
    from symtconv.rendering.notation.style import Style as Style
    from symtconv.results.calls import compare as compare
    from symtconv.results.calls import convert as convert
    from symtconv.results.claim import check as check
    from symtconv.results.conformance import Conformance as Conformance
    from symtconv.results.conformance import conform as conform
    from symtconv.results.derivation import Derivation as Derivation
    from symtconv.results.derivation import derive as derive
    from symtconv.results.identification import Identification as Identification
    from symtconv.results.identification import identify as identify
    from symtconv.results.model import read_model as read_model
    from symtconv.results.rewriting import rewrite as rewrite

__version__ = "0.1.0"

# Public name -> the module that defines it.
_HOME = {
    "ConvTranspose": "symtconv.geometry",
    "Lowering": "symtconv.geometry",
    "Derivation": "symtconv.results.derivation",
    "Style": "symtconv.rendering.notation.style",
    "Verdict": "symtconv.checker.verdict",
    "check": "symtconv.results.claim",
    "compare": "symtconv.results.calls",
    "convert": "symtconv.results.calls",
    "conv_transpose": "symtconv.numeric.gather",
    "Conformance": "symtconv.results.conformance",
    "Grid": "symtconv.grids.grid",
    "Identification": "symtconv.results.identification",
    "conform": "symtconv.results.conformance",
    "identify": "symtconv.results.identification",
    "derive": "symtconv.results.derivation",
    "prove": "symtconv.proofs.instance",
    "prove_many": "symtconv.proofs.many",
    "rewrite": "symtconv.results.rewriting",
    "read_model": "symtconv.results.model",
    "verify": "symtconv.checker.check",
}

__all__ = ["__version__", *_HOME]  # noqa: PLE0604 - strings all


def _matrix(self: ConvTranspose) -> Any:
    """Give C as a fresh ``sympy.SparseMatrix``: row y, column x, row-major; channels are blocks.

    Raises
    ------
    LimitError
        When it would have too many entries; `symtconv.prove` needs no matrix.

    Examples
    --------
    >>> import symtconv
    >>> symtconv.ConvTranspose(input=2, kernel=2).matrix()
    Matrix([
    [w_{0}, w_{1},     0],
    [    0, w_{0}, w_{1}]])
    """
    estimate, built = import_module("symtconv.operators.estimate"), import_module("symtconv.operators.convolution")
    estimate.check_size(self)
    return built.convolution_matrix(self).to_sympy()


def _transpose(self: ConvTranspose) -> Any:
    """Give Cᵀ as a fresh ``sympy.SparseMatrix``: the matrix of the layer itself."""
    return self.matrix().T


def _to_call(self: ConvTranspose, framework: str) -> str:
    """Write the layer as a call of a framework, with the same k, s and d on every axis.

    Parameters
    ----------
    framework : str
        Its name, such as ``"torch"``, ``"keras"``, ``"onnx"`` or ``"jax"``; ``symtconv.convert`` lists all.

    Raises
    ------
    InputError
        For a framework that is not known.
    GeometryError
        When the framework has no such call: why, and what to write instead.

    Examples
    --------
    >>> import symtconv
    >>> symtconv.ConvTranspose(input=4, kernel=3, stride=2).to_call("keras")
    'Conv1DTranspose(1, 3, strides=2, padding="valid")'
    """
    call: str = import_module("symtconv.conventions").to_call(self, framework)
    return call


def _mimebundle(self: object, **_: Any) -> Any:
    """Show the object in a notebook: plain text, LaTeX, HTML or a picture, by media type."""
    return import_module("symtconv.results.cards").mimebundle(self)


def _give(kind: type, **methods: Any) -> None:
    """Give a class from a floor below the methods that need floors above: imported when they are first called."""
    for name, method in methods.items():
        setattr(kind, name, method)


_give(ConvTranspose, matrix=_matrix, transpose=_transpose, to_call=_to_call)
for _kind in (ConvTranspose, Lowering, Verdict, Displayed):
    _give(_kind, _repr_mimebundle_=_mimebundle)


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    msg = f"module 'symtconv' has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted(__all__)
