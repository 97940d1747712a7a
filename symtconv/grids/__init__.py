"""Grids: which configurations are asked, how they are run on one machine or many, and where the answers are kept."""

from __future__ import annotations

from symtconv.grids.dialects import DIALECTS, SILENT, meaning
from symtconv.grids.form import Form
from symtconv.grids.grid import Grid, configurations
from symtconv.grids.words import Words

__all__ = ["DIALECTS", "SILENT", "Form", "Grid", "Words", "configurations", "meaning"]
