"""Calls on one screen: a comparison or a conversion, what is known around it, and every form of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from symtconv.conventions import Framework, Given
from symtconv.conventions.call import parse_call
from symtconv.conventions.weights import kernel_code
from symtconv.geometry import NormalForm
from symtconv.geometry.words import PerAxis
from symtconv.models.engines import differing
from symtconv.models.node import Geometry, Node, named
from symtconv.proofs.translation.comparison import Compared
from symtconv.proofs.translation.conversion import Converted
from symtconv.proofs.translation.pairs import Row, rows
from symtconv.rendering.documents.calls import Around
from symtconv.rendering.documents.comparison import comparison_page
from symtconv.rendering.documents.conversion import conversion_page
from symtconv.rendering.documents.document import Document
from symtconv.rendering.notation.style import Style
from symtconv.results.export import DocumentPage, Printed, versions
from symtconv.results.translation import Comparison, Conversion, compare_as, convert_as

KINDS = {"onnx": "onnx", "onnxruntime": "onnx", "ncnn": "ncnn", "tflite": "tflite"}
"""The kind of file that holds a framework's calls, for the engines that run them."""


@dataclass(frozen=True, slots=True)
class CallsPage(DocumentPage):
    """A comparison or a conversion as a page.

    Parameters
    ----------
    found : Comparison or Conversion
    style : Style
        How the page is to look: language, title, author, paper.
    """

    found: Comparison | Conversion
    style: Style = field(default_factory=Style)

    suffixes: ClassVar[tuple[str, ...]] = (".tex", ".pdf", ".html", ".txt", ".json")

    @property
    def outcome(self) -> str:
        """The word for the comparison; a conversion is proved, or there is no call."""
        found = self.found
        return found.outcome if isinstance(found, Comparison) else "proved" if found.call else "nocall"

    def to_json(self) -> str:
        """Give the report as JSON text."""
        return self.found.to_json()

    def document(self, style: Style) -> Document:
        """Give the page as a document, in other looks."""
        if isinstance(self.found, Comparison):
            found = self.found.found
            return comparison_page(found, _around_two(found), style, versions("symtconv"))
        return conversion_page(self.found.found, _around_one(self.found.found), style, versions("symtconv"))


def _around_two(found: Compared) -> Around:
    (ours, theirs), (source, target) = found.specs, found.frameworks
    fit = ours.kernel == theirs.kernel and ours.groups == theirs.groups
    weights = None
    if fit:
        flip = ours.flips_kernel != theirs.flips_kernel and max(ours.kernel) > 1
        weights = kernel_code(
            ours.layout,
            theirs.layout,
            rank=len(ours.kernel),
            groups=ours.groups,
            flip=flip,
            dialect=target.dialect,
        )
    calls = zip((found.left, found.right), found.frameworks, found.forms, strict=True)
    engines = dict.fromkeys(told for call in calls for told in _engines(*call))
    return Around(weights=weights, fit=fit, pairs=_pairs(source, target), engines=tuple(engines))


def _around_one(found: Converted) -> Around:
    engines = () if found.call is None else _engines(found.call, found.target, found.form)
    return Around(weights=found.kernel, fit=True, pairs=_pairs(found.source, found.target), engines=tuple(engines))


def _pairs(source: Framework, target: Framework) -> tuple[Row, ...]:
    return tuple(row for row in rows() if (row.source, row.target) == (source.name, target.name))


def _engines(call: str, framework: Framework, form: NormalForm) -> Sequence[tuple[str, str]]:
    """Give the released engines that compute another layer of a call, and what to do; none where no file holds it."""
    if framework.name not in KINDS:
        return ()
    node = Node(name="", op="ConvTranspose", geometry=_geometry(form), facts=_facts(call))
    rows = differing(node, KINDS[framework.name])
    return [(f"{row.engine} {row.version}", f"{row.what}; {row.cure}") for row in rows]


def _facts(call: str) -> tuple[str, ...]:
    """Give what engines look at beside the geometry, as a node of a file says it."""
    said = {argument.word: argument.value for argument in parse_call(call).arguments}
    auto = said.get("auto_pad")
    facts = [f"auto_pad={auto}"] if isinstance(auto, str) else []
    return (*facts, *(["output_shape"] if "output_shape" in said else []))


