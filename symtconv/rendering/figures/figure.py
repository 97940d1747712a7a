"""What a figure is: cells, frames, lines and words on a plane, as data, in the order they are painted.

Lengths are in millimetres, x to the right and y downwards; sizes of type are in points. A figure knows neither
LaTeX nor SVG: `figures.tikz` and `figures.svg` draw the same picture from it. Letters
are w, y, x, z and indices begin at 0; an emitter spells them as the author wants (`Spelling`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from string import Formatter
from types import MappingProxyType
from typing import Literal

from symtconv.operators.shown import Displayed
from symtconv.rendering.figures.palette import TapColour
from symtconv.rendering.notation.letters import latex_letter, plain_letter
from symtconv.rendering.notation.style import Style

Index = tuple[int, ...]

POINT = 0.3515
"""Millimetres in a point."""

LINE_WIDTH = 152.0
"""Width of the printed line in mm: what a figure has by default."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A letter with an index, as it stands in a formula: ``Sign("x", (1, 1), prime=True)`` is x′ with 1,1.

    Without a letter it is the index alone. Parts of an index are zero-based integers, or letters. A letter that
    ``counts`` stands for its number counted from 0, in whatever way the author counts: see `Spelling.counted`.
    """

    letter: str
    index: tuple[int | str, ...] = ()
    prime: bool = False
    tilde: bool = False
    hat: bool = False
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Badge:
    """A sign on the colour of a tap, in a line of words; ``at`` is the index of the tap in the kernel."""

    sign: Sign
    tap: TapColour
    at: Index


Word = str | Sign | Badge
Words = tuple[Word, ...]

CellKind = Literal["tap", "entry", "gap", "pad", "extra", "plain", "member", "shade", "block"]
FrameKind = Literal["window", "choice", "edge", "dashed", "rule"]
LineKind = Literal["rule", "edge", "hair", "dotted", "arrow"]
Anchor = Literal["start", "middle", "end"]
Tone = Literal["ink", "quiet"] | TapColour
"""Ink, grey, or the ink that reads on a tap."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A rectangle of the picture that stands for an entry, a tap or a zero.

    ``entry`` is an entry of y, ``gap`` a zero put between entries, ``pad`` a zero of padding and ``extra`` one that
    is there because of the output padding; ``shade`` has so much ink (0 to 1).
    """

    x: float
    y: float
    width: float
    height: float
    kind: CellKind
    tap: TapColour | None = None
    shade: float = 0.0


@dataclass(frozen=True, slots=True)
class Label:
    """Words centred on the height ``y``; ``halo`` clears the ground behind them."""

    x: float
    y: float
    words: Words
    size: int = 8
    tone: Tone = "ink"
    anchor: Anchor = "middle"
    halo: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """An outline: the window, the chosen entry, the edge of x′, or what is left when a crop cuts."""

    x: float
    y: float
    width: float
    height: float
    kind: FrameKind


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line from one point to another."""

    x1: float
    y1: float
    x2: float
    y2: float
    kind: LineKind


@dataclass(frozen=True, slots=True)
class Veil:
    """A thin white laid over what a crop removes; words painted later stay ink."""

    x: float
    y: float
    width: float
    height: float


Shape = Cell | Label | Frame | Stroke | Veil


@dataclass(frozen=True, slots=True)
class Portion:
    """A piece of the picture with a name, such as "padded input"; comments and groups are made from it."""

    name: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Displayed):
    """A picture with its words.

    Parameters
    ----------
    name : str
        ``lowering``, ``scatter``, ``matrix``, ``polyphase``, ``coverage`` or ``kernel``.
    width, height : float
        Size in mm; the picture begins at (0, 0).
    parts : tuple of Part
        In the order of painting.
    title : str
        One line of plain text.
    caption : Words
        Two or three lines that name what is seen.
    description : str
        The same for a reader who does not see it, in plain text.
    """

    name: str
    width: float
    height: float
    parts: tuple[Portion, ...]
    title: str
    caption: Words
    description: str

    @property
    def shapes(self) -> Iterator[Shape]:
        """Every shape in the order of painting."""
        return (shape for part in self.parts for shape in part.shapes)

    @property
    def taps(self) -> tuple[TapColour, ...]:
        """The tap colours that occur, each once, in the order of their names."""
        found = {shape.tap for shape in self.shapes if isinstance(shape, Cell) and shape.tap}
        found |= {word.tap for word in self.caption if isinstance(word, Badge)}
        return tuple(sorted(found, key=lambda tap: tap.name))

    def __str__(self) -> str:
        return f"{self.title}\n{self.description}"


