"""Hypothesis strategies for the whole parameter space; they shrink towards the smallest geometry."""

from __future__ import annotations

from hypothesis import strategies as st

from symtconv.geometry import Axis, ConvTranspose, GeometryError, Lowering, Relation


@st.composite
def axes(draw, size=5, kernel=4, step=4, pad=6, extra=5):
    """Any axis with at least one entry of x′: crop, a ≥ s, gcd(d, s) > 1 and single entries included."""
    n, k = draw(st.integers(1, size)), draw(st.integers(1, kernel))
    s, d = draw(st.integers(1, step)), draw(st.integers(1, step))
    low = draw(st.integers(-2, pad))
    a = draw(st.integers(0, extra))
    longest = (n - 1) * s + d * (k - 1) + a - low  # a high padding that leaves one entry
    high = draw(st.integers(-2, min(pad, longest))) if longest >= -2 else longest
    return Axis(size=n, kernel=k, stride=s, dilation=d, low=low, high=high, output_padding=a)


@st.composite
def layers(draw, rank=st.integers(1, 3), channels=True, **bounds):
    """Any layer of the given ranks, with channels and groups."""
    parts = draw(rank.flatmap(lambda r: st.lists(axes(**bounds), min_size=r, max_size=r)))
    g, c, m = (draw(st.integers(1, 2)) for _ in range(3)) if channels else (1, 1, 1)
    return ConvTranspose(
        input=[p.size for p in parts],
        kernel=[p.kernel for p in parts],
        stride=[p.stride for p in parts],
        padding=[(p.low, p.high) for p in parts],
        output_padding=[p.output_padding for p in parts],
        dilation=[p.dilation for p in parts],
        in_channels=g * c,
        out_channels=g * m,
        groups=g,
    )


@st.composite
def lowerings(draw, rank):
    """Any lowering of a rank, right or (mostly) wrong."""

    def row(low, high):
        return draw(st.lists(st.integers(low, high), min_size=rank, max_size=rank))

    return Lowering(
        dilate=row(1, 4),
        pad=list(zip(row(-5, 5), row(-5, 5), strict=True)),
        flip=draw(st.booleans()),
        swap=draw(st.sampled_from([True, False, "across"])),
        dilation=row(1, 4),
        crop_first=draw(st.booleans()),
    )


@st.composite
def relations(draw):
    """Any relation with small boxes, empty ones included."""
    low = draw(st.integers(-2, 3))
    return Relation(
        taps=draw(st.integers(0, 5)),
        length=draw(st.integers(0, 9)),
        o_low=low,
        o_high=low + draw(st.integers(0, 5)),
        o_step=draw(st.integers(1, 5)),
        t_step=draw(st.integers(-4, 4).filter(bool)),
        offset=draw(st.integers(-12, 12)),
    )


__all__ = ["GeometryError", "axes", "layers", "lowerings", "relations"]
