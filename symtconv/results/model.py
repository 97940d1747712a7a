"""A model file as a result: its report in every form, and the file without the operator."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Self

from symtconv.geometry import ConvTranspose, InputError, LimitError
from symtconv.models.findings import Findings, find
from symtconv.models.lowering import Replaced, lower
from symtconv.models.node import Node
from symtconv.models.proof import prove_replacement
from symtconv.models.read import mapped
from symtconv.models.single import layer_model
from symtconv.operators.shown import Displayed
from symtconv.rendering.documents.document import Document
from symtconv.rendering.notation.style import Style
from symtconv.results.export import DocumentPage, export, versions
from symtconv.results.files import save_form
from symtconv.results.model_code import model_code
from symtconv.results.model_page import model_page


@dataclass(frozen=True, kw_only=True, repr=False)
class Model(Findings, DocumentPage, Displayed):
    """What was found out about a model file, and every form of it; made by `read_model`.

    Parameters
    ----------
    path, contents, nodes, allowed
        As in `Findings`.
    style : Style
        How pages are to look.
    """

    style: Style = field(default_factory=Style)

    suffixes: ClassVar[tuple[str, ...]] = (".json", ".html", ".tex", ".pdf", ".txt", ".sarif")

    def to_sarif(self) -> str:
        """Give the report for code scanning, SARIF 2.1.0."""
        return self.sarif(versions("symtconv")["symtconv"])

    def document(self, style: Style) -> Document:
        """Give the page as a document, in other looks."""
        return model_page(self.path, self.contents, self.nodes, style, versions("symtconv"))

    def to_form(self, suffix: str) -> bytes:
        """Give the content of a file with one of `suffixes`.

        Raises
        ------
        InputError
            When the model has no such form.
        """
        return export(self, suffix)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the report to a file; its suffix picks the form."""
        return save_form(path, self.suffixes, self.to_form)

    def lower(self, way: str = "auto") -> Lowered:
        """Give the model without its transposed convolutions.

        Parameters
        ----------
        way : {"auto", "phases", "zeros"}
            ``auto`` makes of each what it is; ``phases`` orders the residues without a DepthToSpace, ``zeros`` puts
            zeros between the entries of the input.

        Raises
        ------
        InputError
            For a file that is no ONNX, and for a node of a function that is another layer for each of its callers.
        """
        if self.contents.kind != "onnx":
            msg = f"{self.path}: a lowered model is written for ONNX alone, and this is {self.contents.title}"
            raise InputError(msg)
        proved = [one.node for one in self.nodes if one.verdict == "proved"]
        unread = {one.site: one for one in self.contents.unread}
        for node in proved:
            if node.site in unread:
                told = f"{node.name} and {unread[node.site].name} are one node of a function"
                msg = f"{self.path}: {told}, and the second could not be read; inline the function first"
                raise InputError(msg)
        if way != "zeros":  # that one is the lowering, which is what was proved
            for node in proved:
                _prove(node)
        with mapped(self.path) as buffer:
            content, replaced = lower(buffer, proved, self.contents.opset, way)
        return Lowered(content=content, replaced=replaced)

    def emit(self, target: str, *, view: str = "lowering") -> str:
        """Give every distinct layer as code, a function each; lengths that the file leaves open stay open.

        Parameters
        ----------
        target : {"torch", "jax", "numpy"}
        view : {"lowering", "polyphase"}
            As for `symtconv.emit`.

        Returns
        -------
        str
            Python source that imports that library alone. Run as a program it compares each function with the
            definition, exactly, at the least sizes and at others.

        Raises
        ------
        InputError
            For another target, where the library has no convolution of the rank, and where no layer is proved.
        """
        return model_code(self.path, self.contents, self.nodes, target, view)

    def expect(self, outcome: str) -> Self:
        """Give the model itself if it has this outcome; for tests.

        Raises
        ------
        AssertionError
            When it has another: the message is the report.
        """
        if self.outcome != outcome:
            msg = f"expected {outcome}, but it is {self.outcome}: {self}"
            raise AssertionError(msg)
        return self

    @classmethod
    def of(cls, found: Findings, style: Style | None = None) -> Model:
        """Give what was found a form."""
        return cls(
            path=found.path, contents=found.contents, nodes=found.nodes, allowed=found.allowed, style=style or Style()
        )


def _prove(node: Node) -> None:
    """Prove what takes a node's place, axis by axis.

    Raises
    ------
    LimitError
        Where it is not proved: nothing is then written.
    """
    g = node.geometry
    for row in zip(g.kernel, g.stride, g.dilation, g.padding, g.output_padding, strict=True):
        found = prove_replacement(*row)
        if found.outcome != "proved":
            msg = f"{node.name}: what would take its place is {found.outcome}: {found.reason}; nothing is written"
            raise LimitError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lowered:
    """A lowered model: its bytes, and what became of each node."""

    content: bytes
    replaced: tuple[Replaced, ...]


def read_model(path: str | os.PathLike[str], *, allow_engines: Sequence[str] = (), style: Style | None = None) -> Model:
    r"""Read a model file and certify every transposed convolution in it; nothing is run and no weight is loaded.

    Parameters
    ----------
    path : str or Path
        ``.onnx``, ncnn's ``.param``, TensorFlow.js's ``model.json``, or ``.tflite``.
    allow_engines : sequence of str
        Engines that are known to differ and may.
    style : Style, optional
        How pages are to look.

    Returns
    -------
    Model
        With ``.nodes``, each with its node, verdict, output, calls and engines.

    Raises
    ------
    InputError
        When the file cannot be read, or is none of these.
    LimitError
        When reading on would cost more time or memory than a model can need.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "up.param")
    ...     layers = "Input x 0 1 x\nDeconvolution up 1 1 x y 0=3 1=4 3=2 4=1 6=768"
    ...     _ = path.write_text(f"7767517\n2 2\n{layers}\n")
    ...     model = read_model(path)
    >>> model.outcome, model.nodes[0].output, model.nodes[0].calls["torch"]
    ('proved', ('2*n1', '2*n2'), 'ConvTranspose2d(16, 3, 4, stride=2, padding=1)')
    """
    return Model.of(find(path, allow_engines), style)


def lowered_layer(layer: ConvTranspose, weights: bytes | None = None) -> bytes:
    """Give a layer as an ONNX model without a transposed convolution, its batch and its sizes open.

    Parameters
    ----------
    layer : ConvTranspose
    weights : bytes, optional
        The kernel as little-endian float32, folded into the model; without it the model has an input ``w``.

    Raises
    ------
    InputError
        When ONNX has no call for the layer.
    LimitError
        When what takes its place is not proved.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "layer.onnx")
        path.write_bytes(layer_model(layer, weights))
        return read_model(path).lower().content