def _geometry(form: NormalForm) -> Geometry:
    return Geometry(
        sizes=named([None] * form.rank if form.input is None else form.input),
        kernel=form.kernel,
        stride=form.stride,
        dilation=form.dilation,
        padding=tuple((low, max(-extra, 0)) for low, extra in form.ends),
        output_padding=tuple(max(extra, 0) for _, extra in form.ends),
        in_channels=form.in_channels or form.groups,
        out_channels=form.out_channels or form.groups,
        groups=form.groups,
    )


@dataclass(frozen=True, kw_only=True)
class ComparedCalls(Printed, Comparison):
    """A comparison that can be printed, saved and shown in a notebook; made by `compare`."""

    def to_page(self, style: Style) -> CallsPage:
        """Give the comparison as a page in these looks."""
        return CallsPage(self, style)

    def to_text(self, style: Style | None = None) -> str:
        """Give the answer in a few lines; with a style the whole page as plain text."""
        return Comparison.to_text(self) if style is None else self.to_page(style).to_text()


@dataclass(frozen=True)
class ConvertedCall(Printed, Conversion):
    """A conversion that can be printed, saved and shown in a notebook; made by `convert`."""

    def to_page(self, style: Style) -> CallsPage:
        """Give the conversion as a page in these looks."""
        return CallsPage(self, style)

    def to_text(self, style: Style | None = None) -> str:
        """Give the answer in a few lines; with a style the whole page as plain text."""
        return Conversion.to_text(self) if style is None else self.to_page(style).to_text()


def compare(
    left: str,
    right: str,
    *,
    input: PerAxis | None = None,  # noqa: A002 - the layer's own word
    kernel: PerAxis | None = None,
    in_channels: int | None = None,
    out_channels: int | None = None,
) -> ComparedCalls:
    """Say whether two framework calls are one layer, for every input.

    Parameters
    ----------
    left, right : str
        Calls, as `symtconv.conventions` reads them.
    input : int or sequence of int, optional
        One input that is meant alone; without it every one.
    kernel, in_channels, out_channels : optional
        What both calls leave to their arrays.

    Returns
    -------
    ComparedCalls
        Proved, or refuted with the smallest input and the first entry that differs; never unknown.

    Raises
    ------
    InputError, GeometryError
        When one is no call that is read here, or its framework does not allow it.

    Examples
    --------
    >>> verdict = compare(
    ...     "ConvTranspose1d(1, 1, 3, stride=2, padding=1, output_padding=1)",
    ...     "Conv1DTranspose(1, 3, strides=2, padding='same')")
    >>> verdict.outcome, verdict.input, verdict.counterexample.entry
    ('refuted', (1,), (0,))
    >>> verdict.counterexample.left, verdict.counterexample.right
    ('w_{1}*y_{0}', 'w_{0}*y_{0}')
    """
    given = Given(input=input, kernel=kernel, in_channels=in_channels, out_channels=out_channels)
    return compare_as(ComparedCalls, left, right, given)


def convert(
    call: str,
    to: str,
    *,
    input: PerAxis | None = None,  # noqa: A002 - as above
    kernel: PerAxis | None = None,
    in_channels: int | None = None,
    out_channels: int | None = None,
) -> ConvertedCall:
    """Say a framework's call in another framework's words, or that it has none.

    Parameters
    ----------
    call : str
        A call, as `symtconv.conventions` reads it.
    to : str
        The framework's name: torch, keras, tensorflow, onnx, onnxruntime, jax, flax, equinox, haiku, paddle, mlx,
        openvino, tosa, tflite, ncnn, coreml, webnn, onednn, cudnn or symtconv.
    input, kernel, in_channels, out_channels : optional
        What the call leaves to its arrays; without an input the answer is for every one.

    Returns
    -------
    ConvertedCall

    Raises
    ------
    InputError, GeometryError
        When it is no call that is read here, or its framework does not allow it.

    Examples
    --------
    >>> found = convert("Conv2DTranspose(8, 3, strides=2, padding='same')", to="onnx")
    >>> found.call, found.kernel
    ('ConvTranspose(kernel_shape=[3, 3], strides=[2, 2], pads=[0, 0, 1, 1])', 'w.transpose(3, 2, 0, 1)')
    >>> found = convert("Conv1DTranspose(8, 3, strides=2, padding='same')", to="torch")
    >>> found.call, found.remedy["call"], found.remedy["program"]
    (None, 'ConvTranspose1d(C_in, 8, 3, stride=2)', 'pad(convt(y, w, stride=2), 0, -1)')
    """
    given = Given(input=input, kernel=kernel, in_channels=in_channels, out_channels=out_channels)
    return convert_as(ConvertedCall, call, to, given)
