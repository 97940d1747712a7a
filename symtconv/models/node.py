"""What a reader finds: transposed convolutions with their geometry, and what could not be read, with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import prod

from symtconv.geometry import Axis, ConvTranspose, GeometryError, span
from symtconv.geometry.phases import reached

Size = int | str
"""A number that the file fixes, or the name of one that it leaves open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Geometry:
    """A layer whose sizes may be names; everything else is numbers.

    Parameters
    ----------
    sizes : tuple of int or str
        The y-side per axis: what the file fixes, else a name.
    kernel, stride, dilation, output_padding : tuple of int
    padding : tuple of (int, int)
        Low and high per axis.
    in_channels, out_channels, groups : int
    """

    sizes: tuple[Size, ...]
    kernel: tuple[int, ...]
    stride: tuple[int, ...]
    dilation: tuple[int, ...]
    padding: tuple[tuple[int, int], ...]
    output_padding: tuple[int, ...]
    in_channels: int
    out_channels: int
    groups: int

    @property
    def rank(self) -> int:
        """Number of spatial axes."""
        return len(self.kernel)

    def layer(self, sizes: Sequence[int] | None = None) -> ConvTranspose:
        """Give the layer at sizes; without them at the least ones at which it has an output.

        Raises
        ------
        GeometryError
            For numbers that no layer has.
        """
        return ConvTranspose(
            input=tuple(sizes) if sizes is not None else self.least,
            kernel=self.kernel,
            stride=self.stride,
            padding=self.padding,
            output_padding=self.output_padding,
            dilation=self.dilation,
            in_channels=self.in_channels,
            out_channels=self.out_channels,
            groups=self.groups,
        )

    @property
    def offsets(self) -> tuple[int, ...]:
        """What the length is beyond ``s·n``, per axis: ``K - s - l - h + a``."""
        rows = zip(self.kernel, self.stride, self.dilation, self.padding, self.output_padding, strict=True)
        return tuple(span(k, d) - s - l - h + a for k, s, d, (l, h), a in rows)

    @property
    def least(self) -> tuple[int, ...]:
        """The sizes that the file fixes, and for each other the least that leaves an output."""
        rows = zip(self.sizes, self.stride, self.offsets, strict=True)
        return tuple(size if isinstance(size, int) else max(1, -((c - 1) // s)) for size, s, c in rows)

    @property
    def output(self) -> tuple[Size, ...]:
        """The lengths of x′: numbers, or formulas in the names of the sizes.

        Examples
        --------
        >>> Geometry(sizes=("n",), kernel=(20,), stride=(5,), dilation=(1,), padding=((0, 0),), output_padding=(0,),
        ...          in_channels=1, out_channels=1, groups=1).output
        ('5*n + 15',)
        """
        rows = zip(self.sizes, self.stride, self.offsets, strict=True)
        return tuple(s * size + c if isinstance(size, int) else _linear(s, size, c) for size, s, c in rows)

    @property
    def taps(self) -> tuple[tuple[int, ...], ...]:
        """How many taps reach each residue of the stride that any reaches, per axis."""
        return tuple(tuple(phase.taps for phase in reached(axis)) for axis in self.axes)

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The axes at the least sizes; what follows from k, s, d, l, h and a alone is that of every size."""
        return self.layer().axes

    @property
    def form(self) -> str:
        """What the layer is: ``conv`` (stride 1), ``depth_to_space`` (k = s, nothing cut or added), or ``phases``."""
        if set(self.stride) == {1}:
            return "conv"
        plain = set(self.dilation) == {1} and not any(map(any, self.padding)) and not any(self.output_padding)
        return "depth_to_space" if plain and self.kernel == self.stride else "phases"

    @property
    def coverage(self) -> str:
        """``even`` where every residue is reached alike, ``gaps`` where one is not reached at all, else ``uneven``."""
        taps = self.taps
        if any(len(counts) < s for counts, s in zip(taps, self.stride, strict=True)):
            return "gaps"
        return "even" if all(len(set(counts)) == 1 for counts in taps) else "uneven"

    @property
    def multiplications(self) -> tuple[int, tuple[str, ...]]:
        """Products of one image: a number, and the names that it is to be multiplied by (n·k·C_in·C_out/g)."""
        fixed = [size for size in self.sizes if isinstance(size, int)]
        names = tuple(size for size in self.sizes if isinstance(size, str))
        return prod(self.kernel) * prod(fixed) * self.in_channels * self.out_channels // self.groups, names

    @property
    def wasted(self) -> float:
        """The share of a dilated lowering's products that meet an inserted zero, as the sizes grow: 1 - 1/∏s."""
        return 1 - 1 / prod(self.stride)


def _linear(factor: int, name: str, constant: int) -> str:
    term = name if factor == 1 else f"{factor}*{name}"
    return term if constant == 0 else f"{term} {'+' if constant > 0 else '-'} {abs(constant)}"


def named(sizes: Iterable[int | None]) -> tuple[Size, ...]:
    """Give sizes that are open a name: n on one axis, n1, n2, … on several.

    Examples
    --------
    >>> named([None]), named([None, 320])
    (('n',), ('n1', 320))
    """
    given = list(sizes)
    return tuple(
        size if size is not None else "n" if len(given) == 1 else f"n{axis}" for axis, size in enumerate(given, 1)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One transposed convolution of a file.

    Parameters
    ----------
    name, op : str
        As the file calls them; ``name`` begins with the path of the graphs that it stands in.
    geometry : Geometry
    words : tuple of (str, str)
        What the file says, in its own words: ``("strides", "[2, 2]")``.
    dtype : str
        Type of the weights as stored.
    weights : str
        Where they are: ``initializer``, ``constant``, ``external``, ``input``, ``side file``.
    layout : str
        How they are stored.
    bias : bool
        Whether the node adds one.
    dynamic : bool
        Whether any dimension of its input, the batch included, is open.
    facts : tuple of str
        What engines look at beside the geometry: ``auto_pad=SAME_UPPER``, ``output_shape``.
    neighbours : tuple of str
        What stands behind it and changes the answer.
    notes : tuple of str
        What was assumed.
    site : tuple of int
        Where its bytes stand in the file, for formats in which a node can be replaced; one in the body of a function
        stands there once, however often the function is called.
    """

    name: str
    op: str
    geometry: Geometry
    words: tuple[tuple[str, str], ...] = ()
    dtype: str = "unknown"
    weights: str = "initializer"
    layout: str = "(C_in, C_out/groups, *kernel)"
    bias: bool = False
    dynamic: bool = True
    facts: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    site: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Unread:
    """A transposed convolution, or what may be one, that was not read, and why.

    ``illegal`` tells one whose own format forbids it from one that cannot be decided from the file; ``site`` is where
    its bytes stand, as of a `Node`.
    """

    name: str
    why: str
    illegal: bool = False
    site: tuple[int, int] = (0, 0)


Met = Node | Unread | str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a file: so many operators of other kinds, and the transposed convolution behind them.

    Parameters
    ----------
    passed : tuple of (str, int)
        Kinds of operators with their numbers, the most frequent first.
    name : str or None
        The node that ends it; None for what stands behind the last.
    """

    passed: tuple[tuple[str, int], ...]
    name: str | None


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds.

    Parameters
    ----------
    kind, title : str
        ``onnx``, and how a sentence calls it: ``ONNX, opset 20``.
    nodes : tuple of Node
    unread : tuple of Unread
    operators : int
        How many operators were looked at.
    trail : tuple of Stretch
        The file in its order: what stands before each of them, and behind the last.
    """

    kind: str
    title: str
    nodes: tuple[Node, ...]
    unread: tuple[Unread, ...]
    operators: int = 0
    opset: int = field(default=0)
    trail: tuple[Stretch, ...] = ()

    @classmethod
    def of(cls, kind: str, title: str, found: Iterable[Met], operators: int, opset: int = 0) -> Contents:
        """Sort what a reader meets in a file, in its order; of other operators it gives the names of their kinds."""
        nodes, unread, trail, passed = [], [], [], Counter[str]()
        for one in found:
            if isinstance(one, str):
                passed[one] += 1
                continue
            trail.append(Stretch(tuple(passed.most_common()), one.name))
            passed.clear()
            if isinstance(one, Node):
                nodes.append(one)
            else:
                unread.append(one)
        if passed:
            trail.append(Stretch(tuple(passed.most_common()), None))
        return cls(kind, title, tuple(nodes), tuple(unread), operators, opset, tuple(trail))


def geometry_error(name: str, error: GeometryError) -> Unread:
    """Say that a node's numbers are those of no layer."""
    return Unread(name, str(error), illegal=True)
