"""Black boxes: what does an implementation compute, and where is it wrong? Evidence on what was run, never a proof."""

from __future__ import annotations
