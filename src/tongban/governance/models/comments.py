"""Comments (XML) of a model's text, put back after a drawing program has dropped them.

A comment belongs to the element before which it stands, else to the one that it closes. It goes back there when the
element is still in the new text; else it is named, so that a person decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from tongban.kernel.xml import api as xml

MAX_BYTES = 2_000_000
Address = tuple[str, ...]


@dataclass(frozen=True)
class Lost:
    """A comment whose element is gone: its words, the id of the nearest element that had one, and that one's name."""

    words: str
    element: str
    name: str


def keep_comments(before: str, after: str) -> tuple[str, tuple[Lost, ...]]:
    """The new text with the comments of the old one, and those that have no place in it any more. What the new text
    holds already is not put there twice; a text that is no XML stays as it is.
    """
    try:
        old, new = _read(before), _read(after)
    except xml.XmlError:
        return after, ()
    there = Counter(str(one.text) for one in _comments(new))
    known, places = _addresses(old), {address: one for one, address in _addresses(new).items()}
    lost: list[Lost] = []
    moved = False
    for comment in _comments(old):
        words = str(comment.text)
        if there[words] > 0:
            there[words] -= 1
        elif not _put(comment, known, places):
            lost.append(_lost(comment))
        else:
            moved = True
    return (_written(new) if moved else after), tuple(lost)


def _read(text: str) -> etree._Element:
    return xml.read(text.encode(), max_bytes=MAX_BYTES, comments=True)


def _comments(root: etree._Element) -> Iterator[etree._Element]:
    """All comments in the order of the text, those around the root too."""
    yield from (one for one in reversed(list(root.itersiblings(preceding=True))) if isinstance(one, etree._Comment))  # noqa: SLF001
    yield from root.iter(etree.Comment)
    yield from (one for one in root.itersiblings() if isinstance(one, etree._Comment))  # noqa: SLF001


def _addresses(root: etree._Element) -> dict[etree._Element, Address]:
    """How each element is found again: by its id, else by its place among its likes under its parent."""
    found: dict[etree._Element, Address] = {}
    likes: Counter[Address] = Counter()
    for element in root.iter(etree.Element):
        parent = element.getparent()
        if parent is None:
            found[element] = ("/",)
        elif element.get("id"):
            found[element] = (str(element.get("id")),)
        else:
            like = (*found[parent], str(element.tag))
            found[element] = (*like, str(likes[like]))
            likes[like] += 1
    return found


def _element_after(comment: etree._Element) -> etree._Element | None:
    return next((one for one in comment.itersiblings() if isinstance(one.tag, str)), None)


def _put(comment: etree._Element, known: dict[etree._Element, Address], places: dict[Address, etree._Element]) -> bool:
    """Puts a copy of an old comment where its element is now; whether there was such a place."""
    following, parent = _element_after(comment), comment.getparent()
    fresh = etree.Comment(comment.text)
    if following is None and parent is None:
        _last(places["/",]).addnext(fresh)
        return True
    here = following if following is not None else parent
    target = places.get(known[here]) if here is not None else None
    if target is None:
        return False
    (_before if following is not None else _at_end)(target, fresh)
    return True


def _last(root: etree._Element) -> etree._Element:
    return [root, *root.itersiblings()][-1]


def _before(target: etree._Element, fresh: etree._Element) -> None:
    """On a line of its own before an element, as far in as that one."""
    previous, parent = target.getprevious(), target.getparent()
    if parent is None:
        target.addprevious(fresh)
        return
    space = parent.text if previous is None else previous.tail
    parent.insert(parent.index(target), fresh)
    fresh.tail = space if space is None or not space.strip() else None


def _at_end(target: etree._Element, fresh: etree._Element) -> None:
    """After all that an element holds."""
    last = target[-1] if len(target) else None
    space = last.tail if last is not None else None
    target.append(fresh)
    if last is not None and not (space or "").strip():
        last.tail, fresh.tail = target.text, space


def _lost(comment: etree._Element) -> Lost:
    place = _element_after(comment)
    place = place if place is not None else comment.getparent()
    while place is not None and not place.get("id") and place.getparent() is not None:
        place = place.getparent()
    return Lost(str(comment.text).strip(), *(place.get(key, "") if place is not None else "" for key in ("id", "name")))


def _written(root: etree._Element) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root.getroottree(), encoding="unicode")
