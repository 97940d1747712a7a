"""What TeX itself needs: escaped text, scripts of the world, and running an engine."""

ENGINES = ("pdflatex", "xelatex", "lualatex")
"""The engines that LaTeX is written for, the first choice first."""