@dataclass(frozen=True, slots=True)
class Spelling:
    """How an author writes the letters, and from what number indices count.

    Parameters
    ----------
    letters : mapping of str to str
        One Latin letter, or the name of a Greek one, for a letter of ours.
    base : int
        The first index.

    Examples
    --------
    >>> Spelling(letters={"y": "kappa"}, base=1).plain(Sign("y", (0, 1)))
    'κ_{1,2}'
    """

    letters: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    base: int = 0

    @classmethod
    def of(cls, style: Style) -> Spelling:
        """Take letters and index base from the author's style."""
        return cls(letters=MappingProxyType(dict(style.symbols)), base=style.index_base)

    def letter(self, sign: Sign) -> str:
        """Give the letter alone, in plain text."""
        name = self.letters.get(sign.letter, sign.letter)
        return plain_letter(name)

    def latex_letter(self, sign: Sign) -> str:
        """Give the letter alone, in LaTeX."""
        name = self.letters.get(sign.letter, sign.letter)
        return latex_letter(name)

    def index(self, sign: Sign) -> str:
        """Give the index as it is printed: ``1,1``."""
        parts = (self.letter(Sign(part)) if isinstance(part, str) else str(part + self.base) for part in sign.index)
        return ",".join(parts)

    def plain(self, sign: Sign) -> str:
        """Write a sign in plain text."""
        index = self.index(sign)
        if not sign.letter:
            return index
        mark = ("\u0303" if sign.tilde else "\u0302" if sign.hat else "") + ("′" if sign.prime else "")
        return f"{self.letter(sign)}{mark}" + (f"_{{{index}}}" if index else "")

    def counted(self, words: Words) -> Words:
        """Give the words of a caption with every letter that counts less the base.

        Examples
        --------
        >>> spelling = Spelling(base=1)
        >>> spelling.text((Sign("j", counts=True), " + ", Sign("l")))
        '(j − 1) + l'
        """
        found: list[Word] = []
        for word in words:
            if isinstance(word, Sign) and word.counts:
                letter = replace(word, counts=False)
                found += [letter] if not self.base else ["(", letter, f" − {self.base})"]
            else:
                found.append(word)
        return tuple(found)

    def text(self, words: Words) -> str:
        """Write words in plain text."""
        return "".join(
            word if isinstance(word, str) else self.plain(word.sign if isinstance(word, Badge) else word)
            for word in self.counted(words)
        )


PLAIN = Spelling()
_FROM_ONE = Spelling(base=1)


@dataclass(frozen=True, slots=True)
class Picture(Displayed):
    """A figure as an author spells it; a notebook shows it."""

    figure: Figure
    spelling: Spelling = PLAIN

    def __str__(self) -> str:
        return f"{self.spelling.text(self.figure.caption) or self.figure.title}\n{self.figure.description}"


def fill(template: str, **values: Word | Words | int) -> Words:
    """Put signs and words into a sentence of the catalogue.

    Examples
    --------
    >>> fill("the window of {x}.", x=Sign("x", (1,)))
    ('the window of ', Sign(letter='x', index=(1,), prime=False, tilde=False, hat=False, counts=False), '.')
    """
    words: list[Word] = []
    for text, name, _, _ in Formatter().parse(template):
        if text:
            words.append(text)
        if name is not None:
            value = values[name]
            words.extend(value if isinstance(value, tuple) else (str(value) if isinstance(value, int) else value,))
    return tuple(words)


def joined(parts: Sequence[Words], between: str = ", ") -> Words:
    """Put words into one line.

    Examples
    --------
    >>> joined([("a",), ("b", "c")])
    ('a', ', ', 'b', 'c')
    """
    return tuple(word for number, part in enumerate(parts) for word in ((between,) * (number > 0) + part))


# Widths of Computer Modern in thousandths of an em; what is not listed is as wide as a digit.
_EM = {
    278: ".,;:ijl|!'′·",
    333: " -/",
    390: "fstr()[]",
    444: "ceazv",
    556: "bdhnpuk",
    620: "JLFES",
    700: "ABCDEGHIKNOPQRTUVXYZ",
    740: "wWM=+−×≡",
    833: "m⋯→↺",
}
_WIDTHS = {letter: width / 1000 for width, letters in _EM.items() for letter in letters}


# Small Computer Modern is wider for its size, and an index has the size that LaTeX gives it.
_BREADTH = {5: 1.36, 6: 1.22, 7: 1.14, 8: 1.06, 9: 1.03}
_INDEX_SIZE = {5: 5, 6: 5, 7: 5, 8: 6, 9: 6, 10: 7}


def measure(words: Words, size: int, spelling: Spelling | None = None) -> float:
    """Estimate the width of words in mm, for type of ``size`` points, as LaTeX sets them.

    While a figure is laid out nobody knows how its author will spell it: without a spelling an index is as wide as
    the wider of those that count from 0 and from 1.

    Examples
    --------
    >>> measure((Sign("w", (9,)),), 7) == measure((Sign("w", (9,)),), 7, Spelling(base=1))
    True
    >>> 4.5 < measure((Sign("w", (1, 1)),), 7) < 5.5
    True
    """
    total = 0.0
    for word in words:
        sign = word.sign if isinstance(word, Badge) else word
        if isinstance(sign, str):
            total += _width(sign, size)
        elif not sign.letter:
            total += _index_width(sign, size, spelling)
        else:
            total += _width((spelling or PLAIN).letter(sign), size) + 0.3 * size * sign.prime
            total += _index_width(sign, _INDEX_SIZE.get(size, 5), spelling)
        total += 0.3 * size if isinstance(word, Badge) else 0
    return total * POINT


def _index_width(sign: Sign, size: int, spelling: Spelling | None) -> float:
    return max(_width(one.index(sign), size) for one in ([spelling] if spelling else (PLAIN, _FROM_ONE)))


def _width(text: str, size: int) -> float:
    return sum(map(_em, text)) * size * _BREADTH.get(size, 1.0)


def _em(letter: str) -> float:
    # Hangul and Han fill the square.
    return _WIDTHS.get(letter, 1.0 if ord(letter) > 0x2E80 else 0.5)
