"""The desk: choose an entry of x′, and see its sum in four pictures. Here as it stands before any script runs."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import product
from math import prod
from string import ascii_uppercase
from typing import Any

from symtconv.geometry.phases import Phase, phase
from symtconv.rendering.figures.figure import Index, Sign
from symtconv.rendering.notation.tree import Node, Num, Sub, Sym
from symtconv.rendering.printers.html.equations import VIEWS, Equations
from symtconv.rendering.printers.html.formula import HtmlFormulas
from symtconv.rendering.printers.html.maps import maps
from symtconv.rendering.printers.html.patterns import Patterns
from symtconv.rendering.printers.html.pictures import panels, steady
from symtconv.rendering.printers.html.pictures.lowering import holds
from symtconv.rendering.printers.html.scene import PLACES, Scene
from symtconv.rendering.printers.html.sentences import said
from symtconv.rendering.printers.html.sums import written
from symtconv.rendering.printers.html.values import line
from symtconv.rendering.printers.html.vary import sliders

NAMED = 14
"""Places a side up to which the cells of x′ are named."""

CLASSES = 9
"""Residue classes that are shown."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Writes the desk of one scene."""

    scene: Scene
    formulas: HtmlFormulas
    judged: bool = False
    """Whether a lowering was judged that is not the one of the pictures."""
    values: dict[str, Any] | None = None
    """The user's own numbers."""

    def say(self, key: str, **slots: object) -> str:
        """Give words of the catalogue, escaped."""
        return escape(self.scene.say(key, **slots))

    def said(self, key: str, **formulas: Node) -> str:
        """Give words of the catalogue with formulas in them."""
        return said(self.scene, self.formulas, key, **formulas)

    @property
    def equations(self) -> Equations:
        """The formulas of the pictures."""
        return Equations(self.scene.layer, self.scene.spelling.base, self.formulas.printer.symbol)

    def html(self) -> str:
        """Give the whole desk."""
        pictures = "".join(self.panel(*each) for each in panels(self.scene, self.scene.start).items())
        return (
            f'<section id="desk" aria-labelledby="desk-title"><h2 id="desk-title">{self.say("desk")}</h2>\n'
            f"{self.which()}{sliders(self.scene)}"
            f'<div class="desk{" long" if self.scene.long else ""}">'
            f'<div class="blk"><div class="cap">{self.letter("x")}′<span class="js">: {self.say("choose")}</span></div>'
            f"{self.fronts()}"
            f'<div class="scroll">{self.grid()}</div>{self.cut()}</div>\n'
            f'<div class="blk"><div class="cap">{self.letter("w")}: {self.legend()}</div>'
            f'<div class="scroll">{self.taps()}</div></div>\n'
            f'<div class="say"><div class="fm" id="sum" data-name="x′">{written(self.scene, self.scene.start)}</div>'
            f"{self.numbers()}"
            f"{self.controls()}{self.phases()}</div></div>\n"
            f'<p class="hint js"><span class="hv">{self.say("hint")}</span>'
            f'<span class="tp">{self.say("hint.touch")}</span></p><p class="vh" id="live" aria-live="polite"></p>\n'
            f'<div class="panels{" two" if self.scene.broad else ""}">{pictures}</div>'
            f"{Patterns(self.scene, self.formulas).html()}"
            "</section>\n"
        )

    def which(self) -> str:
        """Say which lowering the pictures show, where another one was judged, and where that one is."""
        if not self.judged:
            return ""
        section = f'<a href="#sec-judged">{self.say("desk.section")}</a>'
        words = self.say("desk.right", section="\n").replace("\n", section)
        if self.scene.start == self.scene.opening:
            words += f" {self.say('desk.opening')}"
        return f'<p class="which">{words}</p>\n'

    def numbers(self) -> str:
        """Give the sum in the user's own numbers, and where they all are."""
        if self.values is None:
            return ""
        text = line(self.scene, self.values, self.scene.start)
        link = f'<a href="#sec-numbers">{self.say("numbers")}</a>'
        return f'<p class="values"><span id="values">{text}</span> {link}</p>'

    def letter(self, role: str, index: Index = ()) -> str:
        """Give a letter with its index, in words rather than as a formula: there are many of them."""
        below = f"<sub>{self.index(index)}</sub>" if index else ""
        mark = "′" if index and role == "x" else ""
        return f"<i>{escape(self.scene.spelling.letter(Sign(role)))}</i>{mark}{below}"

    def index(self, index: Index) -> str:
        """Give an index as it is printed."""
        return ",".join(str(place + self.scene.spelling.base) for place in index)

    # ---- choosing ------------------------------------------------------------------

    def grid(self) -> str:
        """Give x′ as a grid of cells; one is chosen. Large ones have no names, only places.

        Rows and cells of a table that is a grid have the roles of a grid by themselves; the script says which cells
        are not selected.
        """
        scene = self.scene
        front, (row, column) = scene.split(scene.start)
        rows, columns = scene.shown
        named = columns <= NAMED and rows <= NAMED and not front
        small = columns > NAMED or rows > NAMED
        every = 1 if columns <= NAMED else 5
        head = "".join(
            f'<th scope="col">{c + scene.spelling.base if c % every == 0 else ""}</th>' for c in range(columns)
        )
        lines = []
        for r in range(rows):
            cells = []
            for c in range(columns):
                chosen = (r, c) == (row, column)
                state = ' class="pin cur" aria-selected="true" tabindex="0"' if chosen else ""
                words = self.letter("x", scene.join((), r, c)) if named else "" if small else self.index((r, c))
                words += "" if small else self.mark((r, c))
                label = f' aria-label="{self.index(scene.join((), r, c))}"' if small else ""
                cells.append(f'<td data-p="{r},{c}"{state}{label}>{words}</td>')
            side = "" if scene.flat else r + scene.spelling.base if r % (1 if rows <= NAMED else 5) == 0 else ""
            lines.append(f'<tr><th scope="row">{side}</th>{"".join(cells)}</tr>')
        kind = f' class="small{" tiny" if max(rows, columns) > 20 and not scene.flat else ""}"' if small else ""
        return (
            f'<table role="grid" aria-readonly="true" id="grid"{kind} aria-label="{self.say("grid")}">'
            f"<thead><tr><td></td>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
        )

    def mark(self, place: tuple[int, int]) -> str:
        """Give the letter of the residue class of a cell, which is seen with the classes alone."""
        axes = (self.scene.rows, self.scene.columns)
        count = prod(axis.stride for axis in axes)
        if count != prod(self.scene.layer.stride) or not 1 < count <= CLASSES:
            return ""
        r, c = ((j + axis.low) % axis.stride for j, axis in zip(place, axes, strict=True))
        return f'<b class="kl" aria-hidden="true">{ascii_uppercase[r * axes[1].stride + c]}</b>'

    def fronts(self) -> str:
        """Give a menu for each index before the plane: the channel of x′, and slices."""
        scene, picks = self.scene, []
        for n, count in enumerate(scene.fronts):
            is_channel = scene.layer.has_channels and n == 0
            number = n + (0 if scene.layer.has_channels else 1)
            words = self.say("channel") if is_channel else self.say("axis", number=number)
            options = "".join(
                f"<option value={v}{' selected' if v == scene.start[n] else ''}>{v + scene.spelling.base}</option>"
                for v in range(count)
            )
            picks.append(
                f'<label>{words} <select class="front js" id="front-{n}">{options}</select>'
                f'<span class="nojs">{self.index(scene.start[n : n + 1])}</span></label> '
            )
        return f'<div class="cap fronts">{"".join(picks)}</div>' if picks else ""

    def cut(self) -> str:
        """Say which places cannot be chosen."""
        shown = tuple(scene for scene in (*self.scene.fronts, *self.scene.shown))
        channel = (self.scene.layer.out_channels,) if self.scene.layer.has_channels else ()
        whole = (*channel, *self.scene.layer.output[:-2], self.scene.rows.output, self.scene.columns.output)
        if shown == whole:
            return ""
        return f'<p class="hint">{self.say("cut", shown=_size(shown), whole=_size(whole))}</p>'

    def controls(self) -> str:
        """Give the stepper and the toggle; without a script they are not shown."""
        scene = self.scene
        _, (row, column) = scene.split(scene.start)
        place, total = row * scene.shown[1] + column + 1, scene.shown[0] * scene.shown[1]
        return (
            f'<div class="ctl js" role="group" aria-label="{self.say("step")}">'
            f'<button type="button" id="prev" aria-label="{self.say("previous")}">←</button>'
            f'<button type="button" id="play" aria-pressed="false">{self.say("play")}</button>'
            f'<button type="button" id="next" aria-label="{self.say("next")}">→</button>'
            f'<span id="pos" class="pos">{self.say("of", p=place, m=total)}</span>'
            f'<button type="button" id="phases" aria-pressed="false" aria-controls="poly">'
            f"{self.say('phases')}</button></div>"
        )

    # ---- the kernel -------------------------------------------------------------------

    def legend(self) -> str:
        """Say what the colours are, and which indices of a tap are left out of its name."""
        indices = self.scene.layer.rank + (2 if self.scene.layer.has_channels else 0)
        shown = min(self.scene.layer.rank, 2)
        return self.say("taps" if indices == shown else f"taps.last.{shown}", n=indices)

    def taps(self) -> str:
        """Give the kernel: the legend of all colours."""
        scene = self.scene
        chosen = {term.tap for term in scene.terms(scene.start)}
        rows = (
            "".join(self.tap(a, b, on=(a, b) in chosen) for b in range(min(scene.columns.kernel, PLACES)))
            for a in range(min(scene.rows.kernel, PLACES))
        )
        small = " small" if scene.columns.kernel > 8 else ""
        body = "</tr><tr>".join(rows)
        return f'<table class="ker{small}" id="taps" role="presentation"><tbody><tr>{body}</tr></tbody></table>'

    def tap(self, a: int, b: int, *, on: bool) -> str:
        """Give one tap of the legend."""
        kind = f"{self.scene.colour(a, b)}{' on' if on else ''}"
        return f'<td class="{kind}" data-t="{a},{b}">{self.letter("w", self.scene.join((), a, b))}</td>'

    def phases(self) -> str:
        """Give the sub-kernels of the residue classes."""
        layer = self.scene.layer
        count = prod(layer.stride)
        some = product(*(range(min(stride, CLASSES)) for stride in layer.stride))  # product keeps its ranges as lists
        residues = [residue for residue, _ in zip(some, range(CLASSES), strict=False)]
        now = self._residue(self.scene.start)
        figures = "".join(self._class(residue, on=residue == now) for residue in residues)
        place, modulus = self.equations.residue()
        slots: dict[str, Node] = {"count": Num(count), "r": Sym("r"), "place": place, "s": modulus}
        note = self.said("phases.note" if layer.rank == 1 else "phases.note.axes", **slots)
        if count > CLASSES:
            note += " " + self.say("phases.cut", shown=CLASSES, count=count)
        return f'<div id="poly"><p class="note">{note}</p><div class="phs">{figures}</div></div>'

    def _residue(self, entry: Index) -> Index:
        spatial = entry[1:] if self.scene.layer.has_channels else entry
        return tuple((j + axis.low) % axis.stride for j, axis in zip(spatial, self.scene.layer.axes, strict=True))

    def _member(self, residue: Index) -> tuple[int, int]:
        """Give a place, of x′ or before it, of a residue class."""
        axes = self.scene.layer.axes
        places = [r - axis.low for r, axis in zip(residue, axes, strict=True)]
        return (0, places[-1]) if self.scene.flat else (places[-2], places[-1])

    def _class(self, residue: Index, *, on: bool) -> str:
        found = [phase(axis, r) for axis, r in zip(self.scene.layer.axes, residue, strict=True)]
        front = [_flipped(p) for p in found[:-2]]
        rows = [0] if self.scene.flat else _flipped(found[-2])
        columns = _flipped(found[-1])
        if not rows or not columns or not all(front):
            body = f"<p>{self.say('phases.none')}</p>"
        else:
            lines = ("".join(self.tap(a, b, on=True) for b in columns) for a in rows)
            body = f'<table class="ker" role="presentation"><tbody><tr>{"</tr><tr>".join(lines)}</tr></tbody></table>'
            slices = prod(map(len, front))
            body += f"<p>× {slices}</p>" if slices > 1 else ""
        label = ",".join(map(str, residue))
        return (
            f'<figure class="ph{" on" if on else ""}" data-r="{label}">'
            f"<figcaption>{self.mark(self._member(residue))}"
            f"{self.letter('r')} = {label if len(residue) == 1 else f'({label})'}</figcaption>{body}</figure>"
        )

    # ---- the sum and the pictures --------------------------------------------------------

    def panel(self, name: str, picture: str) -> str:
        """Give one picture with its formula and its count."""
        number = list(VIEWS).index(name) + 1
        formula = self.formulas.math(VIEWS[name](self.equations), display=True, copied=True)
        count = self.say(f"{name}.count", c=len(self.scene.terms(self.scene.start)), o=self.scene.sources)
        return (
            f'<article class="panel" aria-labelledby="h-{name}"><h3 id="h-{name}"><span class="nr">{number}</span> '
            f'{self.say(name)}</h3><p class="why">{self.why(name)}</p>'
            f'<div class="fm" data-name="{self.say(name)}">{formula}</div>'
            f'<div class="pic scroll" role="img" aria-label="{self.say(name)}" aria-describedby="c-{name}">'
            f'<div id="p-{name}"{" data-steady" if steady(self.scene, name) else ""}>{picture}</div></div>'
            f"{self.map(name)}{self.key(name)}"
            f'<p class="count" id="c-{name}" data-w="{name}.count">{count}</p></article>'
        )

    def map(self, name: str) -> str:
        """Say where in the whole the picture is, when it shows a part; the script moves the mark."""
        found = maps(self.scene).get(name)
        if found is None:
            return "<div></div>"
        words = self.say(f"map.{name}", **found.slots)
        return f'<figure class="map" id="m-{name}">{found.picture}<figcaption>{words}</figcaption></figure>'

    def key(self, name: str) -> str:
        """Explain the kinds of cell that the picture can have."""
        scene = self.scene
        kinds: list[tuple[str, str]] = []
        if name == "lowering":
            axes = (scene.rows, scene.columns)
            held = {holds(axis, m) for axis in axes for m in range(min(axis.output + axis.span - 1, 4 * PLACES))}
            held |= {"out" for axis in axes if axis.pad_high > 0 < axis.output_padding}
            kinds = [(f"z {kind}", f"key.{kind}") for kind in ("y", "dil", "pad", "out") if kind in held]
        elif name == "scatter" and any(axis.low > 0 or axis.high > axis.output_padding for axis in scene.layer.axes):
            kinds = [("z crop", "key.crop")]
        elif name == "backward":
            kinds = [("z crop", "key.pad"), ("fr", "key.window")]
        words = self.notes(name)
        items = "".join(
            '<span><svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">'
            f'<rect x="2" y="2" width="14" height="14" class="{kind}"></rect></svg>{self.say(key)}</span>'
            for kind, key in kinds
        ) + "".join(f'<span class="note">{note}</span>' for note in words)
        return f'<p class="key">{items}</p>' if items else '<p class="key"></p>'

    def why(self, name: str) -> str:
        """Say in a line what a picture shows."""
        layer, equations = self.scene.layer, self.equations
        if name == "scatter":
            span = {"first": Num(self.scene.spelling.base), "last": equations.last_tap()}
            indices = self.said("scatter.index" if layer.rank == 1 else "scatter.indices", **span)
            return f"{self.say('scatter.why')} {indices}"
        if name == "lowering":
            pads = [pad for axis in layer.axes for pad in (axis.pad_low, axis.pad_high)]
            asked = {"zeros": max(layer.stride) > 1, "pad": max(pads) > 0, "crop": min(pads) < 0, "slide": True}
            first, *rest = (self.say(f"lowering.{part}") for part, done in asked.items() if done)
            return "".join((first[0].upper(), first[1:], *rest))
        return self.say(f"{name}.why")

    def notes(self, name: str) -> list[str]:
        """Explain what channels and slices do to a picture."""
        scene = self.scene
        groups = ".groups" if scene.layer.groups > 1 else ""
        if name == "scatter" and scene.layer.has_channels:
            weight = Sub(Sym("w"), (*self.equations.pair, *([Sym("hole")] * (1 if scene.flat else 2))))
            return [self.said(f"key.pair{groups}", w=weight)]
        if name == "lowering" and groups:
            return [self.said("key.group")]
        return [self.say("key.shared")] if scene.fronts and name == "backward" else []


def _flipped(found: Phase) -> list[int]:
    return [found.first + found.step * v for v in reversed(range(found.taps))]


def _size(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape))
