"""A condition learned from a sample: alternatives of few comparisons that take in what is good and nothing else.

Truths are numbers with one bit a point. What comes out is true to the sample alone: whoever uses it has to prove it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import TypeAlias

Alternative: TypeAlias = tuple[str, ...]
WIDTH, DEEPEST, MOST, SHARE = 24, 3, 8, 0.75


def alternatives(truths: Mapping[int, str], goal: int) -> tuple[list[Alternative], int]:
    """Give alternatives, those that take in most of the goal first, and how much of it they take in together.

    Parameters
    ----------
    truths : mapping of int to str
        Comparisons by their truth.
    goal : int
        The truth that is looked for.

    Examples
    --------
    >>> alternatives({0b0011: "a == 0", 0b0101: "p == 0", 0b0110: "s == 1"}, 0b0111)
    ([('a == 0',), ('p == 0',)], 7)
    """
    by_text = {told: truth for truth, told in truths.items()}
    found: list[tuple[Alternative, int]] = []
    left = goal
    while left and len(found) < MOST:
        best = _best(truths, goal, left)
        if best is None:
            break
        found.append((best, truth_of(by_text, best)))
        left &= ~found[-1][1]
    kept = [one for number, one in enumerate(found) if one[1] & ~reduce(or_, _later(found, number), 0) & goal]
    kept.sort(key=lambda one: (-one[1].bit_count(), one[0]))
    return [alternative for alternative, _ in kept], goal & ~left


def _later(found: Sequence[tuple[Alternative, int]], number: int) -> Iterable[int]:
    return (truth for place, (_, truth) in enumerate(found) if place > number)


def truth_of(by_text: Mapping[str, int], alternative: Alternative) -> int:
    """Give where all comparisons of an alternative hold."""
    return reduce(and_, (by_text[told] for told in alternative))


def _best(truths: Mapping[int, str], goal: int, left: int) -> Alternative | None:
    """Grow conjunctions from the likeliest few, and give the one that takes in most of what is left.

    A longer one has to take in more than `SHARE` of its like to be worth a comparison more.
    """
    best: tuple[float, Alternative] | None = None
    frontier: list[tuple[Alternative, int]] = [((), -1)]
    for depth in range(1, DEEPEST + 1):
        grown: dict[int, tuple[float, Alternative]] = {}
        for alternative, truth in frontier:
            for own, told in truths.items():
                both = truth & own
                gain = (both & left).bit_count()
                if both == truth or not gain or both in grown:
                    continue
                longer = (*alternative, told)
                bad = (both & ~goal).bit_count()
                if not bad:
                    worth = gain * SHARE ** (depth + sum(_odd(part) for part in longer))
                    if best is None or worth > best[0]:
                        best = (worth, longer)
                else:
                    grown[both] = (gain * gain / (gain + bad), longer)
        likely = sorted(grown.items(), key=lambda one: -one[1][0])[:WIDTH]
        frontier = [(alternative, truth) for truth, (_, alternative) in likely]
    return None if best is None else best[1]


def _odd(told: str) -> bool:
    """Tell a comparison that few people would think of: of a remainder, or with a number beyond 1."""
    return "%" in told or told[-1] in "23456789" or told.rsplit(maxsplit=1)[-1].isidentifier()


def joined(found: Sequence[Alternative]) -> str:
    """Write alternatives with what they share taken out.

    Examples
    --------
    >>> joined([("a == 0",), ("p == 0", "a == 1")])
    'a == 0 or p == 0 and a == 1'
    >>> joined([("l == 0", "h == 0"), ("l == 0", "hi >= 0"), ("lo >= 0", "h == 0"), ("lo >= 0", "hi >= 0")])
    '(l == 0 or lo >= 0) and (h == 0 or hi >= 0)'
    """
    return _written(_sum(found))


Tree: TypeAlias = "str | tuple[str, tuple[Tree, ...]]"


def _sum(found: Sequence[Alternative]) -> Tree:
    """Take the commonest comparison out, then join what is left over with equal remainders."""
    if () in found:
        return ""
    if len(found) == 1:
        return _tree("and", found[0])
    counts: dict[str, int] = {}
    for alternative in found:
        for part in alternative:
            counts[part] = counts.get(part, 0) + 1
    most = max(counts.values())
    if most == 1:
        return _tree("or", [_tree("and", alternative) for alternative in found])
    head = next(part for part in counts if counts[part] == most)
    rests: list[tuple[list[str], list[Alternative]]] = []
    left = list(found)
    for part in (head, *(part for part in counts if part != head and counts[part] == most)):
        rest = [tuple(p for p in one if p != part) for one in left if part in one]
        same = next((group for group in rests if group[1] == rest), None)
        if same is None and rests:
            continue
        left = [one for one in left if part not in one]
        if same is None:
            rests.append(([part], rest))
        else:
            same[0].append(part)
    heads, rest = rests[0]
    taken = _tree("and", [part for part in (_tree("or", heads), _sum(rest)) if part])
    return _tree("or", sorted([taken, *([_sum(left)] if left else [])], key=_leaves))


def _leaves(tree: Tree) -> int:
    return 1 if isinstance(tree, str) else sum(map(_leaves, tree[1]))


def _tree(word: str, parts: Sequence[Tree]) -> Tree:
    flat: list[Tree] = []
    for part in parts:
        flat.extend(part[1] if isinstance(part, tuple) and part[0] == word else (part,))
    return flat[0] if len(flat) == 1 else (word, tuple(flat))


def _written(tree: Tree, inside: str = "or") -> str:
    if isinstance(tree, str):
        return tree
    word, parts = tree
    told = f" {word} ".join(_written(part, word) for part in parts)
    return f"({told})" if word == "or" and inside == "and" else told
