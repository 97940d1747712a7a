"""A layer as runnable code: its lowering, or its phases, as a program in the words of a library.

One module per target, each a `Writer`: all walk over the same program. To add one, write the module and add it to
`TARGETS`.
"""

from collections.abc import Callable

from symtconv.codegen.jax import JAXWriter
from symtconv.codegen.numpy import NumPyWriter
from symtconv.codegen.onnx import ONNXWriter
from symtconv.codegen.rules import simplified
from symtconv.codegen.selfcheck import self_check
from symtconv.codegen.torch import TorchWriter
from symtconv.codegen.writer import Writer
from symtconv.geometry import ConvTranspose, InputError
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
    for word, value, known in (("target", target, TARGETS), ("view", view, PROGRAMS)):
        if value not in known:
            msg = f"no code is emitted for {word} {value!r}; use one of {', '.join(known)}"
            raise InputError(msg)
    words = LayerWords.of(layer, channels=True)
    program, what = PROGRAMS[view]
    root = simplified(Reader(words.tensors).program(program(words)).root)
    code = TARGETS[target]().module(root, axis=0).rstrip("\n")
    return f"{header(layer, what)}\n{code}\n{self_check(layer, target)}"


def header(layer: ConvTranspose, what: str) -> str:
    """Give the first lines of every emitted file."""
    y, w, x = (
        ", ".join(map(str, shape))
        for shape in ((layer.in_channels, *layer.input), layer.weight_shape, (layer.out_channels, *layer.output))
    )
    return f"# x′ = Cᵀy of {layer.call}.\n# {what}\n# y (N, {y}), w ({w}) -> x′ (N, {x})\n"


__all__ = ["PROGRAMS", "TARGETS", "emit"]
