"""The last sections: how it was decided, agreement, certificate, versions and references."""

from __future__ import annotations

from collections.abc import Mapping

from symtconv.certificates.format import Certificate
from symtconv.rendering.documents.document import Block, Cite, Code, Heading, Spans, Strong, Table, TableRow, Text
from symtconv.rendering.documents.general import references
from symtconv.rendering.documents.setting import Setting
from symtconv.rendering.documents.words import Words, joined
from symtconv.rendering.notation.style import Style

ROOM = 56.0
"""Height of the section with the references, which stay together: a page of references alone looks forgotten."""

DIGITS = 16
"""So many digits of the digest are shown."""


def blocks(setting: Setting) -> tuple[Block, ...]:
    """Give the two sections."""
    rows = [("evidence.verdict", _verdict(setting))]
    rows += [(f"evidence.{name}", words) for name, words in _optional(setting).items() if words]
    table = Table("lp", tuple(TableRow(((Strong(setting.word(key)),), words)) for key, words in rows))
    heading = Heading(setting.say("heading.evidence"), "evidence", room=ROOM)
    return (heading, table, references(setting.words))


def _verdict(setting: Setting) -> Spans:
    verdict = setting.facts.verdict
    outcome = setting.word(f"verdict.{verdict.outcome}")
    method = setting.words.told(verdict.method)
    return setting.say("evidence.method", outcome=outcome[:1].upper() + outcome[1:], method=method)


def _optional(setting: Setting) -> dict[str, Spans]:
    return {
        "agreement": _agreement(setting),
        "certificate": _certificate(setting),
        "versions": _versions(setting),
    }


def _agreement(setting: Setting) -> Spans:
    agreement = setting.facts.agreement
    if agreement is None:
        return ()
    judged = "" if setting.facts.verdict.outcome == "proved" else ".judged"
    return setting.say(
        f"agreement.exact{judged}" if agreement.exact else "agreement.differs", cases=str(agreement.cases)
    )


def _certificate(setting: Setting) -> Spans:
    verdict = setting.facts.verdict
    if verdict.certificate is None:
        return ()
    return certified(setting.words, verdict.outcome, verdict.certificate.digest, setting.style.certificate)


def certified(words: Words, outcome: str, digest: str, file: str) -> Spans:
    """Say how the certificate is written and replayed, and how its digest begins."""
    return words.say(
        "certificate",
        option=Code(f"-o {file}"),
        command=Code(f"symtconv verify {file}"),
        proof=words.word("certificate.refutation" if outcome == "refuted" else "certificate.proof"),
        digest=Code(digest[:DIGITS]),
    )


def answered(
    words: Words, style: Style, verdict: tuple[str, Spans], certificate: Certificate | None, versions: Mapping[str, str]
) -> tuple[Block, Block]:
    """Give the last section of a page about a question: its outcome's method, the certificate, and what decided it."""
    outcome, method = verdict
    rows = {"verdict": method}
    if certificate is not None:
        rows["certificate"] = certified(words, outcome, certificate.digest, style.certificate)
    rows["versions"] = words.plain(", ".join(f"{name} {version}" for name, version in versions.items()))
    told = (TableRow(((Strong(words.word(f"evidence.{key}")),), text)) for key, text in rows.items())
    return Heading(words.say("claim.evidence"), "evidence"), Table("lp", tuple(told))


def _versions(setting: Setting) -> Spans:
    versions = []
    for name, version in setting.facts.versions.items():
        cited: Spans = (Text(" "), Cite("symtconv")) if name == "symtconv" else ()
        versions.append((*setting.words.plain(f"{name} {version}"), *cited))
    return joined(versions, ", ")
