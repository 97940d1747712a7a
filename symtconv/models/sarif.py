"""A report for code scanning: SARIF 2.1.0, one result for each node that is illegal, open, or computed otherwise.

Source: the OASIS standard, Static Analysis Results Interchange Format, version 2.1.0.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symtconv.models.certify import Certified
from symtconv.models.node import Unread

RULES = {
    "illegal-node": "The node is no layer that its format allows.",
    "undecided-node": "The node could not be decided from the file.",
    "refuted-node": "The lowering of the node is wrong.",
    "engine-differs": "A released engine computes another layer than the text of the node.",
}


def sarif(file: str, nodes: Sequence[Certified], unread: Sequence[Unread], version: str) -> dict[str, Any]:
    """Give the report as plain data."""
    results = [_result("illegal-node" if one.illegal else "undecided-node", file, one.name, one.why) for one in unread]
    for one in nodes:
        if one.verdict != "proved":
            rule = "refuted-node" if one.verdict == "refuted" else "undecided-node"
            results.append(_result(rule, file, one.node.name, one.reason or one.verdict))
        for row in one.engines:
            told = f"{row.engine} {row.version}: {row.what}; {row.cure}"
            results.append(_result("engine-differs", file, one.node.name, told))
    rules = [{"id": name, "shortDescription": {"text": text}} for name, text in RULES.items()]
    driver = {"name": "symtconv", "version": version, "rules": rules}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


def _result(rule: str, file: str, node: str, text: str) -> dict[str, Any]:
    place = {
        "physicalLocation": {"artifactLocation": {"uri": file.replace("\\", "/")}},
        "logicalLocations": [{"name": node, "kind": "element"}],
    }
    level = "note" if rule == "undecided-node" else "warning" if rule == "engine-differs" else "error"
    return {"ruleId": rule, "level": level, "message": {"text": f"{node}: {text}"}, "locations": [place]}
