"""Sphinx's settings. The pages are built by build.py, from a copy that also holds derivations/ and the gallery."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "_ext"))

import symtconv  # noqa: E402

project = "symtconv"
author = "The symtconv developers"
copyright = author
version = release = symtconv.__version__

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "numpydoc",
    "mathml",  # formulas as MathML: no script, no font, nothing fetched
    "alt",  # figures are described to those who do not see them
    "shell",  # {run}: a command with what it prints
]
templates_path = ["_templates"]
exclude_patterns = [
    "_build",
    "jupyter_execute",
    "README.md",
    "decisions/README.md",
    "performance-table.md",
    "performance-conv-transpose.md",
]
nitpicky = True
nitpick_ignore_regex = [
    # Constants that docstrings name and that have no page of their own.
    ("py:obj", r"(symtconv\.[a-z.]*)?[A-Z_]+"),
    ("py:obj", "certificate"),  # a parameter beside it
]
keep_warnings = True

myst_enable_extensions = ["amsmath", "colon_fence", "deflist", "dollarmath", "fieldlist", "attrs_inline"]
myst_heading_anchors = 3
myst_update_mathjax = False
myst_links_external_new_tab = False
suppress_warnings = [
    "mystnb.unknown_mime_type",  # a derivation shows itself in several forms; one of them is used
]
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_show_tb = True
nb_execution_timeout = 120
nb_merge_streams = True
nb_code_prompt_show = "Show the code of this {type}"  # of cells that fold away: the imports

default_role = "autolink"
autosummary_generate = True
autosummary_ignore_module_all = False
autodoc_typehints = "none"
autodoc_member_order = "bysource"
numpydoc_show_class_members = False
numpydoc_xref_param_type = False

html_theme = "furo"
html_title = f"symtconv {version}"
html_static_path = ["_static"]
html_css_files = ["symtconv.css"]
html_math_renderer = "mathml"
html_show_sphinx = False
html_copy_source = False
html_extra_path = ["_extra"]
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#1F4E9E", "color-brand-content": "#1F4E9E"},
    "dark_css_variables": {"color-brand-primary": "#9DB7F0", "color-brand-content": "#9DB7F0"},
}
pygments_style = "friendly"
