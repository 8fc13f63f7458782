import base64
import dataclasses
import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.trust.signatures import api as signatures
from tongban.trust.signatures import keyring
from tongban.trust.signatures.records import _ECDSA, _statement

RECORD = {"number": "430700-1", "holder": "甲", "items": [1, 2], "valid": True}


@pytest.fixture()
def signed(at):
    return signatures.sign_record(record=RECORD, at=at)


def status(record, signature):
    return signatures.verify_record(record=record, signature=signature).codes


def test_our_signature_is_valid_and_says_who_and_when(signed, at):
    verdict = signatures.verify_record(record=RECORD, signature=signed)
    assert (verdict.status, verdict.at) == ("valid", at)
    assert verdict.signer
    assert verdict.reasons[0].zh
    assert verdict.reasons[0].en


def test_the_order_of_names_makes_no_difference(signed):
    assert status(dict(reversed(RECORD.items())), signed) == ("intact",)


def test_the_envelope_is_json_and_comes_back(signed):
    stored = json.loads(json.dumps(signed.envelope()))
    assert stored["suite"] == "intl"
    assert signatures.RecordSignature.from_envelope(stored) == signed
    with pytest.raises(ValueError, match="not the envelope"):
        signatures.RecordSignature.from_envelope({})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"digest": "0" * 64}, "changed"),
        ({"at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}, "changed"),
        ({"at": dt.datetime(2019, 1, 1, tzinfo=dt.UTC)}, "out_of_term"),
        ({"at": dt.datetime(2026, 1, 1)}, "unreadable"),
        ({"suite": "gm"}, "other_suite"),
        ({"key_id": "00"}, "unknown_signer"),
        ({"signature_b64": "####"}, "unreadable"),
        ({"signature_b64": "AAAA"}, "changed"),
        ({"certificate_pem": "none"}, "unreadable"),
    ],
)
def test_a_changed_envelope_is_not_accepted(signed, change, code):
    assert status(RECORD, dataclasses.replace(signed, **change)) == (code,)


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers(-9, 9), max_size=4))
def test_no_other_record_fits(record):
    signature = signatures.sign_record(record=RECORD, at=dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
    assert status(record, signature) == ("changed",)


def test_a_record_that_cannot_be_signed_is_not_accepted_either(signed):
    assert status({"share": 0.5}, signed) == ("unreadable",)
    with pytest.raises(signatures.CanonicalError):
        signatures.sign_record(record={"share": 0.5}, at=signed.at)


def test_the_signature_of_another_node_is_not_accepted(signed, elsewhere):
    elsewhere()
    assert status(RECORD, signed) == ("unknown_signer",)


def test_a_time_stamp_key_signs_no_records(signed, at):
    from cryptography.hazmat.primitives.serialization import Encoding

    from tongban.trust.signatures import certificates

    tsa = keyring.time_stamper()
    forged = dataclasses.replace(
        signed,
        key_id=certificates.key_id(tsa.certificate),
        certificate_pem=tsa.certificate.public_bytes(Encoding.PEM).decode(),
        signature_b64=base64.b64encode(tsa.key.sign(_statement("intl", signed.digest, at), _ECDSA)).decode(),
    )
    assert status(RECORD, forged) == ("unknown_signer",)


def test_a_note_is_signed_with_the_node_s_note_key():
    assert signatures.sign_note("text\n").startswith(f"— {signatures.note_key().name} ")
