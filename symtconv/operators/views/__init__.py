"""The views of ``x′ = Cᵀy``, one module each.

To add a view, write a module here that holds a `View` named ``VIEW``, and add its name to
`symtconv.operators.VIEW_NAMES`. Its index map, which is its route asked with letters, goes into every certificate,
`derive` proves it, and the laws of the tests try it on thousands of layers.
"""

from importlib import import_module

from symtconv.operators import VIEW_NAMES
from symtconv.operators.views.lowering import evaluate_lowering
from symtconv.operators.views.view import View

VIEWS: dict[str, View] = {name: import_module(f"{__name__}.{name}").VIEW for name in VIEW_NAMES}

__all__ = ["VIEWS", "View", "evaluate_lowering"]
