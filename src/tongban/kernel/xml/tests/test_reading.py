"""XML is read without settings: refused for its size, its DOCTYPE, its faults; decoded as it says."""

import subprocess
import sys

import pytest

from tongban.kernel.xml import api as xml


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<a>" * 100, "size"),
        (b"<!DOCTYPE a><a/>", "doctype"),
        ("<!DOCTYPE a><a/>".encode("utf-16"), "doctype"),
        (b"<a>", "syntax"),
        (b"", "syntax"),
    ],
)
def test_what_is_not_taken_says_why(data, reason):
    with pytest.raises(xml.XmlError) as caught:
        xml.read(data, max_bytes=200)
    assert caught.value.reason == reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_bytes_become_the_text_that_they_declare(encoding):
    name = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{name}"?><a>费</a>'
    found = xml.text(text.encode(encoding))
    assert found == "<a>费</a>"
    assert xml.read(found.encode(), max_bytes=200).text == "费"


@pytest.mark.parametrize("data", [b"\xff", b'<?xml version="1.0" encoding="hex"?><a/>', b'<?xml encoding="x1"?>'])
def test_bytes_that_are_no_text_are_refused(data):
    with pytest.raises(xml.XmlError):
        xml.text(data)


def test_no_settings_and_no_django_are_needed():
    code = "import sys, tongban.kernel.xml.api; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, env={"PYTHONPATH": "src"}).returncode == 0
