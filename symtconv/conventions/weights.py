"""How frameworks store the kernel: the order of its axes, and one line of code from one order to another.

The letters of a layout are ``I`` and ``O`` (all channels of y and of x′), ``i`` and ``o`` (those of one group), ``g``
(the groups) and ``k`` (the spatial axes, in order). The layer's own weights are ``Iok``:
``(C_in, C_out/groups, *kernel)``.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from symtconv.geometry import GeometryError

NAMES = {"I": "C_in", "O": "C_out", "i": "C_in/groups", "o": "C_out/groups", "g": "groups", "k": "*kernel"}


@dataclass(frozen=True, slots=True)
class Weights:
    """The kernel's sizes, and the channels; None where they are not said."""

    kernel: tuple[int, ...]
    in_channels: int | None
    out_channels: int | None
    groups: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The order of the axes of the weights.

    Examples
    --------
    >>> str(Layout("Iok")), str(Layout("kOI")), str(Layout("OkI"))
    ('(C_in, C_out/groups, *kernel)', '(*kernel, C_out, C_in)', '(C_out, *kernel, C_in)')
    >>> Layout("Iok").read((4, 3, 5, 5), groups=2)
    Weights(kernel=(5, 5), in_channels=4, out_channels=6, groups=2)
    """

    letters: str

    def __str__(self) -> str:
        return f"({', '.join(NAMES[letter] for letter in self.letters)})"

    @property
    def rank(self) -> int:
        """Axes beside the spatial ones."""
        return len(self.letters) - 1

    def sizes(self, weights: Weights) -> tuple[int, ...]:
        """Give the shape of the weights; open channels are the fewest."""
        g = weights.groups
        inner, outer = weights.in_channels or g, weights.out_channels or g
        by = {"I": inner, "O": outer, "i": inner // g, "o": outer // g, "g": g}
        rows = [weights.kernel if letter == "k" else (by[letter],) for letter in self.letters]
        return tuple(size for row in rows for size in row)

    def example(self, rank: int) -> str:
        """Give a shape as an example."""
        return str(self.sizes(Weights((3,) * rank, 1, 1, 1)))

    def read(self, shape: tuple[int | None, ...], groups: int) -> Weights:
        """Give kernel and channels from the shape of the weights; None stands for channels that have a name.

        Raises
        ------
        GeometryError
            When the groups do not divide the channels.
        """
        spatial = len(shape) - self.rank
        by: dict[str, int | None] = {}
        kernel: tuple[int, ...] = ()
        rest = list(shape)
        for letter in self.letters:
            if letter == "k":
                kernel = tuple(size for size in rest[:spatial] if size is not None)
                if len(kernel) < spatial:
                    msg = "the shape of the weights has a name for a number of taps; write the number"
                    raise GeometryError(msg)
                del rest[:spatial]
            else:
                by[letter] = rest.pop(0)
        groups = by.get("g") or groups
        for whole in ("I", "O"):
            if (by.get(whole) or 0) % groups:
                msg = (
                    f"groups={groups} does not divide the {by[whole]} channels ({NAMES[whole]}) of the weights {shape}"
                )
                raise GeometryError(msg)
        return Weights(kernel, _whole(by, "I", groups), _whole(by, "O", groups), groups)


def _whole(by: dict[str, int | None], letter: str, groups: int) -> int | None:
    if letter in by:
        return by[letter]
    local = by[letter.lower()]
    return None if local is None else local * groups


OWN = Layout("Iok")


def kernel_code(source: Layout, target: Layout, *, rank: int, groups: int, flip: bool, dialect: str) -> str | None:
    """Give the target's weights from the source's, called w, as one line of code; None where they are the same array.

    Parameters
    ----------
    source, target : Layout
    rank : int
        Spatial axes.
    groups : int
    flip : bool
        Whether the kernel is to be reversed along every spatial axis.
    dialect : str
        "torch", "numpy" or "jax": whose methods the code calls.

    Examples
    --------
    >>> kernel_code(Layout("kOI"), Layout("Iok"), rank=2, groups=1, flip=False, dialect="torch")
    'w.permute(3, 2, 0, 1)'
    >>> kernel_code(Layout("Iok"), Layout("Oik"), rank=1, groups=2, flip=True, dialect="numpy")
    'np.flip(w.reshape(2, -1, *w.shape[1:]).swapaxes(1, 2).reshape(-1, w.shape[0] // 2, *w.shape[2:]), (2,))'
    """
    code, letters = "w", _split(source.letters, groups)
    wanted = _split(target.letters, groups)
    if (groups > 1 and set(letters) != set(wanted)) or (groups > 1 and source.letters != target.letters):
        code, letters = _regrouped(code, source, target, rank, groups)
    order = _places(letters, wanted, rank)
    if order != tuple(range(len(order))):
        code = f"{code}.{'permute' if dialect == 'torch' else 'transpose'}({', '.join(map(str, order))})"
    if flip:
        first = wanted.index("k")
        axes = tuple(range(first, first + rank))
        if dialect == "torch":
            code = f"{code}.flip({', '.join(map(str, axes))})"
        else:
            code = f"{'jnp' if dialect == 'jax' else 'np'}.flip({code}, {axes})"
    return None if code == "w" else code


def _split(letters: str, groups: int) -> str:
    """With one group, whole and group are the same axis, and an axis of groups has one entry."""
    return letters.replace("i", "I").replace("o", "O") if groups == 1 else letters


def _regrouped(code: str, source: Layout, target: Layout, rank: int, groups: int) -> tuple[str, str]:
    """Bring the weights to the target's letters; the permutation of whole axes is left to the caller."""
    letters = source.letters
    spatial = [f"k{axis}" for axis in range(rank)]
    first = [letter for part in letters for letter in (spatial if part == "k" else [part])]
    if "g" not in letters:  # Iok, Oik, OkI...: part the whole axis into groups
        whole = next(letter for letter in letters if letter in "IO")
        place = first.index(whole)
        head = [f"w.shape[{axis}]" for axis in range(place)]
        parts = ", ".join([*head, str(groups), "-1", f"*w.shape[{place + 1}:]"])
        code = f"{code}.reshape({parts})"
        first[place : place + 1] = ["g", whole.lower()]
    if _kind(letters) == _kind(target.letters) and "g" not in target.letters and "g" not in letters:
        return "w", letters  # the whole axis stays whole
    wanted = [letter for part in target.letters for letter in (spatial if part == "k" else [part])]
    if "g" in target.letters:
        order = [first.index(letter) for letter in wanted]
        return _moved(code, order), target.letters
    whole = next(letter for letter in target.letters if letter in "IO")
    place = wanted.index(whole)
    parted = [*wanted[:place], "g", whole.lower(), *wanted[place + 1 :]]
    code = _moved(code, [first.index(letter) for letter in parted])
    old = {letter: axis for axis, letter in enumerate(_axes(letters, spatial))}
    sizes = [_size_of(letter, old, groups, -1 if letter == whole else None) for letter in wanted]
    return f"{code}.reshape({', '.join(_joined(sizes, len(old)))})", target.letters


