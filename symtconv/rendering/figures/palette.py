"""The colours: one for each tap of the kernel, the same on every page and in every figure.

Taps own every hue, all else is ink, grey and line. Hue says the kernel row and lightness the kernel column, so
that the taps differ for colour-blind readers and in grey print as well. Colours are built in CIE L*C*h (white
D65) and drawn back towards grey until they are inside sRGB.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import cos, radians, sin

Index = tuple[int, ...]

GREY_LIMIT = 9
"""Up to so many taps, lightness alone tells every tap."""

TAP_LIMIT = 25
"""Up to so many taps, each has a colour of its own; beyond, a colour means a kernel row."""

INK = "1F1F1F"
QUIET = "6B6B6B"
HAIR = "B4B4B4"
MIST = "E9E9E9"
BLACK = "000000"
WHITE = "FFFFFF"

NAMED: dict[str, str] = {"ink": INK, "quiet": QUIET, "hair": HAIR, "mist": MIST, "black": BLACK, "white": WHITE}
"""Every colour that is no tap, by its name in the figures and in LaTeX."""

FADE = 0.55
"""Opacity of the white laid over what a crop removes."""

DEEPEST_COUNT = 0.4
"""How much ink the largest count of a coverage map has; the least has none."""

_LIGHTEST, _DARKEST, _MIDDLE = 93.0, 30.0, 66.0
_INK_FROM = 75.0  # the lightness from which the soft ink reads better than black
# Amber, teal, indigo: hue angle in degrees, and the chroma asked for at the light, middle and dark end.
_HUES: tuple[tuple[float, ...], ...] = ((80.0,), (195.0,), (290.0,))
_CHROMAS = ((30.0, 54.0, 48.0), (26.0, 34.0, 26.0), (26.0, 42.0, 48.0))


@dataclass(frozen=True, slots=True)
class TapColour:
    """The colour of a tap and of the words on it.

    Parameters
    ----------
    name, ink_name : str
        Names to define the two colours by, in LaTeX and CSS: letters and digits alone (``"t01"``, ``"i01"``).
    fill, ink : str
        Six hexadecimal digits, without a sign in front.
    """

    name: str
    fill: str
    ink_name: str
    ink: str


@cache
def tap_colour(kernel: Index, tap: Index) -> TapColour:
    """Give the colour of one tap.

    Parameters
    ----------
    kernel : tuple of int
        Taps per axis.
    tap : tuple of int
        Index of the tap, without channels. From rank 3 on the last two axes decide.

    Returns
    -------
    TapColour
        Taps with the same name have the same colour.

    Raises
    ------
    ValueError
        When the tap is not one of the kernel's.

    Examples
    --------
    >>> tap_colour((3, 3), (1, 1))
    TapColour(name='t11', fill='28A6A4', ink_name='i11', ink='000000')
    >>> tap_colour((3,), (0,)).fill == tap_colour((3, 3), (0, 0)).fill
    True
    """
    if len(tap) != len(kernel) or not all(0 <= t < k for t, k in zip(tap, kernel, strict=True)):
        msg = f"tap {tap} is not in a kernel of {'x'.join(map(str, kernel))}; use indices from 0 below these sizes"
        raise ValueError(msg)
    shown = tap[-2:]
    lightness, row, column = _place(kernel[-2:], shown)
    fill = _hex(lightness, _along(_HUES, row)[0], _between(_along(_CHROMAS, row), column))
    ink = INK if lightness >= _INK_FROM else max((BLACK, WHITE), key=lambda word: contrast(word, fill))
    joint = "" if max(kernel[-2:]) <= 10 else "x"  # t111 would be two taps
    place = joint.join(map(str, shown[:1] if _by_row(kernel[-2:]) else shown))
    return TapColour(f"t{place}", fill, f"i{place}", ink)


def tap_colours(kernel: Index) -> tuple[TapColour, ...]:
    """Give every colour of a kernel once, row by row.

    Examples
    --------
    >>> [colour.name for colour in tap_colours((2, 2))]
    ['t00', 't01', 't10', 't11']
    """
    rows, columns = (1, *kernel)[-2:]
    front = (0,) * (len(kernel) - 2)
    taps = ((a, b)[-len(kernel) :] for a in range(rows) for b in range(columns))
    return tuple(dict.fromkeys(tap_colour(kernel, (*front, *tap)) for tap in taps))


def count_shade(count: int, largest: int) -> float:
    """Give how much ink (0 to 1) a count of products has in a coverage map.

    Ten per cent for each product after the first; less when the largest count would pass the deepest shade.

    Examples
    --------
    >>> count_shade(1, 4), count_shade(4, 4), count_shade(16, 16)
    (0.0, 0.3, 0.4)
    """
    step = min(0.1, DEEPEST_COUNT / max(largest - 1, 1))
    return round(step * max(count - 1, 0), 4)


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, from 1 (alike) to 21 (black on white), as WCAG 2 defines it.

    Examples
    --------
    >>> round(contrast("000000", "FFFFFF"))
    21
    """
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _place(kernel: Index, tap: Index) -> tuple[float, float, float]:
    """Lightness, and where along the rows and the columns the tap is (0 to 1)."""
    if len(kernel) == 1:  # a line runs down the diagonal of the palette
        part = _share(tap[0], kernel[0])
        return _lightness(part), part, part
    (rows, columns), (row, column) = kernel, tap
    if _by_row(kernel):
        return _MIDDLE, _share(row, rows), 0.5
    part = _share(column * rows + row, rows * columns)
    return _lightness(part), _share(row, rows), _share(column, columns)


