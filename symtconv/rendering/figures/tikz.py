r"""A figure as TikZ: plain commands of tikz with the library patterns, and xcolor.

Colours are defined once by their names; styles are a short list in front. Both can stand in a document's preamble
instead (`definitions`), where several figures share them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from symtconv.rendering.figures.figure import (
    PLAIN,
    POINT,
    Badge,
    Cell,
    Figure,
    Frame,
    Label,
    Shape,
    Sign,
    Spelling,
    Stroke,
    Veil,
    Words,
)
from symtconv.rendering.figures.palette import HAIR, INK, MIST, QUIET, TapColour
from symtconv.rendering.tex.scripts import preamble as scripts

SIZES = (5, 6, 7, 8, 9, 10)
"""Sizes of type in points; every engine has its fonts for them."""

STYLES = r"""\tikzset{
  symtconv/.style={x=1mm, y=-1mm, line width=.3pt, line cap=butt, text=ink, inner sep=0pt},
  entry/.style={draw=ink, fill=white, line width=.6pt},
  gap/.style={draw=hair, fill=mist},
  pad/.style={draw=hair, fill=white},
  extra/.style={draw=hair, fill=white, postaction={pattern=north east lines, pattern color=hair}},
  plain/.style={draw=hair, fill=white},
  member/.style={draw=hair, fill=quiet},
  block/.style={draw=hair, fill=mist},
  tap/.style={draw=white, line width=.4pt},
  window/.style={draw=ink, line width=1.3pt},
  choice/.style={draw=ink, line width=1.3pt},
  edge/.style={draw=ink, line width=.6pt},
  rule/.style={draw=quiet},
  hair/.style={draw=hair},
  dashed edge/.style={draw=ink, line width=.6pt, dash pattern=on 2pt off 1.5pt},
  dotted edge/.style={draw=quiet, dash pattern=on .6pt off 1.2pt},
  arrow/.style={draw=quiet, ->},
  veil/.style={fill=white, fill opacity=.55},
  words/.style={anchor=base, font=\fontsize{#1}{#1}\selectfont},
  halo/.style={fill=white, inner sep=.6pt},
}
\def\lettering#1#2#3#4#5{\pgftext[#1,x=#3mm,y=#4mm]{\fontsize{#2}{#2}\selectfont\color{ink}#5}}"""

MATHS = {
    "⋆": r"$\star$",
    "⋯": r"$\cdots$",
    "⋮": r"$\vdots$",
    "⋱": r"$\ddots$",
    "×": r"$\times$",
    "·": r"$\cdot$",
    "≡": r"$\equiv$",
    "→": r"$\to$",
    "↺": r"flipped",
    "−": "$-$",
    "′": "$'$",
    "ᵀ": r"$^{\mathsf T}$",
    "=": "$=$",
    "+": "$+$",
}
SPECIAL = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"} | {
    sign: "\\" + sign for sign in "{}$&%#_"
}
FRAMES = {"dashed": "dashed edge"}
LINES = {"dotted": "dotted edge"}
ANCHORS = {"middle": "base", "start": "base west", "end": "base east"}
PLACES = {"middle": "base", "start": "left,base", "end": "right,base"}


def tikz(figure: Figure, *, spelling: Spelling = PLAIN, preamble: bool = True) -> str:
    r"""Draw a figure as a ``tikzpicture``.

    Parameters
    ----------
    figure : Figure
    spelling : Spelling
        The author's letters and index base.
    preamble : bool
        Whether the colours and styles are defined in front; False where the document has them from `definitions`.

    Examples
    --------
    >>> from symtconv.geometry import ConvTranspose
    >>> from symtconv.rendering.figures import FIGURES
    >>> print(tikz(FIGURES["coverage"](ConvTranspose(input=1, kernel=1)), preamble=False))
    \begin{tikzpicture}[symtconv]
      % counts
      \path[draw=hair, fill=ink!0] (.4,.4) rectangle +(8,8);
      \lettering{base}{9}{4.4}{-5.48}{1}
    \end{tikzpicture}
    """
    lines = [definitions(figure.taps)] if preamble else []
    lines.append(r"\begin{tikzpicture}[symtconv]")
    for part in figure.parts:
        lines.append(f"  % {part.name}")
        lines += ["  " + command for command in _commands(part.shapes, spelling)]
    return "\n".join([*lines, r"\end{tikzpicture}"])


def definitions(taps: Iterable[TapColour]) -> str:
    """Define every colour by its name, and the styles of the pictures."""
    named = {"ink": INK, "quiet": QUIET, "hair": HAIR, "mist": MIST}
    for tap in taps:
        named |= {tap.name: tap.fill, tap.ink_name: tap.ink}
    colours = (rf"\definecolor{{{name}}}{{HTML}}{{{colour}}}" for name, colour in named.items())
    return "\n".join((*colours, STYLES))


def tikz_page(figure: Figure, *, spelling: Spelling = PLAIN) -> str:
    """Give a whole document that holds the picture alone; any engine sets it."""
    caption = "".join(f"% {line}\n" for line in (figure.title, spelling.text(figure.caption)))
    picture = tikz(figure, spelling=spelling, preamble=False)
    return (
        caption
        + "\\documentclass[border=2mm]{standalone}\n\\usepackage{amsmath}\n\\usepackage{xcolor}\n"
        + scripts(picture)
        + "\\usepackage{tikz}\n"
        + "\\usetikzlibrary{patterns}\n"
        + definitions(figure.taps)
        + "\n\\begin{document}\n"
        + picture
        + "\n\\end{document}\n"
    )


def tikz_fragment(figure: Figure, *, spelling: Spelling = PLAIN) -> str:
    r"""Give what an author's document takes with ``\input``: a picture whose colours and styles end with it.

    Its comment says what the preamble needs.
    """
    picture = tikz(figure, spelling=spelling, preamble=False)
    needed = ["\\usepackage{amsmath}", "\\usepackage{xcolor}", *scripts(picture).splitlines(), "\\usepackage{tikz}"]
    lines = [figure.title, spelling.text(figure.caption), "In the preamble:", *needed, "\\usetikzlibrary{patterns}"]
    head = "".join(f"% {line}\n" for line in lines)
    return f"{head}\\begingroup\n{definitions(figure.taps)}\n{picture}\n\\endgroup\n"


def latex_words(words: Words, spelling: Spelling = PLAIN) -> str:
    r"""Write words in LaTeX.

    Examples
    --------
    >>> latex_words(("the window of ", Sign("x", (1, 1), prime=True)))
    "the window of $x'_{1,1}$"
    """
    return "".join(_word(word, spelling) for word in words)


def _word(word: str | Sign | Badge, spelling: Spelling) -> str:
    if isinstance(word, str):
        return "".join(MATHS.get(letter, SPECIAL.get(letter, letter)) for letter in word)
    if isinstance(word, Badge):
        inner = rf"\color{{{word.tap.ink_name}}}{_word(word.sign, spelling)}"
        return rf"{{\fboxsep=1pt\colorbox{{{word.tap.name}}}{{{inner}}}}}"
    index = spelling.index(word)
    letter = spelling.latex_letter(word)
    if not letter:
        return f"${index}$" if "-" in index else index
    base = rf"\tilde {letter}" if word.tilde else rf"\hat {letter}" if word.hat else letter
    return f"${base}{chr(39) * word.prime}" + (f"_{{{index}}}$" if index else "$")


def _commands(shapes: Iterable[Shape], spelling: Spelling) -> Iterator[str]:
    """One path for neighbours in the same style, one node for each label."""
    for style, group in groupby(shapes, _style):
        if style:
            places = " ".join(_place(shape) for shape in group)
            yield rf"\path[{style}] {places};"
        else:
            yield from (_node(shape, spelling) for shape in group if isinstance(shape, Label))


def _style(shape: Shape) -> str:
    if isinstance(shape, Cell):
        if shape.tap:
            return f"tap, fill={shape.tap.name}"
        return f"draw=hair, fill=ink!{_number(100 * shape.shade)}" if shape.kind == "shade" else shape.kind
    if isinstance(shape, Frame):
        return FRAMES.get(shape.kind, shape.kind)
    if isinstance(shape, Stroke):
        return LINES.get(shape.kind, shape.kind)
    return "veil" if isinstance(shape, Veil) else ""


def _place(shape: Shape) -> str:
    if isinstance(shape, Stroke):
        return f"({_number(shape.x1)},{_number(shape.y1)}) -- ({_number(shape.x2)},{_number(shape.y2)})"
    if isinstance(shape, Label):  # labels have no style and come here never
        raise TypeError
    corner, size = (shape.x, shape.y), (shape.width, shape.height)
    return "({},{}) rectangle +({},{})".format(*map(_number, (*corner, *size)))


def _node(label: Label, spelling: Spelling) -> str:
    """Give words: by pgf's own text, which takes a third of the time of a node, and by a node where there is a halo."""
    words = latex_words(label.words, spelling)
    words = rf"\textbf{{{words}}}" if label.bold else words
    if not label.halo:
        tone = label.tone if isinstance(label.tone, str) else label.tone.ink_name
        inner = words if tone == "ink" else rf"\color{{{tone}}}{words}"
        place = f"{{{_number(label.x)}}}{{{_number(-baseline(label))}}}"
        return rf"\lettering{{{PLACES[label.anchor]}}}{{{label.size}}}{place}{{{inner}}}"
    options = [f"words={label.size}"]
    if label.anchor != "middle":
        options.append(f"anchor={ANCHORS[label.anchor]}")
    if label.tone != "ink":
        options.append(f"text={label.tone if isinstance(label.tone, str) else label.tone.ink_name}")
    options.append("halo")
    return rf"\node[{', '.join(options)}] at ({_number(label.x)},{_number(baseline(label))}) {{{words}}};"


def baseline(label: Label) -> float:
    """Give the height of the baseline that centres the words: higher where an index hangs below."""
    hangs = any(not isinstance(word, str) and word_sign(word).letter and word_sign(word).index for word in label.words)
    return label.y + (0.26 if hangs else 0.34) * label.size * POINT


def word_sign(word: Sign | Badge) -> Sign:
    """Give the sign, on a colour or not."""
    return word.sign if isinstance(word, Badge) else word


def _number(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    text = text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text
    return "0" if text in {"", "-0", "-"} else text
