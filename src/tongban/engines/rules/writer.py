"""DMN XML out: a model as it was read, with its annotations, graphics and foreign elements, in the namespaces of a
version of the standard.
"""

from __future__ import annotations

import codecs
import re
from typing import Any

from lxml import etree

from tongban.engines.rules.dmn import MAX_BYTES, document
from tongban.engines.rules.dmn_reader import identity, line_of, local
from tongban.engines.rules.errors import Finding, ModelError
from tongban.engines.rules.saying import say
from tongban.kernel.xml import api as xml

VERSIONS = {"1.2": "20180521", "1.3": "20191111", "1.4": "20211108", "1.5": "20230324"}
SINCE = dict.fromkeys(("conditional", "for", "some", "every", "filter"), "1.4") | {"typeConstraint": "1.5"}
VERSIONED = re.compile(r"https://www\.omg\.org/spec/DMN/\d{8}/(MODEL|FEEL|DMNDI)/")
SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"


def written(text: str, source: str, version: str) -> str:
    """A model as XML of a version. Raises ModelError when it is none, or has elements that the version has not."""
    if version not in VERSIONS:
        raise LookupError(f"no DMN {version!r}; known: {', '.join(VERSIONS)}")
    data = codecs.BOM_UTF8 + text.encode()
    kept, root = document(data, source)
    newer = [node for node in root.iter() if SINCE.get(local(node), "") > version]
    if newer:
        raise ModelError(tuple(_newer(node, source, version) for node in newer))
    whole = xml.read(kept.encode(), max_bytes=MAX_BYTES, comments=True)
    moved = _Moved(VERSIONS[version]).element(whole)
    for comment in whole.itersiblings(preceding=True):
        moved.addprevious(etree.Comment(comment.text))
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(moved.getroottree(), encoding="unicode") + "\n"


def _newer(node: etree._Element, source: str, version: str) -> Finding:
    message = say("is-not-in-dmn", tag=local(node), version=version)
    return Finding(
        "error", source, 0, 0, identity(node), line_of(node), message, say("write-dmn", since=SINCE[local(node)])
    )


class _Moved:
    def __init__(self, date: str) -> None:
        self.date = date

    def name(self, text: str) -> str:
        """A namespace, alone or before a local name, in this version."""
        return VERSIONED.sub(rf"https://www.omg.org/spec/DMN/{self.date}/\1/", text, count=1)

    def element(self, node: etree._Element, parent: etree._Element | None = None) -> etree._Element:
        spaces: Any = {prefix: self.name(space) for prefix, space in node.nsmap.items() if prefix != "xml"}
        attributes = {self.name(str(key)): self._value(str(value)) for key, value in node.items() if key != SCHEMA}
        tag = self.name(str(node.tag))
        made = (
            etree.Element(tag, attributes, spaces)
            if parent is None
            else etree.SubElement(parent, tag, attributes, spaces)
        )
        made.text = node.text
        for child in node:
            self._child(child, made)
        return made

    def _child(self, child: etree._Element, made: etree._Element) -> None:
        if isinstance(child.tag, str):
            copy = self.element(child, made)
        else:
            is_comment = child.tag is etree.Comment
            copy = etree.Comment(child.text) if is_comment else etree.ProcessingInstruction(child.target, child.text)
            made.append(copy)
        copy.tail = child.tail

    def _value(self, value: str) -> str:
        """The value of an attribute, moved when it is nothing but a namespace of DMN."""
        return self.name(value) if VERSIONED.fullmatch(value) else value
