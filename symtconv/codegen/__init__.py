"""A layer as runnable code: its lowering, or its phases, in the words of a library.

One module per target; all print the same plan. To add one, write the module and add it to `TARGETS`.
"""

from collections.abc import Callable

from symtconv.codegen import jax, numpy, onnx, torch
from symtconv.codegen.plan import Plan, lowering_plan, phase_plan
from symtconv.codegen.selfcheck import self_check
from symtconv.geometry import ConvTranspose, InputError

TARGETS: dict[str, Callable[[Plan], str]] = {
    "numpy": numpy.code,
    "torch": torch.code,
    "onnx": onnx.code,
    "jax": jax.code,
}
PLANS: dict[str, Callable[[ConvTranspose], Plan]] = {"lowering": lowering_plan, "polyphase": phase_plan}


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
    for word, value, known in (("target", target, TARGETS), ("view", view, PLANS)):
        if value not in known:
            msg = f"no code is emitted for {word} {value!r}; use one of {', '.join(known)}"
            raise InputError(msg)
    return TARGETS[target](PLANS[view](layer)).rstrip("\n") + "\n" + self_check(layer, target)


__all__ = ["PLANS", "TARGETS", "emit"]
