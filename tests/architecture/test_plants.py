"""What the walk through the house is for, it sees: each fault is planted in the house as it is, and turns it red."""

from __future__ import annotations

import pytest

from tests.architecture.house import faults, of_files, read

TREE = read()


def found(path: str, more: str) -> list[str]:
    """Give the faults of the house with some lines added to a file, or with a new file."""
    name, module = next(iter(of_files({path: ""}).items()))
    before = TREE[name].text if name in TREE else ""
    planted = of_files({path: f"{before}\n{more}\n"})
    assert name in planted
    assert module.path == path
    return faults({**TREE, **planted})


PLANTS = {
    "a circle within a room": (
        "symtconv/results/export.py",
        "import symtconv.results.derivation",
        "a circle of imports: symtconv.results.derivation <-> symtconv.results.export",
    ),
    "a circle for types alone": (
        "symtconv/results/export.py",
        "if TYPE_CHECKING:\n    from symtconv.results.claim import ClaimPage",
        "a circle of imports: symtconv.results.claim <-> symtconv.results.export",
    ),
    "a circle of packages": (
        "symtconv/operators/views/view.py",
        "from symtconv.operators import convolution\nimport symtconv.operators.views.polyphase",
        "a circle of imports",
    ),
    "upward, by statement": ("symtconv/proofs/rules.py", "import symtconv.rendering.tex.pdf", "imports upward"),
    "upward, by a text": (
        "symtconv/claims/box.py",
        'PAGE = import_module("symtconv.rendering.printers.html")',
        "imports upward: symtconv.rendering.printers.html",
    ),
    "upward, by half a text": ("symtconv/claims/box.py", 'import_module(f"symtconv.results.{KIND}")', "imports upward"),
    "upward, by a table": ("symtconv/claims/box.py", 'HOME = {"a": "symtconv.results.claim"}', "imports upward"),
    "by a text that cannot be read": ("symtconv/claims/box.py", "import_module(NAME)", "cannot be read"),
    "by the builtin": ("symtconv/claims/box.py", '__import__("symtconv" + ".cli.app")', "__import__"),
    "upward, to the door": ("symtconv/claims/box.py", "from symtconv import __version__", "imports upward"),
    "upward within rendering": (
        "symtconv/rendering/tex/lua.py",
        "from symtconv.rendering.printers.html.words import WORDS",
        "imports upward within rendering",
    ),
    "upward within rendering, by a text": (
        "symtconv/rendering/figures/svg.py",
        'BLOCKS = import_module("symtconv.rendering.documents.document")',
        "imports upward within rendering",
    ),
    "a loose module of rendering": (
        "symtconv/rendering/more/words.py",
        "from symtconv.rendering.tex import pdf",
        "has no place in the order of rendering",
    ),
    "from wing to wing": ("symtconv/codegen/numpy.py", "import symtconv.conventions.call", "from wing to wing"),
    "numeric shares": ("symtconv/numeric/plan.py", "from symtconv.geometry import Axis", "share nothing"),
    "a trusted room, our own": ("symtconv/checker/layer.py", "import symtconv.operators.ring", "share nothing"),
    "a trusted room, of others": ("symtconv/checker/layer.py", "import numpy", "a trusted room imports numpy"),
    "late, of ours": ("symtconv/proofs/rules.py", "def f():\n    import symtconv.geometry", "inside a function"),
    "late": ("symtconv/proofs/rules.py", "def f():\n    import json", "inside a function"),
    "no floor": ("symtconv/attic/box.py", "A = 1", "stands on no floor"),
    "SymPy by another door": ("symtconv/operators/matrix.py", "import sympy", "the only door"),
    "equals in the checker": ("symtconv/checker/facts.py", "SAME = left.equals(right)", "calls .equals"),
    "equals, named": ("symtconv/checker/facts.py", "SAME = left.equals", "names .equals"),
    "simplify": ("symtconv/checker/entry.py", "ZERO = simplify(left - right)", "calls simplify"),
    "Mod": ("symtconv/arithmetic/term.py", "REST = sympy.Mod(a, b)", "calls .Mod"),
    "Mod of our own": ("symtconv/geometry/axis.py", "def Mod(a, b):\n    return a % b", "what SymPy guesses with"),
    "eval": ("symtconv/claims/box.py", 'eval("1")', "calls eval"),
    "assert": ("symtconv/claims/box.py", "assert True", "an assert decides"),
    "a name that says nothing": ("symtconv/claims/utils.py", "", "says nothing"),
    "a machine": ("symtconv/claims/box.py", 'LOG = "/" + "tmp/x"\nX = "/tmp' + '/log"', "names a machine"),
    "a loose module": ("symtconv/checking.py", "", "a loose module beside the rooms"),
    "a long file": ("symtconv/claims/box.py", "A = 1\n" * 400, "lines; at most 400"),
    "a long function": ("symtconv/claims/box.py", "def f():\n" + "    g()\n" * 62, "f has 62 lines"),
}


@pytest.mark.parametrize(("path", "more", "fault"), PLANTS.values(), ids=PLANTS)
def test_a_planted_fault_is_seen(path, more, fault):
    assert any(fault in line for line in found(path, more)), found(path, more)


def test_what_is_no_fault_is_none():
    for path, more in (
        ("symtconv/rendering/printers/html/words.py", "from symtconv.rendering.tex import lua"),
        ("symtconv/cli/app.py", "def f():\n    import symtconv.results.derivation"),
        ("symtconv/arithmetic/parse.py", "A = ast.Mod"),
        ("symtconv/claims/box.py", "A = re.compile('a')"),
        ("symtconv/claims/box.py", '"""`symtconv.results` is above."""'),
    ):
        assert found(path, more) == []
