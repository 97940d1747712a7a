"""The views of ``x′ = Cᵀy``, one module each. To add one, write the module and add it to the list below."""

from symtconv.operators.views import gradient, im2col, lowering, matrix, polynomial, polyphase, row, scatter
from symtconv.operators.views.lowering import evaluate_lowering
from symtconv.operators.views.view import View

VIEWS: dict[str, View] = {
    module.VIEW.name: module.VIEW
    for module in (matrix, row, lowering, scatter, gradient, polyphase, im2col, polynomial)
}

__all__ = ["VIEWS", "View", "evaluate_lowering"]