def _kind(letters: str) -> str:
    return "".join(sorted(letter for letter in letters if letter != "k"))


def _axes(letters: str, spatial: list[str]) -> list[str]:
    return [letter for part in letters for letter in (spatial if part == "k" else [part])]


def _moved(code: str, order: list[int]) -> str:
    if order == sorted(order):
        return code
    moved = [place for place, axis in enumerate(order) if place != axis]
    if len(moved) == 2:
        return f"{code}.swapaxes({moved[0]}, {moved[1]})"
    return f"{code}.{'transpose'}({', '.join(map(str, order))})"


def _size_of(letter: str, old: dict[str, int], groups: int, fixed: int | None) -> str:
    if fixed is not None:
        return str(fixed)
    if letter in old:
        return f"w.shape[{old[letter]}]"
    return f"w.shape[{old[letter.upper()]}] // {groups}"


def _joined(sizes: list[str], axes: int) -> list[str]:
    """Write a run of sizes at the end, those of the last axes of w one after the other, as a slice."""
    out = list(sizes)
    tail = [size for size in sizes if size.startswith("w.shape[") and size.endswith("]")]
    run = len(tail)
    while run > 0:
        last = sizes[-run:]
        numbers = [int(size[8:-1]) if size.startswith("w.shape[") and size.endswith("]") else -9 for size in last]
        if min(numbers) >= 0 and numbers == list(range(axes - run, axes)):
            return [*out[: len(out) - run], f"*w.shape[{numbers[0]}:]"]
        run -= 1
    return out


def _places(letters: str, wanted: str, rank: int) -> tuple[int, ...]:
    """Give where each axis of the wanted order stands now; an axis of groups that is left out has one entry."""
    spatial = [f"k{axis}" for axis in range(rank)]
    now = [letter for letter in _axes(letters, spatial) if letter != "g" or "g" in wanted]
    return tuple(now.index(letter) for letter in _axes(wanted, spatial))


def filled_code(layout: Layout, kernel: tuple[int, ...], dilation: tuple[int, ...]) -> str:
    """Give the line that puts ``d - 1`` zeros between the taps of the weights w, a NumPy array.

    Examples
    --------
    >>> filled_code(Layout("kOI"), (3,), (2,))
    'np.kron(w, np.eye(1, 2).reshape(2, 1, 1))[:5, :, :]'
    """
    spread = list(dilation)
    shape, cut = [], []
    for letter in layout.letters:
        shape += spread if letter == "k" else [1]
        cut += [f":{d * (k - 1) + 1}" for k, d in zip(kernel, dilation, strict=True)] if letter == "k" else [":"]
    return f"np.kron(w, np.eye(1, {prod(spread)}).reshape({', '.join(map(str, shape))}))[{', '.join(cut)}]"


def dense_code(layout: Layout, groups: int) -> tuple[str, Layout]:
    """Give the line that puts the groups of the weights w on the diagonal of one dense kernel, and its layout.

    Examples
    --------
    >>> dense_code(Layout("Iok"), 2)[0]
    'np.einsum("gh,gab...->gahb...", np.eye(2), w.reshape(2, -1, *w.shape[1:])).reshape(w.shape[0], -1, *w.shape[2:])'
    """
    letters = layout.letters
    parted = f"w.reshape({groups}, -1, *w.shape[1:])"
    if letters in ("giok", "goik"):
        wide = f'np.einsum("gh,gab...->gahb...", np.eye({groups}), w)'
        whole = "w.shape[0] * w.shape[1], -1, *w.shape[3:]"
        return f"{wide}.reshape({whole})", Layout("IOk" if letters == "giok" else "OIk")
    if letters == "Oki":  # the axis of the other channels stands last
        wide = f'np.einsum("gh,ga...b->ga...hb", np.eye({groups}), {parted})'
        return f"{wide}.reshape(*w.shape[:-1], -1)", Layout("OkI")
    wide = f'np.einsum("gh,gab...->gahb...", np.eye({groups}), {parted})'
    return f"{wide}.reshape(w.shape[0], -1, *w.shape[2:])", Layout("IOk" if letters.startswith("I") else "OIk")
