"""Print the works that every page refers to, as BibTeX."""

from __future__ import annotations

from symtconv import __version__

BIBTEX = """\
@misc{{symtconv,
  author       = {{{{The symtconv developers}}}},
  title        = {{symtconv: proves, prints and checks transposed convolution}},
  howpublished = {{Software, version {version}}},
  year         = {{2026}},
}}

@article{{dumoulin2016guide,
  author        = {{Dumoulin, Vincent and Visin, Francesco}},
  title         = {{A guide to convolution arithmetic for deep learning}},
  journal       = {{arXiv preprint arXiv:1603.07285}},
  year          = {{2016}},
  eprint        = {{1603.07285}},
  archiveprefix = {{arXiv}},
}}
"""


def run_cite() -> int:
    """Print the entries."""
    print(BIBTEX.format(version=__version__), end="")
    return 0
