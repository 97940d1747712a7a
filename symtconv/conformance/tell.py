"""Reports as lines of text, in a language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from symtconv.conformance.families import Family, said
from symtconv.conformance.harmless import proved
from symtconv.conformance.identify import Identified
from symtconv.conformance.slips import Slip, catalogue
from symtconv.conformance.words import catalogue_of
from symtconv.grids.form import Form
from symtconv.grids.store import Record
from symtconv.grids.words import Words

OUTCOMES = ("right", "wrong", "inexact", "unstable", "died", "refused", "not asked")
MOST_SLIPS = 3


def counts_of(records: Sequence[Record], lang: str) -> str:
    """Say how many came out how."""
    say, counts = catalogue_of(lang), Counter(record["outcome"] for record in records)
    return ", ".join(f"{counts[outcome]} {say[outcome]}" for outcome in OUTCOMES if counts[outcome])


def difference(found: dict[str, Any] | None, lang: str) -> str:
    """Say a first difference."""
    if found is None:
        return ""
    say = catalogue_of(lang)
    if found["at"] is None:
        return say["shape"].format(got=found["got"], want=found["want"])
    return say["difference"].format(at=found["at"], got=found["got"], want=found["want"])


def harmless(slip: Slip, lang: str) -> str:
    """Say when a slip does no harm, and whether that is proved."""
    say = catalogue_of(lang)
    how = say["proved" if proved(slip.name) else "not proved"]
    condition = slip.harmless_iff + letters(slip, lang)
    if slip.where:
        return say["harmless.where"].format(condition=condition, where=" and ".join(slip.where), proved=how)
    return say["harmless"].format(condition=condition, proved=how)


def letters(slip: Slip, lang: str) -> str:
    """Say what the letters of a condition are that are no letters of the layer.

    Examples
    --------
    >>> letters(catalogue()["bias ignored"], "en")
    ' (b: the bias of the channel)'
    """
    say = catalogue_of(lang)
    told = ", ".join(f"{letter}: {say[f'letter.{letter}']}" for letter in slip.letters)
    return f" ({told})" if told else ""


def when(family: Family, lang: str) -> str:
    """Say when the failures of a family occur."""
    say, found = catalogue_of(lang), family.when
    if found is None:
        return ""
    if not found.clauses:
        return say["when.any"].format(good=found.of_right)
    key = "when.some" if not found.exact else "when" if found.bad == found.of_bad else "when.most"
    return say[key].format(
        condition=found.text, bad=found.bad, all=found.of_bad, right=found.right, good=found.of_right
    )


def family_lines(family: Family, lang: str) -> Iterator[str]:
    """Yield the lines of one family of failures."""
    say, known = catalogue_of(lang), catalogue()
    head = f"{say[family.outcome]:<8}{family.count:>6}  "
    if family.slips:
        slip = known[family.slips[0]]
        yield head + say["like"].format(text=slip.said(lang))
        for name in family.slips[1:MOST_SLIPS]:
            yield " " * 16 + say["or"].format(text=known[name].said(lang))
    elif family.outcome == "wrong":
        yield head + say[f"differs.{family.reason}" if f"differs.{family.reason}" in say else "no slip"]
    elif family.outcome == "inexact":
        yield head + say["inexact.to"].format(text=family.reason)
    else:
        yield head + (say["says"].format(text=family.reason) if family.reason else "")
    if family.variants:
        yield " " * 16 + say["variants"].format(list=", ".join(family.variants))
    if condition := when(family, lang):
        yield " " * 16 + condition
    if family.slips:
        yield " " * 16 + harmless(known[family.slips[0]], lang)
    smallest = family.smallest
    told = difference(smallest.get("difference"), lang) or said(smallest.get("error", ""))
    yield " " * 16 + say["smallest"].format(text=smallest["text"], difference=told).rstrip()


def beyond_lines(records: Sequence[Record], lang: str) -> Iterator[str]:
    """Yield what the target made of what its dialect forbids or leaves open."""
    say = catalogue_of(lang)
    for kind in ("illegal", "silent"):
        rows = [record for record in records if record.get("kind") == kind and "did" in record]
        if not rows:
            continue
        did = Counter(record["did"] for record in rows)
        taken = [record for record in rows if record["did"] == "answered"]
        if kind == "illegal" and not taken:
            yield say["beyond.illegal.none"].format(count=len(rows))
        elif kind == "illegal":
            smallest = min(taken, key=lambda record: Words.of_dict(record["words"]).weight)
            like = sum(bool(record["like"]) for record in taken)
            yield say["beyond.illegal"].format(
                count=len(rows), refused=did["refused"], taken=len(taken), like=like, smallest=smallest["text"]
            )
        else:
            yield say["beyond.silent"].format(count=len(rows), refused=did["refused"], readings=_readings(taken, say))
        if did["died"]:
            yield say["beyond.died"].format(count=did["died"])


def _readings(taken: Sequence[Record], say: dict[str, str]) -> str:
    """Say as what the answers read, the commonest first, each with a small one that few other readings explain."""
    counts = Counter(name for record in taken for name in record["like"])
    told = []
    for name, count in counts.most_common():
        rows = [record for record in taken if name in record["like"]]
        text = min(rows, key=lambda row: (len(row["like"]), Words.of_dict(row["words"]).weight))["text"]
        told.append(say["beyond.reading"].format(name=name, count=count, smallest=text))
    return "; ".join(told) or "-"


def command(record: Record) -> str | None:
    """Give the command that shows the right values of a configuration, where the layer can be said in plain options."""
    words = Words.of_dict(record["words"])
    if words.auto or words.size is not None or words.a is None or min(*words.l, *words.h) < 0:
        return None

    def row(values: Sequence[object]) -> str:
        return "x".join(map(str, values))

    said = f"symtconv derive --input {row(words.n)} --kernel {row(words.k)}"
    for option, values, usual in (("stride", words.s, 1), ("dilation", words.d, 1), ("output-padding", words.a, 0)):
        said += f" --{option} {row(values)}" if set(values) != {usual} else ""
    if any(words.l) or any(words.h):
        said += f" --padding {row([f'{l}:{h}' for l, h in zip(words.l, words.h, strict=True)])}"
    for option, value in (("in-channels", words.c_in), ("out-channels", words.c_out), ("groups", words.groups)):
        said += f" --{option} {value}" if value != 1 else ""
    return said


def map_of(form: Form) -> str:
    """Say a layer in the letters of the relation.

    Examples
    --------
    >>> map_of(Form((4,), (3,), (2,), (1,), (1,), (0,)))
    'n=4 k=3 s=2 d=1 l=1 e=0'
    """
    rows = (("n", form.n), ("k", form.k), ("s", form.s), ("d", form.d), ("l", form.l), ("e", form.e))
    said = [f"{name}={values[0] if len(set(values)) == 1 else 'x'.join(map(str, values))}" for name, values in rows]
    if (form.c_in, form.c_out, form.groups) != (1, 1, 1):
        said.append(f"channels={form.c_in}->{form.c_out} groups={form.groups}")
    return " ".join(said)


def identified_lines(found: Identified, lang: str) -> Iterator[str]:
    """Yield what identify found."""
    say = catalogue_of(lang)
    key = "layer" if found.conforms is None else "other"
    if found.layer is None and found.difference is None:
        key = "none"
    yield say[f"identify.{'meant' if found.conforms else key}"].format(target=found.target)
    if found.why:
        yield say["identify.why"].format(why=found.why)
    if found.layouts:
        scalar = say["identify.scalar"] if found.scalar else ""
        yield say["identify.layout"].format(input=found.layouts[0][0], weight=found.layouts[0][1], scalar=scalar)
        if len(found.layouts) > 1 and found.layer is not None:
            others = ", ".join(" ".join(pair) for pair in found.layouts[1:4])
            yield say["identify.alike"].format(others=others)
    if found.words:
        yield say["identify.words"].format(words=", ".join(f"{key}={name}" for key, name in found.words.items()))
    if found.layer is not None:
        yield say["identify.map"].format(map=map_of(found.layer))
    if found.asked is not None:
        yield say["identify.at"].format(text=found.asked.text)
    yield from _convention_lines(found, say)
    flip = "the kernel stands the other way round"
    yield from (f"  {say['identify.flip'] if note == flip else note}" for note in found.notes if note != found.why)
    if found.difference is not None:
        yield say["identify.first"].format(difference=difference(found.difference, lang))
    for number, name in enumerate(found.slips[:MOST_SLIPS]):
        slip = catalogue()[name]
        yield "  " + say["or" if number else "like"].format(text=slip.said(lang))
        yield "  " + harmless(slip, lang)
    yield say["identify.calls"].format(calls=found.calls)


def _convention_lines(found: Identified, say: dict[str, str]) -> Iterator[str]:
    read = found.convention
    if read is None:
        return
    if read.why:
        yield say["identify.few"].format(why=read.why)
    elif read.l is None or read.e is None:
        yield say["identify.unclear"].format(readings=read.readings)
    else:
        meaning = read.meaning or say["identify.unknown"]
        yield say["identify.convention"].format(l=read.l, e=read.e, meaning=meaning, readings=read.readings)
    for what, how in (("stride", read.stride), ("dilation", read.dilation)):
        if how != "as asked":
            yield say["identify.step"].format(what=f"{what:<10}", how=how)
