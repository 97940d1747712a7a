"""A certificate that was changed in any place is refused; re-digested, it certifies only the truth it prints."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
import time

import pytest

from symtconv import ConvTranspose, Lowering, prove, verify
from symtconv.certificates.format import Certificate, digest_of
from symtconv.certificates.limits import MAX_BYTES
from symtconv.cli.verify import run as run_verify
from symtconv.geometry import CertificateError, InputError

LAYER = ConvTranspose(
    input=(2, 3),
    kernel=(3, 2),
    stride=2,
    padding=((1, 0), (0, 1)),
    output_padding=1,
    in_channels=2,
    out_channels=4,
    groups=2,
)
PROVED = prove(LAYER).certificate.to_dict()
REFUTED = prove(LAYER, lowering=Lowering(**{**LAYER.lowering().to_dict(), "flip": False})).certificate.to_dict()


def test_a_verdict_says_how_it_was_found():
    """Index maps that differ on an axis refute nothing by themselves; one entry does."""
    assert verify(PROVED).method == "comparison of the index maps, axis by axis"
    assert verify(REFUTED).method == "evaluation of one entry on both sides"


def changes(data, path=()):
    """Yield (path, changed copy) for every number, string, truth value and key, each changed in a few ways."""
    if isinstance(data, dict):
        for key, value in data.items():
            renamed = {("x" + k if k == key else k): v for k, v in data.items()}
            yield (*path, key), renamed
            yield (*path, key), {k: v for k, v in data.items() if k != key}
            for where, changed in changes(value, (*path, key)):
                yield where, {**data, key: changed}
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield (*path, place), data[:place] + data[place + 1 :]
            for where, changed in changes(value, (*path, place)):
                yield where, [*data[:place], changed, *data[place + 1 :]]
    elif isinstance(data, bool):
        yield path, not data
        yield path, int(data)
    elif isinstance(data, int):
        for other in (data + 1, data - 1, -data - 7, str(data), 10**30, None):
            yield path, other
    elif data is None:
        yield path, 0
    else:
        yield path, data + "x"
        yield path, ""


def outcome(data):
    try:
        return verify(data)
    except CertificateError:
        return None


@pytest.mark.parametrize("certificate", [PROVED, REFUTED], ids=["proved", "refuted"])
def test_every_single_change_is_refused(certificate):
    assert verify(certificate).outcome == certificate["verdict"]
    tried = 0
    for where, changed in changes(certificate):
        if json.dumps(changed, sort_keys=True) != json.dumps(certificate, sort_keys=True):
            assert outcome(changed) is None, where
            tried += 1
    assert tried > 200


@pytest.mark.parametrize("certificate", [PROVED, REFUTED], ids=["proved", "refuted"])
def test_redigested_it_is_refused_or_proves_the_true_statement_it_prints(certificate):
    surviving = 0
    for where, changed in changes({k: v for k, v in certificate.items() if k != "digest"}):
        verdict = outcome({**changed, "digest": digest_of(changed)})
        if verdict is not None:
            layer, lowering = ConvTranspose(**changed["layer"]), Lowering(**changed["lowering"])
            truth = prove(layer, lowering=lowering)
            assert (verdict.outcome, verdict.statement) == (truth.outcome, truth.statement), where
            surviving += 1
    assert surviving < 40


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "not readable as JSON"),
        (b"\xff\xfe", "not readable as JSON"),
        (b"[1]", "holds list"),
        (b'{"a": 1, "a": 1}', "stands twice"),
        (b'{"format": "symtconv-certificate", "version": 3}', "has version 3, and this checker reads 1 and 2"),
        (b'{"format": "symtconv-certificate", "version": true}', "has version True"),
        (b"{}", "this is no certificate"),
        (b'{"a": NaN}', "not finite"),
        (b'{"a": 1e999}', "not finite"),
        (b'{"a": ' + b"9" * 500 + b"}", "more than 400 digits"),
        (b"[" * 10**6, "nested more than"),
        (b'{"a":' * 10**5, "nested more than"),
        (b"{" + b",".join(b'"%x":0' % n for n in range(200_000)) + b',"zz":0,"zz":1}', "the key 'zz' stands twice"),
        (b"[]," * 5_000_000, "lists and objects"),
        (b"[" * 99 + b"]" * 15_000_000, "lists and objects"),
        (b"[" * 99 + b"]" * 900_000, "not readable as JSON"),
        (b"0," * 4_000_000, "more than 3000000 commas"),
        (b"9" * 400 + (b" " + b"9" * 400) * 30_000, "not readable as JSON"),
        (b" " * (MAX_BYTES + 5), "more than 16000000 bytes"),
    ],
)
def test_malformed_input_is_refused_in_bounded_time(tmp_path, text, message):
    path = tmp_path / "c.json"
    path.write_bytes(text)
    start = time.perf_counter()
    with pytest.raises(CertificateError, match=message):
        verify(path)
    assert time.perf_counter() - start < 5


def test_a_certificate_of_an_unknown_kind_is_refused():
    body = {"format": "symtconv-certificate", "version": 2, "kind": ["layer"], "verdict": "proved", "report": None}
    with pytest.raises(CertificateError, match="no checker for certificates of kind"):
        verify({**body, "digest": digest_of(body)})


def test_a_report_is_bound_to_its_certificate(tmp_path):
    report = {"format": 1, "verdict": "proved", "seconds": 0.25}
    bound = prove(LAYER).certificate.covering(report)
    path = tmp_path / "report.json"
    path.write_text(json.dumps({**report, "certificate": bound.to_dict()}))
    assert verify(path).outcome == "proved"
    path.write_text(json.dumps({**report, "verdict": "refuted", "certificate": bound.to_dict()}))
    with pytest.raises(CertificateError, match="the report around the certificate was altered"):
        verify(path)


def test_a_digest_names_what_is_certified_whatever_report_carries_it_and_however_long_it_took(tmp_path):
    one = prove(LAYER).certificate
    quick, slow = (one.covering({"format": 1, "verdict": "proved", "seconds": time}) for time in (0.1, 0.2))
    assert quick.to_dict() == slow.to_dict()
    assert quick.digest == one.digest
    assert quick.body["report"] != one.covering({"format": 1, "verdict": "proved", "more": 1}).body["report"]
    for spoilt in (1, "", "0" * 63, quick.body["report"] + "0", quick.body["report"].upper()):
        with pytest.raises(CertificateError, match="what it holds of a report is no digest"):
            verify({**one.to_dict(), "report": spoilt})
    # In version 1 the digest is of the report too, and of its seconds.
    old = Certificate({**one.body, "version": 1})
    quick, slow = (old.covering({"seconds": time}) for time in (0.1, 0.2))
    assert len({quick.digest, slow.digest, old.digest}) == 3
    assert verify(old.to_dict()).outcome == verify({"seconds": 0.1, "certificate": quick.to_dict()}).outcome == "proved"
    with pytest.raises(CertificateError, match="the report around the certificate was altered"):
        verify({"seconds": 0.2, "certificate": quick.to_dict()})


def test_an_index_map_of_another_view_is_checked_too():
    body = copy.deepcopy({k: v for k, v in PROVED.items() if k != "digest"})
    body["views"]["scatter"] = copy.deepcopy(body["views"]["matrix"])
    assert verify({**body, "digest": digest_of(body)}).outcome == "proved"
    body["views"]["scatter"][1]["j"][2] += 1
    with pytest.raises(CertificateError, match=r"views.scatter: the index map of axis 1 is not the layer's"):
        verify({**body, "digest": digest_of(body)})


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match="cannot read .*nothing.json"):
        verify(tmp_path / "nothing.json")


def test_what_is_no_json_data_is_refused():
    with pytest.raises(CertificateError, match="not plain JSON data"):
        verify({"format": object()})


def test_a_refutation_with_countless_terms_is_replayed_in_bounded_time():
    layer = ConvTranspose(input=10**9, kernel=10**9, in_channels=2, out_channels=10**9)
    words = layer.lowering().to_dict()
    verdict = prove(layer, lowering=Lowering(**{**words, "flip": False}))
    assert verify(verdict.certificate).outcome == "refuted"
    assert len(verdict.counterexample.left) < 1000


def test_the_command_loads_what_replays_the_kind_at_hand_alone(tmp_path):
    path = tmp_path / "c.json"
    path.write_text(json.dumps(PROVED))
    code = (
        "import sys; from symtconv.cli.verify import run; code = run(sys.argv[1:]); print(*sys.modules); sys.exit(code)"
    )
    run = subprocess.run([sys.executable, "-c", code, path], text=True, capture_output=True, check=True)
    assert run.stdout.startswith("proved: ")
    loaded = set(run.stdout.splitlines()[-1].split())
    assert "symtconv.checker.layer" in loaded
    assert not loaded & {"symtconv.checker.claim", "symtconv.arithmetic.parse", "numpy", "sympy", "click"}


def test_the_command_says_which_kinds_there_are(tmp_path, capsys):
    body = {key: value for key, value in PROVED.items() if key != "digest"} | {"kind": "page"}
    path = tmp_path / "c.json"
    path.write_text(json.dumps({**body, "digest": digest_of(body)}))
    assert run_verify([str(path)]) == 2
    said = capsys.readouterr().err
    assert "no checker for certificates of kind 'page'; there are claim, comparison, layer, sizes" in said
