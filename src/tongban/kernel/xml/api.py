"""The front door of XML: one document read safely, its bytes as text. Needs no settings and no Django."""

from __future__ import annotations

import codecs
import re

from lxml import etree

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_ENCODING = re.compile(rb"""\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,300}\?>")


class XmlError(ValueError):
    """A text is no XML that is taken. `reason` is "size", "doctype" or "syntax"; `detail` what the parser says."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason, self.detail = reason, detail
        words = {"size": "the XML is too large", "doctype": "a document type declaration (DOCTYPE) is not accepted"}
        super().__init__(words.get(reason, f"this is not well-formed XML: {detail}"))


def read(data: bytes, *, max_bytes: int, comments: bool = False) -> etree._Element:
    """Reads one XML document and returns its root.

    The size in bytes is judged first. A DOCTYPE is refused, entities are not expanded, nothing is fetched; nesting
    beyond 256 levels is refused. Comments and processing instructions are dropped unless `comments`. Raises XmlError.
    """
    if len(data) > max_bytes:
        raise XmlError("size")
    if b"<!DOCTYPE" in data.replace(b"\0", b"").split(b"<![CDATA[")[0]:
        raise XmlError("doctype")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=not comments, remove_pis=not comments,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise XmlError("syntax", str(error)[:300]) from None
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise XmlError("doctype")
    return root


def text(data: bytes) -> str:
    """The characters of a document by its byte order mark or its declaration, else UTF-8; the declaration is dropped,
    for it would lie about the text. Raises XmlError for bytes that are no text in that encoding.
    """
    mark, encoding = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", ""))
    if not encoding:
        declared = _ENCODING.match(data)
        encoding = declared[1].decode() if declared else "utf-8"
    try:
        found = codecs.decode(data[len(mark) :], encoding)
    except (UnicodeError, LookupError, ValueError, AttributeError, TypeError) as error:
        raise XmlError("syntax", f"the text is no {encoding}: {error}"[:300]) from None
    if not isinstance(found, str):
        raise XmlError("syntax", f"{encoding} is no encoding of text")
    declaration = _DECLARATION.match(found)
    kept = "\n" * declaration[0].count("\n") if declaration else ""
    return kept + found[declaration.end() :] if declaration else found
