"""ONNX files without ConvTranspose: each is replaced by what it is, and everything else stays byte for byte.

Constant weights are folded when the file is written; weights that the graph computes, or that stand in an external
file, are rearranged by nodes. Sizes and the batch stay as open as they were.
"""

from symtconv.models.lowering.model import WAYS, Replaced, lower

__all__ = ["WAYS", "Replaced", "lower"]
