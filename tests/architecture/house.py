"""What the architecture tests see: every fault of a tree of files, in one walk.

`faults` is a function of the files alone, so that a test can plant a fault in a copy and ask whether it is seen.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# A room imports what stands on a lower floor; a new room is added here.
FLOORS = {
    "geometry": 0,
    "numeric": 0.5,  # a wing: above the geometry, below everything else
    "arithmetic": 1,
    "programs": 2,
    "conventions": 2.5,  # wings
    "codegen": 2.5,
    "operators": 3,
    "certificates": 4,
    "checker": 5,
    "claims": 6,
    "proofs": 7,
    "rendering": 8,
    "models": 9,
    "grids": 10,
    "conformance": 11,
    "results": 12,
    "cases": 13,
    "testing": 13.5,
    "__init__": 14,  # the door of the package names what stands below it
    "cli": 15,
    "__main__": 16,
}
WINGS = {"conventions", "numeric", "codegen"}
# Rooms within a room, lowest first.
INNER = {"rendering": ("tex", "notation", "figures", "documents", "printers")}
# The trusted rooms, each with what it may import beside the standard library and itself.
TRUSTED = {
    "geometry": set(),
    "arithmetic": {"geometry"},
    "certificates": {"geometry"},
    "programs": {"geometry", "arithmetic"},
    "checker": {"geometry", "arithmetic", "certificates", "programs"},
}
# Where a late import keeps the start fast; everywhere else it would only hide a circle.
LATE = {"cli", "__main__", "__init__"}
LATE_MODULES = {
    "symtconv.claims.decide",  # most claims are decided by a few points and a proof, before NumPy would have started
    "symtconv.conventions.table",  # a call is read by one framework of twenty, and written by another
    "symtconv.results.translation",  # one of two commands, and the prover where that there is no call is to be proved
    "symtconv.proofs.translation.comparison",  # the search for a difference, where there is one
    "symtconv.proofs.translation.conversion",  # what to write instead, where there is no call
    "symtconv.cases.plugin",  # loaded at every start of pytest, anyone's
    "symtconv.cases.collect",  # a run of claims does not start what only derivations need
}
USERS_DOOR = "symtconv.conformance.targets.function"  # imports the module:function that the user names
SYMPY_DOOR = "symtconv.operators.ring"
RUNS_TEXT = {"eval", "exec", "compile", "lambdify", "sympify", "parse_expr"}
GUESSES = {"equals", "simplify", "nsimplify", "Mod"}  # SymPy's; nothing of ours is called so
SAYS_NOTHING = {"utils", "util", "helpers", "common", "core", "kernel", "misc"}
LINES, FUNCTION_LINES = 400, 60


@dataclass(frozen=True)
class Import:
    """One import: of a module or of a name in it, by statement or by a text that names a module."""

    name: str
    line: int
    late: bool = False
    typing: bool = False


@dataclass(frozen=True)
class Module:
    """One file of the package."""

    name: str
    path: str
    text: str

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        return tuple(ast.walk(ast.parse(self.text)))

    @property
    def is_late(self) -> bool:
        """Whether it may import when a function is called."""
        return self.room in LATE or self.name in LATE_MODULES

    @property
    def room(self) -> str:
        """The folder below the package, or the file that stands there by itself."""
        parts = self.path.split("/")
        return parts[1].removesuffix(".py")

    @property
    def inner(self) -> str | None:
        """The room within the room, where it has an order of its own."""
        parts = self.path.split("/")
        return parts[2].removesuffix(".py") if self.room in INNER and len(parts) > 3 else None

    @cached_property
    def own_faults(self) -> tuple[tuple[int, str], ...]:
        """What is wrong whatever the other files are."""
        return tuple(_own_faults(self))

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        return tuple(_imports(self))


Tree = Mapping[str, Module]


def read(root: Path = ROOT) -> Tree:
    """Read the package that stands in a folder; modules by name."""
    paths = [path for path in sorted(root.glob("symtconv/**/*.py*")) if path.suffix in {".py", ".pyi"}]
    files = {path.relative_to(root).as_posix(): path.read_text() for path in paths}
    return of_files(files)


def of_files(files: Mapping[str, str]) -> Tree:
    """Make the tree of files by path, such as ``symtconv/checker/layer.py``."""
    modules = [Module(name_of(path), path, text) for path, text in files.items()]
    return {module.name: module for module in modules}


def name_of(path: str) -> str:
    return re.sub(r"\.pyi?$", "", path).removesuffix("/__init__").replace("/", ".")


def faults(tree: Tree) -> list[str]:
    """Give everything that is wrong with a tree, each with its place."""
    found = [*circles(tree)]
    for module in tree.values():
        found += [f"{module.path}:{line}: {fault}" for line, fault in _faults(module, tree)]
    return found


def _faults(module: Module, tree: Tree) -> Iterator[tuple[int, str]]:
    yield from _ways(module, tree)
    yield from module.own_faults


def _own_faults(module: Module) -> Iterator[tuple[int, str]]:
    yield from _foreign(module)
    yield from _calls(module)
    yield from _size(module)
    if module.path.count("/") == 1 and module.room not in ("__init__", "__main__"):
        yield 1, "a loose module beside the rooms"
    if SAYS_NOTHING & set(re.split(r"[/.]", module.path)):
        yield 1, "a name that says nothing"
    if re.search(r"/(?:root|home|work|tmp)/[A-Za-z]", module.text):
        yield 1, "names a machine"


# ---- imports ------------------------------------------------------------------


def _imports(module: Module) -> Iterator[Import]:
    """Yield every import, and every text that names a module of the package: it can only be there to be imported."""
    parents = {child: parent for parent in module.nodes for child in ast.iter_child_nodes(parent)}
    for node in module.nodes:
        match node:
            case ast.Import(names=names):
                found = [alias.name for alias in names]
            case ast.ImportFrom(module=origin, names=names):
                found = [f"{origin}.{alias.name}" for alias in names]
            case ast.Constant(value=str(text)) if re.fullmatch(r"symtconv(\.\w+)+", text):
                found = [text]
            case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]) if re.match(r"symtconv(\.\w+)*\.", text):
                found = [text.rstrip(".")]
            case _:
                continue
        above, late, typing = node, False, False
        while above in parents:
            above = parents[above]
            late = late or isinstance(above, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            typing = typing or (isinstance(above, ast.If) and "TYPE_CHECKING" in ast.unparse(above.test))
        yield from (Import(name, node.lineno, late, typing) for name in found)


def target(name: str, tree: Tree) -> str | None:
    """Give the module of the tree that an import names, or that holds what it names."""
    while name and name not in tree:
        name = name.rpartition(".")[0]
    return name or None


def _ways(module: Module, tree: Tree) -> Iterator[tuple[int, str]]:
    """Yield imports that go up, from wing to wing, out of a trusted room, or late."""
    mine = module.room
    if mine not in FLOORS:
        yield 1, f"{mine} stands on no floor: add it to FLOORS"
        return
    for entry in module.imports:
        found = target(entry.name, tree)
        if found == module.name:
            continue  # a name of its own, for its data
        if entry.late and not module.is_late:
            yield entry.line, f"{entry.name} is imported inside a function"
        if found is None:
            continue
        other = tree[found]
        if other.room == mine:
            yield from ((entry.line, fault) for fault in _inner(module, other, entry))
        elif other.room not in FLOORS:
            yield entry.line, f"imports {entry.name}, which stands on no floor"
        elif {mine, other.room} <= WINGS:
            yield entry.line, f"imports from wing to wing: {entry.name}"
        elif FLOORS[other.room] >= FLOORS[mine]:
            yield entry.line, f"imports upward: {entry.name}"
        elif mine == "numeric" or (mine in TRUSTED and other.room not in TRUSTED[mine]):
            yield entry.line, f"{mine} is to share nothing with {other.room}: {entry.name}"


def _inner(module: Module, other: Module, entry: Import) -> Iterator[str]:
    order = INNER.get(module.room, ())
    if module.inner is not None and other.inner is not None and module.inner != other.inner:
        if not {module.inner, other.inner} <= set(order):
            yield f"{module.inner} or {other.inner} has no place in the order of {module.room}: add it to INNER"
        elif order.index(other.inner) > order.index(module.inner):
            yield f"imports upward within {module.room}: {entry.name}"


def _foreign(module: Module) -> Iterator[tuple[int, str]]:
    """Yield imports of other packages where none may be."""
    for node in module.nodes:
        if isinstance(node, ast.ImportFrom) and node.level:
            yield node.lineno, "relative import"
    for entry in module.imports:
        top = entry.name.split(".")[0]
        if module.room in TRUSTED and top != "symtconv" and top not in sys.stdlib_module_names:
            yield entry.line, f"a trusted room imports {entry.name}"
        if top == "sympy" and not entry.typing and module.name != SYMPY_DOOR:
            yield entry.line, f"imports {entry.name}: {SYMPY_DOOR} is the only door to SymPy"


# ---- circles ------------------------------------------------------------------


def circles(tree: Tree) -> list[str]:
    """Give the circles of imports among modules, and among the parts of every package."""
    edges = {
        name: {found for entry in module.imports if (found := target(entry.name, tree)) not in (None, name)}
        for name, module in tree.items()
    }
    found = {" <-> ".join(sorted(circle)) for circle in _knots(edges)}
    for package in {name for name in tree if any(other.startswith(f"{name}.") for other in tree)}:
        found |= {" <-> ".join(sorted(circle)) for circle in _knots(_parts(edges, package))}
    return [f"a circle of imports: {circle}" for circle in sorted(found)]


def _parts(edges: Mapping[str, set[str]], package: str) -> dict[str, set[str]]:
    """Give the arrows between the parts of a package: its modules and the packages in it, each as one."""

    def part(name: str) -> str | None:
        if not name.startswith(f"{package}."):
            return None
        return ".".join(name.split(".")[: package.count(".") + 2])

    found: dict[str, set[str]] = {}
    for name, others in edges.items():
        mine = part(name)
        if mine is not None:
            found.setdefault(mine, set()).update(p for p in map(part, others) if p not in (None, mine))
    return found


def _knots(edges: Mapping[str, set[str]]) -> list[set[str]]:
    """Give the sets of more than one node that can all be reached from each other."""
    reached: dict[str, set[str]] = {}
    for start in edges:
        seen: set[str] = set()
        waiting = list(edges[start])
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                waiting += edges.get(node, ())
        reached[start] = seen
    knots = [{other for other in reached[node] if node in reached.get(other, ())} for node in edges]
    return [knot for knot in knots if len(knot) > 1]


# ---- names ---------------------------------------------------------------------


def twins(tree: Tree) -> dict[str, list[str]]:
    """Give the public types whose name occurs more than once, with where; the numeric wing shares no names either."""
    found: dict[str, list[str]] = {}
    for module in tree.values():
        if module.room != "numeric" and not module.path.endswith(".pyi"):
            for node in module.nodes:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    found.setdefault(node.name, []).append(module.name)
    return {name: places for name, places in sorted(found.items()) if len(places) > 1}


# ---- what is called, and how long things are -----------------------------------


def _calls(module: Module) -> Iterator[tuple[int, str]]:
    for node in module.nodes:
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in RUNS_TEXT | GUESSES:
                yield node.lineno, f"calls {name}"
            case ast.Call(func=ast.Attribute(attr=name, value=value)) if name in RUNS_TEXT | GUESSES:
                if not (isinstance(value, ast.Name) and value.id == "re"):
                    yield node.lineno, f"calls .{name}"
            case ast.Attribute(attr=name, value=value) if name in GUESSES and ast.unparse(value) != "ast":
                yield node.lineno, f"names .{name}"
            case ast.FunctionDef(name=name) if name in GUESSES:
                yield node.lineno, f"is called as what SymPy guesses with: {name}"
            case ast.ImportFrom(names=names) if GUESSES & {alias.name for alias in names}:
                yield node.lineno, "imports what guesses"
            case ast.Name(id="__import__") | ast.Attribute(attr="__import__"):
                yield node.lineno, "__import__; use an import, or import_module with the whole name of a module"
            case ast.Call(func=ast.Name(id="import_module") | ast.Attribute(attr="import_module")):
                if not _can_be_read(node.args, module):
                    yield node.lineno, "import_module of what cannot be read here; write the name of the module"
            case ast.Assert():
                yield node.lineno, "an assert decides; python -O drops it"


def _can_be_read(arguments: list[ast.expr], module: Module) -> bool:
    """Tell whether it is seen what is imported: a text, a part of the own package, or a table of texts in a door."""
    match arguments:
        case [ast.Constant(value=str())]:
            return True
        case [ast.JoinedStr(values=[ast.FormattedValue(value=ast.Name(id="__name__")), *_])]:
            return True
        case [ast.JoinedStr(values=[ast.Constant(value=str(text)), *_])]:
            return text.startswith("symtconv.")
    return module.is_late or module.name == USERS_DOOR


def _size(module: Module) -> Iterator[tuple[int, str]]:
    lines = module.text.count("\n")
    if lines > LINES:
        yield 1, f"{lines} lines; at most {LINES}"
    for node in module.nodes:
        if isinstance(node, ast.FunctionDef):
            said = ast.get_docstring(node, clean=False) or ""
            length = node.end_lineno - node.lineno - said.count("\n")
            if length > FUNCTION_LINES:
                yield node.lineno, f"{node.name} has {length} lines beside its docstring; at most {FUNCTION_LINES}"
