"""The formula of each picture, and the affine forms in it: with the layer's numbers, counted as the author counts.

Numbers stand where every axis has the same ones; where axes differ, letters do, to be read on each axis. A line of
the document has room for one number per axis, a picture has not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from symtconv.geometry import ConvTranspose
from symtconv.rendering.documents.expression import linear
from symtconv.rendering.documents.indices import Indices
from symtconv.rendering.notation.tree import Given, Node, Num, Row, Sub, Sum, Sym, math


@dataclass(frozen=True, slots=True)
class Equations:
    """Writes the formulas of one layer.

    Parameters
    ----------
    layer : ConvTranspose
    base : int
        Where indices begin.
    symbol : callable
        Gives the LaTeX of a symbol with the author's letter.
    """

    layer: ConvTranspose
    base: int
    symbol: Callable[[str], str]

    @property
    def alike(self) -> bool:
        """Whether all axes have the same numbers."""
        return len({axis.parameters for axis in self.layer.axes}) == 1

    @property
    def forms(self) -> Indices:
        """The linear forms of the document."""
        return Indices(self.layer.axes[:1], self.base) if self.alike else Indices(base=self.base)

    def matrix(self) -> Node:
        """Give ``x′_j = Σ_o Cᵀ_{j,o} y_o``."""
        row, column = (math("( q , j )"), math("( p , o )")) if self.layer.has_channels else (Sym("j"), Sym("o"))
        return self._entry(self._over("o"), Sub(Sym("CT"), (row, column)), self._at("y", Sym("o")))

    def lowering(self) -> Node:
        """Give ``x′_j = Σ_u w′_u z̃_{j+du}``."""
        channels = ("q", "p'" if self.layer.groups > 1 else "p") if self.layer.has_channels else ()
        weight = Sub(Sym("w'"), (*map(Sym, channels), Sym("u")))
        return self._entry(self._over("u"), weight, self._at("z~", self.forms.reach()))

    def scatter(self) -> Node:
        """Give ``x′_j = Σ_o y_o w_{(j+l-so)/d}``."""
        return self._entry(self._over("o"), self._at("y", Sym("o")), Sub(Sym("w"), (*self.pair, self.tap())))

    def backward(self) -> Node:
        """Give ``x′_j = ∂/∂x_j Σ_o y_o (Cx)_o``."""
        x, y, big, j, o = map(self.symbol, ("x", "y", "C", "j", "o"))
        if self.layer.has_channels:
            p, q = map(self.symbol, "pq")
            j, o = f"{{{q},{j}}}", f"{{{p},{o}}}"
        return Given(
            rf"{x}'_{j} = \frac{{\partial}}{{\partial {x}_{j}}} \sum_{o} {y}_{o} ({big} {x})_{o}",
            "the derivative of the pairing",
        )

    @property
    def pair(self) -> tuple[Node, ...]:
        """The channels of a weight: p of y, and q of x′, counted within the group where there are groups."""
        return tuple(map(Sym, ("p", "q'" if self.layer.groups > 1 else "q"))) if self.layer.has_channels else ()

    def tap(self) -> Node:
        """Give the tap that joins ``y_o`` and ``x′_j``, from ``j = so + dt - l`` solved for t."""
        if not self.alike:
            return math(("( j - s o + l ) / d", "( j - s o + l + s + d - 1 ) / d")[self.base])
        axis = self.layer.axes[0]
        s, d = axis.stride, axis.dilation
        dividend = linear([((1,), Sym("j")), ((-s,), Sym("o"))], (axis.low + self.base * (s + d - 1),))
        return dividend if d == 1 else math("( {a} ) / {d}", a=dividend, d=d)

    def last_tap(self) -> Node:
        """Give the last index of the kernel: the first one is the base."""
        if self.alike:
            return Num(self.layer.axes[0].kernel - 1 + self.base)
        return math(("k - 1", "k")[self.base])

    def residue(self) -> tuple[Node, Node]:
        """Give ``j + l``, and s, by which it is divided: the remainder is the residue class."""
        if not self.alike:
            return math(("j + l", "j + l - 1")[self.base]), Sym("s")
        axis = self.layer.axes[0]
        return linear([((1,), Sym("j"))], (axis.low - self.base,)), Num(axis.stride)

    def latest(self, number: int) -> Node:
        """Give ``o = ⌊(j + l)/s⌋`` on an axis: the last entry of y whose copy begins at j or before it."""
        axis = self.layer.axes[number]
        o, j = (self._numbered(letter, number) for letter in "oj")
        place = linear([((1,), j)], (axis.low + self.base * (axis.stride - 1),))
        if axis.stride == 1:
            return math("{o} = {p}", o=o, p=place)
        dividend = math("( {p} )", p=place) if isinstance(place, Row) else place
        return math("{o} = floor {p} / {s} end", o=o, p=dividend, s=axis.stride)

    def _numbered(self, letter: str, number: int) -> Node:
        return Sym(letter) if self.layer.rank == 1 else Sub(Sym(letter), (Num(number + 1),))

    def _entry(self, *right: Node) -> Node:
        left = math("x'_q,j" if self.layer.has_channels else "x'_j")
        return Row((left, Sym("="), *right))

    def _over(self, letter: str) -> Node:
        return Sum(math(f"p , {letter}")) if self.layer.has_channels else Sum(Sym(letter))

    def _at(self, role: str, place: Node) -> Node:
        return Sub(Sym(role), (*([Sym("p")] if self.layer.has_channels else []), place))


VIEWS: dict[str, Callable[[Equations], Node]] = {
    "matrix": Equations.matrix,
    "lowering": Equations.lowering,
    "scatter": Equations.scatter,
    "backward": Equations.backward,
}
"""The formula of each picture."""
