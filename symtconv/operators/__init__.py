"""Exact symbolic operators: C, Cᵀ, the stages of the lowering, the eight views. The only door to SymPy.

`ring` alone imports SymPy. The names of the views stand here so that a front end can list them without it.
"""

VIEW_NAMES = ("matrix", "row", "lowering", "scatter", "gradient", "polyphase", "im2col", "polynomial")
