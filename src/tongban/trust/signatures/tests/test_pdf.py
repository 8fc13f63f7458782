import asyncio
import dataclasses
import datetime as dt
import io
import re

import pytest
from django.conf import settings as django_settings
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from tongban.trust.signatures import api as signatures
from tongban.trust.signatures import sealing

STAMP = "常德市市场监督管理局\n行政许可专用章"


def verdict(pdf, **more):
    found = signatures.verify_pdf(pdf=pdf, **more)
    return found.status, found.codes


def test_our_seal_is_valid_and_says_who_and_when(seal, at):
    found = signatures.verify_pdf(pdf=seal(owner="市场监督管理局"))
    assert (found.status, found.signer, found.at) == ("valid", "市场监督管理局", at)
    assert all(reason.zh and reason.en for reason in found.reasons)


def test_a_visible_seal_is_drawn_and_valid(seal):
    sealed = seal(stamp_text=STAMP)
    assert verdict(sealed)[0] == "valid"
    field = PdfFileReader(io.BytesIO(sealed)).embedded_signatures[0].sig_field
    left, bottom, right, top = field["/Rect"]
    assert (right - left, top - bottom) == (119, 119)


def test_the_file_says_the_time_of_the_act_not_of_the_clock(seal, at):
    sealed = PdfFileReader(io.BytesIO(seal())).embedded_signatures[0]
    assert sealed.self_reported_timestamp == at


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_flipped_bit_anywhere_in_what_is_sealed_is_never_valid(sealed, data):
    start, first, second, rest = (int(n) for n in re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)", sealed).groups())
    place = data.draw(st.integers(start, first - 1) | st.integers(second, second + rest - 1))
    changed = bytearray(sealed)
    changed[place] ^= 1 << data.draw(st.integers(0, 7))
    assert verdict(bytes(changed))[0] != "valid"


@pytest.fixture(scope="module")
def sealed():
    import typst

    return signatures.seal_pdf(
        pdf=typst.compile(b"= Licence"), at=dt.datetime(2026, 11, 23, tzinfo=dt.UTC), reason="", location="", seal="m"
    )


def test_an_incremental_update_is_not_valid(sealed):
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    writer.root["/Lang"] = TextStringObject("zh")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    assert verdict(out.getvalue()) == ("not_valid", ("added",))


def test_bytes_after_the_end_are_not_valid(sealed):
    assert verdict(sealed + b"\n% more\n") == ("not_valid", ("added",))


@pytest.mark.parametrize("length", [9, 500, -1, -40, -2000])
def test_a_truncated_file_is_not_valid(sealed, length):
    assert verdict(sealed[:length])[0] != "valid"


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04", b"<html>"])
def test_what_is_no_pdf_is_said_to_be_none(data):
    assert verdict(data) == ("not_valid", ("not_pdf",))


def test_a_pdf_without_a_seal_is_not_valid(page):
    assert verdict(page) == ("not_valid", ("no_seal",))


def test_a_foreign_seal_is_not_accepted_and_its_name_not_repeated(seal, elsewhere):
    foreign = seal(owner="常德市人民政府")
    elsewhere()
    found = signatures.verify_pdf(pdf=foreign)
    assert (found.status, found.codes, found.signer) == ("not_valid", ("unknown_signer",), "")


def test_a_seal_of_ours_that_locks_nothing_is_not_accepted(seal, monkeypatch):
    monkeypatch.setattr(sealing, "MDPPerm", type("Lenient", (), {"NO_CHANGES": sealing.MDPPerm.ANNOTATE}))
    assert verdict(seal()) == ("not_valid", ("not_certified",))


def test_a_seal_of_ours_without_a_time_stamp_is_not_accepted(seal, monkeypatch):
    monkeypatch.setattr(sealing, "_OwnTime", lambda *_: None)
    assert verdict(seal()) == ("not_valid", ("no_time",))


def test_certificates_are_judged_as_of_a_day(sealed):
    late = dt.datetime(2040, 1, 1, tzinfo=dt.UTC)
    assert verdict(sealed, at=late) == ("not_valid", ("out_of_term",))


def test_a_file_beyond_the_limit_is_not_read(monkeypatch):
    monkeypatch.setattr(django_settings, "CONFIG", dataclasses.replace(django_settings.CONFIG, upload_mb=1))
    assert verdict(b"%PDF-" + b" " * 1_000_001) == ("could_not_check", ("too_large",))


@pytest.mark.parametrize("data", [b"", b"nope", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_pdf_is_not_sealed(seal, data):
    with pytest.raises(signatures.CannotSeal):
        seal(pdf=data)


def test_a_sealed_pdf_is_not_sealed_again(seal, sealed):
    with pytest.raises(signatures.CannotSeal):
        seal(pdf=sealed)


def test_sealing_works_where_a_loop_runs_already(seal):
    async def inside() -> bytes:
        return seal()

    assert asyncio.run(inside()).startswith(b"%PDF-")
