"""What is found out about each node: whether its lowering is right for every size, its calls, and who differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from symtconv.checker.verdict import Outcome
from symtconv.conventions import to_call
from symtconv.geometry import GeometryError
from symtconv.models.engines import Row, differing
from symtconv.models.node import Geometry, Node, Size
from symtconv.models.proof import AxisProof, prove_axis

FRAMEWORKS = ("torch", "keras", "onnx", "jax")


@dataclass(frozen=True, slots=True, kw_only=True)
class Certified:
    """A node with everything that was found out about it.

    Parameters
    ----------
    node : Node
    verdict : {"proved", "refuted", "unknown"}
        Whether the lowering of the layer is right, and its length the formula, for every size that is not fixed.
    reason : str or None
        Why it is not proved.
    proofs : tuple of AxisProof
        One for each axis, with its certificate.
    calls : mapping of str to str or None
        The layer in the words of each framework.
    whys : mapping of str to str
        Why a framework has no call for it.
    engines : tuple of Row
        Who is known to differ on it.
    """

    node: Node
    verdict: Outcome
    reason: str | None
    proofs: tuple[AxisProof, ...]
    calls: Mapping[str, str | None]
    whys: Mapping[str, str]
    engines: tuple[Row, ...]

    @property
    def output(self) -> tuple[Size, ...]:
        """The lengths of x′ as numbers or formulas."""
        return self.node.geometry.output


def certified(nodes: Iterable[Node], kind: str) -> tuple[Certified, ...]:
    """Find out about nodes; what is alike is proved once."""
    return tuple(_certified(node, kind) for node in nodes)


def _certified(node: Node, kind: str) -> Certified:
    geometry = node.geometry
    rows = zip(
        geometry.kernel, geometry.stride, geometry.dilation, geometry.padding, geometry.output_padding, strict=True
    )
    proofs = tuple(prove_axis(*row) for row in rows)
    open_ = next((proof for proof in proofs if proof.outcome != "proved"), None)
    calls, whys = _calls(geometry)
    return Certified(
        node=node,
        verdict="proved" if open_ is None else open_.outcome,
        reason=None if open_ is None else open_.reason,
        proofs=proofs,
        calls=calls,
        whys=whys,
        engines=differing(node, kind),
    )


@lru_cache(maxsize=1024)
def _calls(geometry: Geometry) -> tuple[dict[str, str | None], dict[str, str]]:
    calls: dict[str, str | None] = {}
    whys: dict[str, str] = {}
    layer = geometry.layer()
    for name in FRAMEWORKS:
        try:
            calls[name] = to_call(layer, name)
        except GeometryError as error:
            calls[name], whys[name] = None, str(error)
    return calls, whys
