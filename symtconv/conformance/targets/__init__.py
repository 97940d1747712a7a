"""Targets: one engine a file, each imported when it is named and not before.

``load`` makes a target from its spec, which is all that travels to another process.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version

from symtconv.conformance.target import AbsentError, Target
from symtconv.geometry import InputError


@dataclass(frozen=True, slots=True)
class Engine:
    """A named engine: its file here, its class there, and the package that has to be installed."""

    module: str
    maker: str
    package: str


ENGINES = {
    "symtconv": Engine("ours", "Ours", "symtconv"),
    "torch": Engine("torch", "Torch", "torch"),
    "torch-meta": Engine("torch", "TorchMeta", "torch"),
    "torch-channels-last": Engine("torch", "TorchChannelsLast", "torch"),
    "torch-no-onednn": Engine("torch", "TorchWithoutOneDnn", "torch"),
    "torch-compile": Engine("torch", "TorchCompile", "torch"),
    "onnxruntime": Engine("onnxruntime", "OnnxRuntime", "onnxruntime"),
    "onnxruntime-inputs": Engine("onnxruntime", "OnnxRuntimeInputs", "onnxruntime"),
    "onnx-reference": Engine("onnx_reference", "Reference", "onnx"),
    "onnx-shapes": Engine("onnx_reference", "ShapeInference", "onnx"),
    "openvino": Engine("openvino", "OpenVino", "openvino"),
    "opencv": Engine("opencv", "OpenCv", "opencv-python-headless"),
    "tract": Engine("tract", "Tract", "tract"),
    "tinygrad": Engine("tinygrad", "Tinygrad", "tinygrad"),
    "tinygrad-onnx": Engine("tinygrad", "TinygradOnnx", "tinygrad"),
    "keras": Engine("keras", "Keras", "keras"),
    "keras-channels-first": Engine("keras", "KerasChannelsFirst", "keras"),
    "tensorflow": Engine("tensorflow", "TensorFlow", "tensorflow-cpu"),
    "jax": Engine("jax", "Jax", "jax"),
    "mlx": Engine("mlx", "Mlx", "mlx"),
    "ncnn": Engine("ncnn", "Ncnn", "ncnn"),
}


def load(spec: str) -> Target:
    """Make the target that a spec names.

    Parameters
    ----------
    spec : str
        A name of `ENGINES`, ``module:function`` (which runs the user's code), ``./program``, or ``lib.so:symbol``;
        what stands behind the first ``|`` is the target's own settings.

    Raises
    ------
    AbsentError
        When the engine's package is not installed.
    InputError
        When nothing is called that.

    Examples
    --------
    >>> load("symtconv").name
    'symtconv'
    """
    head, _, settings = spec.partition("|")
    if head in ENGINES:
        made = _engine(head)
    elif ".so:" in head or ".dylib:" in head or ".dll:" in head:
        made = _made("library", head, settings)
    elif head.startswith(("./", "/", "../", "~")):
        made = _made("program", head, settings)
    elif ":" in head:
        made = _made("function", head, settings)
    else:
        near = get_close_matches(head, ENGINES, n=1)
        hint = f" (did you mean {near[0]}?)" if near else ""
        msg = (
            f"no target is called {head[:60]!r}{hint}; name an engine ({', '.join(ENGINES)}), a function as"
            f" module:function, a program as ./program, a library as ./lib.so:symbol, or a model as file.onnx"
        )
        raise InputError(msg)
    made.spec = spec
    return made


def _made(module: str, head: str, settings: str) -> Target:
    target: Target = import_module(f"{__name__}.{module}").from_spec(head, settings)
    return target


def _engine(name: str) -> Target:
    engine = ENGINES[name]
    try:
        made: Target = getattr(import_module(f"{__name__}.{engine.module}"), engine.maker)()
    except ImportError as error:
        why = str(error).splitlines()[0]
        msg = f"{name} needs the package {engine.package}, and {why}; pip install {engine.package}"
        raise AbsentError(msg) from None
    made.name = made.name if made.name != "?" else name
    made.version = made.version or installed(engine.package)
    return made


def installed(package: str) -> str:
    """Give the version of a package, or ``"?"``."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "?"
