"""When a slip does no harm: claims for all sizes, one each way, proved once and kept with their certificates.

On one axis a slip computes the layer that was meant iff the two lengths are one and every pair (entry o, tap t) goes
to the same place, or to none, in both. The way there is one claim over all o and t; the way back names a pair that
differs. ``tests/conformance/make_harmless.py`` finds the certificates anew; here they are replayed by the checker.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any

from symtconv.arithmetic.parse import parse
from symtconv.arithmetic.rewriting import rewrite, rewrite_term
from symtconv.arithmetic.term import Connective, Formula, Name, Term, conjuncts
from symtconv.checker.check import verify
from symtconv.claims.writing import text as written
from symtconv.conformance.slips import Index, Slip, catalogue, term_of
from symtconv.geometry import CertificateError

FILE = "harmless.json"


@dataclass(frozen=True, slots=True)
class Way:
    """One direction of an equivalence, as a claim with its conditions."""

    claim: str
    where: tuple[str, ...]


def ways(slip: Slip) -> tuple[Way, ...]:
    """Give the claims that make a slip's *harmless iff*: there for each alternative, back for each case.

    Examples
    --------
    >>> [way.claim for way in ways(catalogue()["stride ignored"])][-1]
    'convt_size(n,k,s,d,l,h,a) != (n-1)*(1) + span(k, d) - (l) + (a - h)'
    >>> [way.claim for way in ways(catalogue()["bias ignored"])]
    ['x + b == x', 'not (x + b == x)']
    """
    return tuple(_of_index(slip, slip.index) if slip.index is not None else _of_axis(slip))


def _of_index(slip: Slip, index: Index) -> Iterator[Way]:
    ranges = tuple(f"0 <= {name} and {name} < {size}" for name, size in index.names.items())
    where = (*slip.where, *index.where)
    for alternative in alternatives(slip.harmless_iff):
        yield Way(index.equal, (*where, alternative, *ranges))
    values = {name: term_of(term) for name, term in index.witness.items()}
    inside = [f"0 <= {index.witness[name]} and {index.witness[name]} < {size}" for name, size in index.names.items()]
    differs = written(_bind(parse(index.equal), values))
    yield Way(" and ".join([*inside, f"not ({differs})"]), (*where, f"not ({slip.harmless_iff})"))


def _of_axis(slip: Slip) -> Iterator[Way]:
    meant, made = _lengths(slip)
    where: tuple[str, ...] = (*slip.where, f"{meant} >= 1")
    fails = f"not ({slip.harmless_iff})"
    ranges = ("0 <= o and o < n", "0 <= t and t < k")
    for alternative in alternatives(slip.harmless_iff):
        said = {written(part) for part in conjuncts(parse(alternative))}
        open_still = [one for one in slip.split if written(parse(one)) not in said]
        for case in product(*((one, f"not ({one})") for one in open_still)):
            yield Way(f"{meant} == {made} and ({_same(slip, 'o', 't')})", (*where, alternative, *case, *ranges))
    if len(slip.witness) == 1:
        o, t = slip.witness[0]
        yield Way(f"{meant} != {made} or {_differs(slip, o, t)}", (*where, fails))
        return
    yield Way(" or ".join([f"{meant} != {made}", *(case for _, _, case in slip.witness)]), (*where, fails))
    for o, t, only in slip.witness:
        yield Way(_differs(slip, o, t), (*where, only))


def alternatives(condition: str) -> tuple[str, ...]:
    """Take a disjunction apart.

    Examples
    --------
    >>> alternatives("n == 1 or s == 1")
    ('n == 1', 's == 1')
    """
    read = parse(condition)
    if isinstance(read, Connective) and read.word == "or":
        return tuple(written(part) for part in read.parts)
    return (condition,)


def _differs(slip: Slip, o: str, t: str) -> str:
    return f"(0 <= {o} and {o} < n and 0 <= {t} and {t} < k and not ({_same(slip, o, t)}))"


def _lengths(slip: Slip) -> tuple[str, str]:
    """Give the length of the layer that was meant and that of the one the slip makes."""
    change = {"s": "s", "d": "d", "l": "l", "e": "a - h", **slip.change}
    made = f"(n-1)*({change['s']}) + span(k, {change['d']}) - ({change['l']}) + ({change['e']})"
    return "convt_size(n,k,s,d,l,h,a)", made


def _same(slip: Slip, o: str, t: str) -> str:
    """Say that the pair (o, t) goes to one place in both, or to none in both."""
    change = {"s": "s", "d": "d", "l": "l", "t": "t", **slip.change}
    meant, made = _lengths(slip)
    tap = written(_bind_term(term_of(change["t"]), {"t": term_of(t)}))
    j = f"s*({o}) + d*({t}) - l"
    other = f"({change['s']})*({o}) + ({change['d']})*({tap}) - ({change['l']})"
    there = f"0 <= {j} and {j} < {meant}"
    end = f"{made} - ({change['zeros']})" if "zeros" in change else made
    here = [f"0 <= {other}", f"{other} < {end}"]
    if "drop_low" in change:
        here += [f"{change['drop_low']} <= {o}", f"{o} < n - ({change['drop_high']})"]
    if slip.outputs == "zero":  # no product goes anywhere
        return f"not ({there})"
    here_all = " and ".join(here)
    return f"({there} and {here_all} and {j} == {other}) or (not ({there}) and not ({here_all}))"


def _bind(formula: Formula, values: Mapping[str, Term]) -> Formula:
    return rewrite(formula, lambda part: values.get(part.name, part) if isinstance(part, Name) else part)


def _bind_term(term: Term, values: Mapping[str, Term]) -> Term:
    return rewrite_term(term, lambda part: values.get(part.name, part) if isinstance(part, Name) else part)


@cache
def _kept() -> dict[tuple[str, tuple[str, ...]], dict[str, Any]]:
    kept = json.loads(files(__package__).joinpath(FILE).read_text(encoding="utf-8"))
    return {(certificate["claim"], tuple(certificate["where"])): certificate for certificate in kept}


@cache
def proved(name: str) -> bool:
    """Tell whether the *harmless iff* of a slip is proved: every certificate is there and replays.

    Examples
    --------
    >>> proved("stride ignored"), proved("bias added per tap")
    (True, True)
    """
    needed = ways(catalogue()[name])
    return all(_replays(_kept().get((way.claim, way.where))) for way in needed)


def _replays(certificate: dict[str, Any] | None) -> bool:
    """Tell whether a certificate is there and the checker accepts it: what does not replay is not called proved."""
    try:
        return certificate is not None and verify(certificate).outcome == "proved"
    except CertificateError:
        return False


def certificates(name: str) -> list[dict[str, Any]]:
    """Give the certificates of a slip's *harmless iff*, as `symtconv verify` replays them."""
    return [_kept()[way.claim, way.where] for way in ways(catalogue()[name])]