def _by_row(kernel: Index) -> bool:
    return len(kernel) > 1 and kernel[0] * kernel[1] > TAP_LIMIT


def _lightness(part: float) -> float:
    return float(round(_LIGHTEST + (_DARKEST - _LIGHTEST) * part))


def _share(place: int, size: int) -> float:
    return place / (size - 1) if size > 1 else 0.5


def _along(stops: tuple[tuple[float, ...], ...], part: float) -> tuple[float, ...]:
    """Interpolate between three stops, each a list of numbers."""
    first, rest = (0, part * 2) if part <= 0.5 else (1, part * 2 - 1)
    return tuple(a + (b - a) * rest for a, b in zip(stops[first], stops[first + 1], strict=True))


def _between(stops: tuple[float, ...], part: float) -> float:
    return _along(tuple((stop,) for stop in stops), part)[0]


def _hex(lightness: float, hue: float, chroma: float) -> str:
    """Give the sRGB colour, with the most chroma up to the one asked for that sRGB has."""
    while True:
        linear = _linear(lightness, chroma * cos(radians(hue)), chroma * sin(radians(hue)))
        if chroma <= 0 or all(-1e-4 <= channel <= 1 + 1e-4 for channel in linear):
            return "".join(f"{_byte(channel):02X}" for channel in linear)
        chroma -= 0.5


def _linear(lightness: float, a: float, b: float) -> tuple[float, float, float]:
    """From CIE L*a*b* (white D65) to linear sRGB, by the definitions of CIE 15 and IEC 61966-2-1."""
    fy = (lightness + 16) / 116
    x, y, z = (white * _cube(f) for white, f in ((0.95047, fy + a / 500), (1.0, fy), (1.08883, fy - b / 200)))
    return (
        3.2404542 * x - 1.5371385 * y - 0.4985314 * z,
        -0.9692660 * x + 1.8760108 * y + 0.0415560 * z,
        0.0556434 * x - 0.2040259 * y + 1.0572252 * z,
    )


def _cube(f: float) -> float:
    return f**3 if f > 6 / 29 else 3 * (6 / 29) ** 2 * (f - 4 / 29)


def _byte(channel: float) -> int:
    held = min(max(channel, 0.0), 1.0)
    curved = 12.92 * held if held <= 0.0031308 else 1.055 * held ** (1 / 2.4) - 0.055
    return round(255 * curved)


def _luminance(colour: str) -> float:
    red, green, blue = (_uncurved(int(colour[n : n + 2], 16) / 255) for n in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _uncurved(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
