"""What a model's report says: plain data, and lines for a terminal of any width."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from symtconv.geometry import Message
from symtconv.models.certify import Certified
from symtconv.models.node import Contents, Geometry, Node, Unread

SAME = "the same"


def layer_data(geometry: Geometry) -> dict[str, Any]:
    """Give a layer as ``derive --json`` does; sizes may be names."""
    return {
        "input": list(geometry.sizes),
        "kernel": list(geometry.kernel),
        "stride": list(geometry.stride),
        "padding": [list(pair) for pair in geometry.padding],
        "dilation": list(geometry.dilation),
        "output_padding": list(geometry.output_padding),
        "in_channels": geometry.in_channels,
        "out_channels": geometry.out_channels,
        "groups": geometry.groups,
    }


def node_data(one: Certified) -> dict[str, Any]:
    """Give what was found out about a node as plain data."""
    node, geometry = one.node, one.node.geometry
    products, names = geometry.multiplications
    return {
        "name": node.name,
        "op": node.op,
        "layer": layer_data(geometry),
        "output": list(one.output),
        "verdict": one.verdict,
        "reason": one.reason,
        "class": geometry.form,
        "coverage": geometry.coverage,
        "multiplications": "*".join([str(products), *names]),
        "wasted_by_zeros": round(geometry.wasted, 4),
        "dtype": node.dtype,
        "weights": node.weights,
        "bias": node.bias,
        "words": dict(node.words),
        "calls": dict(one.calls),
        "whys": dict(one.whys),
        "engines": [
            {"engine": row.engine, "version": row.version, "what": row.what, "cure": row.cure, "source": row.source}
            for row in one.engines
        ],
        "neighbours": list(node.neighbours),
        "notes": list(node.notes),
        "certificate": [proof.certificate.to_dict() for proof in one.proofs if proof.certificate is not None],
    }


def unread_data(one: Unread) -> dict[str, Any]:
    """Give a node that was not read as plain data."""
    return {"name": one.name, "why": one.why, "illegal": one.illegal}


def brief(node: Node) -> str:
    """Say a layer in a few words: channels, kernel, stride, and what else is not the default.

    Examples
    --------
    >>> from symtconv.models.node import Geometry
    >>> brief(Node(name="up", op="", geometry=Geometry(sizes=("n",), kernel=(20,), stride=(10,), dilation=(1,),
    ...     padding=((5, 5),), output_padding=(0,), in_channels=512, out_channels=256, groups=1)))
    '512→256 k20 s10 p5'
    """
    g = node.geometry
    channels = f"{g.in_channels}→{g.out_channels}"
    if g.groups > 1:
        channels += " depthwise" if g.groups == g.in_channels == g.out_channels else f" groups {g.groups}"
    words = [channels, f"k{_row(g.kernel)}"]
    words += [f"s{_row(g.stride)}"] if set(g.stride) != {1} else []
    pads = [str(low) if low == high else f"{low}:{high}" for low, high in g.padding]
    words += [f"p{pads[0] if len(set(pads)) == 1 else '×'.join(pads)}"] if set(pads) != {"0"} else []
    words += [f"a{_row(g.output_padding)}"] if any(g.output_padding) else []
    words += [f"d{_row(g.dilation)}"] if set(g.dilation) != {1} else []
    return " ".join(words)


def _row(numbers: Sequence[int]) -> str:
    return str(numbers[0]) if len(set(numbers)) == 1 else "×".join(map(str, numbers))


def what_it_is(geometry: Geometry) -> str:
    """Say what a layer is, in words; a `Message` where there are numbers in it."""
    if geometry.form == "conv":
        return "one Conv, kernel flipped"
    if geometry.form == "depth_to_space":
        return "Conv 1×1, DepthToSpace"
    phases = 1
    for step in geometry.stride:
        phases *= step
    counts = [sorted({*taps} | ({0} if len(taps) < s else set())) for taps, s in zip(geometry.taps, geometry.stride,
                                                                                    strict=True)]  # fmt: skip
    taps = " × ".join("/".join(map(str, count)) for count in counts)
    said = "{phases} phases of {taps} tap" if taps == "1" else "{phases} phases of {taps} taps"
    return Message(said, phases=phases, taps=taps)


def remarks(one: Certified) -> list[str]:
    """Say what a reader should know beside the verdict."""
    said = []
    if one.verdict != "proved":
        said.append(f"{one.verdict}: {one.reason}")
    coverage = one.node.geometry.coverage
    said += {"even": [], "uneven": ["coverage uneven"], "gaps": ["coverage has gaps"]}[coverage]
    said += [f"behind it: {', '.join(one.node.neighbours)}"] if one.node.neighbours else []
    said += [f"{row.engine} {row.version}: {row.what} ({row.cure})" for row in one.engines]
    missing = [name for name, call in one.calls.items() if call is None]
    said += [f"no call in {', '.join(missing)}"] if missing else []
    return [*said, *one.node.notes]


def lines(file: str, contents: Contents, nodes: Sequence[Certified], width: int = 100) -> list[str]:
    """Give the report for a terminal; nodes that are alike share a row."""
    rows: dict[tuple[str, ...], list[str]] = {}
    for one in nodes:
        g = one.node.geometry
        key = (brief(one.node), " × ".join(map(str, one.output)), what_it_is(g), "; ".join(remarks(one)))
        rows.setdefault(key, []).append(one.node.name)
    proved = sum(one.verdict == "proved" for one in nodes)
    found = len(nodes) + len(contents.unread)
    head = f"{file}  {contents.title}: {found} transposed convolution{'' if found == 1 else 's'}"
    told = [head + (f", {len(rows)} different" if nodes else "")]
    if nodes:
        share = "all" if proved == found else f"{proved} of {found}"
        told.append(f"  {share} proved for every size that is open, any weights")
    told += _table(rows, width)
    told += [f"  {'illegal' if one.illegal else 'not read'}: {one.name}: {one.why}" for one in contents.unread]
    if nodes and not any(one.engines for one in nodes):
        told.append("  engines: nothing here on which released engines are known to differ")
    return told


def _table(rows: dict[tuple[str, ...], list[str]], width: int) -> list[str]:
    if not rows:
        return []
    heads = ("layer", "output", "it is", "remarks")
    widths = [max(len(head), *(len(row[at]) for row in rows)) for at, head in enumerate(heads[:3])]
    room = width - 6 - sum(widths) - 2 * len(widths)
    told = []
    if room >= 24:
        told.append("  " + "  ".join(head.ljust(size) for head, size in zip(heads, [*widths, 0], strict=True)).rstrip())
    for row, names in rows.items():
        told += textwrap.wrap(_names(names), width - 2, initial_indent="  ", subsequent_indent="      ")
        if room >= 24:
            left = "  ".join(cell.ljust(size) for cell, size in zip(row[:3], widths, strict=True))
            parts = textwrap.wrap(row[3], room) or [""]
            told.append(f"    {left}  {parts[0]}".rstrip())
            told += [" " * (6 + len(left)) + part for part in parts[1:]]
        else:
            told += [f"    {row[0]}  ->  {row[1]}", f"    {row[2]}"]
            told += textwrap.wrap(row[3], width - 4, initial_indent="    ", subsequent_indent="    ")
    return told


def _names(names: Sequence[str]) -> str:
    if len(names) <= 6:
        return ", ".join(names)
    return f"{', '.join(names[:5])} and {len(names) - 5} more"
