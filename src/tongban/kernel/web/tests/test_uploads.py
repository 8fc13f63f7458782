"""Files are known by their content and bounded before anything opens them."""

import hashlib
import io
import struct
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.kernel.web import api as web
from tongban.kernel.web.uploads import clean_name

PDF = b"%PDF-1.7\n%%EOF"
ALL = tuple(web.TYPES)


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + bytes(9)


def jpeg(width: int, height: int) -> bytes:
    frame = struct.pack(">HHBHH", 0xFFC0, 11, 8, height, width)
    return b"\xff\xd8\xff\xe0\x00\x04ab" + frame + bytes(8)


def archive(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


WORD = archive({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<b/>"})
SHEET = archive({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<b/>"})


@pytest.mark.parametrize(("name", "data", "kind"), [
    ("a.pdf", PDF, "pdf"), ("a.PNG", png(10, 10), "png"), ("a.jpg", jpeg(9, 9), "jpeg"), ("a.docx", WORD, "docx"),
    ("a.xlsx", SHEET, "xlsx"), ("a.zip", archive({"a.txt": b"x"}), "zip"), ("noending", PDF, "pdf"),
])  # fmt: skip
def test_each_kind_is_recognised(name: str, data: bytes, kind: str) -> None:
    found = web.check_upload(data, allowed=ALL, max_bytes=10_000, name=name)
    assert (found.type, found.size, found.sha256) == (kind, len(data), hashlib.sha256(data).hexdigest())
    assert found.media_type == web.TYPES[kind]


@pytest.mark.parametrize(("name", "data", "why"), [
    ("a.pdf", b"", "empty"),
    ("a.pdf", b"<script>", "not one of the accepted kinds"),
    ("a.pdf", png(10, 10), "another ending"),
    ("a.exe", PDF, "another ending"),
    ("a.docx", archive({"[Content_Types].xml": b"", "word/document.xml": b"", "word/vbaProject.bin": b""}), "macros"),
    ("a.zip", archive({"../../etc/x": b""}), "outside"),
    ("a.zip", archive({"/etc/x": b""}), "outside"),
    ("a.zip", WORD[:-30], "damaged"),
    ("a.zip", b"PK\x03\x04" + bytes(50), "damaged"),
    ("a.png", png(50_000, 50_000), "pixels"),
    ("a.png", png(0, 1), "pixels"),
    ("a.png", b"\x89PNG\r\n\x1a\n", "damaged"),
    ("a.jpg", jpeg(65_000, 65_000), "pixels"),
    ("a.jpg", b"\xff\xd8\xff\xe0", "damaged"),
    ("a.zip", archive({f"{i}": b"" for i in range(2_001)}), "more than"),
])  # fmt: skip
def test_each_bad_file_is_refused_with_its_reason(name: str, data: bytes, why: str) -> None:
    with pytest.raises(web.BadInput, match=why):
        web.check_upload(data, allowed=ALL, max_bytes=1_000_000, name=name)


def test_only_allowed_kinds_pass() -> None:
    with pytest.raises(web.BadInput, match="JPEG, PDF"):
        web.check_upload(png(1, 1), allowed=("pdf", "jpg"), max_bytes=1000, name="a.png")


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = archive({f"{i}": bytes(4_000_000) for i in range(10)})
    assert len(bomb) < 100_000
    with pytest.raises(web.BadInput, match="unpack"):
        web.check_upload(bomb, allowed=ALL, max_bytes=1_000_000, name="a.zip")


def test_a_bomb_that_lies_about_its_size_is_not_unpacked() -> None:
    bomb = bytearray(archive({"a": bytes(30_000_000)}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = bomb.index(signature) + offset
        bomb[place : place + 4] = struct.pack("<I", 10)
    with pytest.raises(web.BadInput):
        web.check_upload(bytes(bomb), allowed=ALL, max_bytes=1_000_000, name="a.zip")


def test_an_encrypted_archive_is_refused() -> None:
    locked = bytearray(archive({"a": b"x"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(signature) + offset] |= 1
    with pytest.raises(web.BadInput, match="encrypted"):
        web.check_upload(bytes(locked), allowed=ALL, max_bytes=1000, name="a.zip")


def test_an_oversized_upload_is_left_at_the_limit() -> None:
    upload = SimpleUploadedFile("a.pdf", PDF + bytes(5_000))
    with pytest.raises(web.BadInput) as refused:
        web.check_upload(upload, allowed=("pdf",), max_bytes=1_000)
    assert refused.value.status == 413


def test_a_django_upload_can_be_read_again_afterwards() -> None:
    upload = SimpleUploadedFile("平面图.pdf", PDF)
    assert web.check_upload(upload, allowed=("pdf",), max_bytes=1_000).name == "平面图.pdf"
    assert upload.read() == PDF


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-"]))
@settings(max_examples=150)
def test_any_bytes_are_taken_or_refused_but_never_crash(data: bytes, start: bytes) -> None:
    try:
        web.check_upload(start + data, allowed=ALL, max_bytes=10_000, name="x")
    except web.BadInput:
        return


@pytest.mark.parametrize("flip", range(0, len(WORD), 3))
def test_a_damaged_archive_never_crashes(flip: int) -> None:
    damaged = bytearray(WORD)
    damaged[flip] ^= 0xFF
    try:
        web.check_upload(bytes(damaged), allowed=ALL, max_bytes=10_000, name="x")
    except web.BadInput:
        return


@pytest.mark.parametrize(("name", "cleaned"), [
    ("../../etc/passwd.pdf", "passwd.pdf"), ("C:\\x\\图 纸.pdf", "图 纸.pdf"), ("a\u202efdp.exe", "afdp.exe"), ("\x00", "file"),
    ("", "file"), ("..", "file"), ("a\r\nb.pdf", "ab.pdf"), ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
])  # fmt: skip
def test_names_are_cleaned(name: str, cleaned: str) -> None:
    assert clean_name(name) == cleaned


def test_compressed_data_in_a_pdf_is_left_alone() -> None:
    data = PDF + zlib.compress(bytes(1_000_000))
    assert web.check_upload(data, allowed=("pdf",), max_bytes=10_000, name="a.pdf").type == "pdf"
