"""The numeric wing: two ways to compute x′ = Cᵀy that share nothing, and their comparison.

It takes arrays and plain words, computes its own sizes and imports nothing of the package, so that a mistake on the
symbolic side cannot hide here.
"""

from __future__ import annotations

from symtconv.numeric.agreement import Agreement, Difference, agree
from symtconv.numeric.gather import conv_transpose
from symtconv.numeric.scatter import scatter, scatter_entries

__all__ = ["Agreement", "Difference", "agree", "conv_transpose", "scatter", "scatter_entries"]
