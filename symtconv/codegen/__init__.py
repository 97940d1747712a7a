"""A layer as runnable code: its lowering, or its phases, as a program in the words of a library.

One module per target, each a `Writer`: all walk over the same program. To add one, write the module and add it to
`TARGETS`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from symtconv.codegen.jax import JAXWriter
from symtconv.codegen.numpy import NumPyWriter
from symtconv.codegen.onnx import ONNXWriter
from symtconv.codegen.rules import simplified
from symtconv.codegen.selfcheck import self_check
from symtconv.codegen.torch import TorchWriter
from symtconv.codegen.writer import Writer
from symtconv.geometry import ConvTranspose, InputError
from symtconv.programs.node import Leaf
from symtconv.programs.of_layer import LayerWords
from symtconv.programs.reader import Reader

TARGETS: dict[str, type[Writer]] = {"numpy": NumPyWriter, "torch": TorchWriter, "onnx": ONNXWriter, "jax": JAXWriter}
"""What writes code for a library."""
PROGRAMS: dict[str, tuple[Callable[[LayerWords], str], str]] = {
    "lowering": (LayerWords.lowering, "Zeros between the entries of y, padding, correlation with the flipped kernel."),
    "polyphase": (
        LayerWords.phases,
        "One small convolution per residue of the stride, interleaved; no inserted zeros.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One function to be written.

    Parameters
    ----------
    layer : ConvTranspose
        At the least sizes that it is for.
    sizes : tuple of str or None
        A name for each length of y that may be any from there on; the function reads it off y.
    about : tuple of str
        Lines of its docstring.
    """

    layer: ConvTranspose
    sizes: tuple[str | None, ...] = ()
    about: tuple[str, ...] = ()

    @property
    def samples(self) -> tuple[ConvTranspose, ...]:
        """The layers that the function is compared with: at the least sizes, and where some are open at others."""
        if not any(self.sizes):
            return (self.layer,)
        rows = zip(self.layer.input, self.sizes, strict=True)
        more = tuple(size + (2 + axis) * (name is not None) for axis, (size, name) in enumerate(rows))
        return (self.layer, replace(self.layer, input=more))


def emit(layer: ConvTranspose, target: str, *, view: str = "lowering") -> str:
    """Write a layer as runnable code.

    Parameters
    ----------
    layer : ConvTranspose
    target : {"numpy", "torch", "onnx", "jax"}
        The library. The ONNX code builds a model; the others define ``conv_transpose(y, w, bias=None)``.
    view : {"lowering", "polyphase"}
        One correlation over the dilated input, or one per residue and no multiplication by inserted zeros.

    Returns
    -------
    str
        Python source that imports that library alone. Run as a program it draws integers, compares itself with the
        definition, exactly, and says so; that needs NumPy too.

    Raises
    ------
    InputError
        For another target or view, or a rank that the library has no convolution for.

    Examples
    --------
    >>> source = emit(ConvTranspose(input=2, kernel=3, stride=2), "numpy")
    >>> print(source.splitlines()[0])
    # x′ = Cᵀy of ConvTranspose(input=2, kernel=3, stride=2).
    """
    check_words(target, view)
    y, w, x = (
        ", ".join(map(str, shape))
        for shape in ((layer.in_channels, *layer.input), layer.weight_shape, (layer.out_channels, *layer.output))
    )
    head = [f"x′ = Cᵀy of {layer.call}.", PROGRAMS[view][1], f"y (N, {y}), w ({w}) -> x′ (N, {x})"]
    return emit_all(head, {TARGETS[target].function_name: Task(layer=layer)}, target, view=view)


def emit_all(head: Sequence[str], tasks: Mapping[str, Task], target: str, *, view: str = "lowering") -> str:
    """Write layers as one file of code, a function each; see `emit`.

    Parameters
    ----------
    head : sequence of str
        What the file says of itself.
    tasks : mapping of str to Task
        By the names of the functions.
    target, view : str
        As for `emit`; ONNX has no open sizes.
    """
    check_words(target, view)
    library, parts = TARGETS[target], []
    for name, task in tasks.items():
        words = LayerWords.of(task.layer, task.sizes, channels=True)
        reader = Reader(words.tensors)
        root = simplified(reader.program(PROGRAMS[view][0](words)).root)
        least = {name: size for name, size in zip(task.sizes, task.layer.input, strict=False) if name is not None}
        leaves = [Leaf(tensor, dims) for tensor, dims in reader.tensors.items()]
        parts.append(library(leaves, least).function(name, root, task.about))
    code = "\n\n".join(parts)
    called = (text for name, text in library.definitions.items() if re.search(rf"(?<![\w.]){name}\(", code))
    told = "".join(f"# {line}\n" for line in head)
    body = f"{told}\n{library.imports}\n\n\n{code}{''.join(called)}".rstrip("\n")
    return f"{body}\n{self_check({name: task.samples for name, task in tasks.items()}, target)}"


def check_words(target: str, view: str) -> None:
    """Refuse a target or a view that there is none of."""
    for word, value, known in (("target", target, TARGETS), ("view", view, PROGRAMS)):
        if value not in known:
            msg = f"no code is emitted for {word} {value!r}; use one of {', '.join(known)}"
            raise InputError(msg)


__all__ = ["PROGRAMS", "TARGETS", "Task", "emit", "emit_all"]
