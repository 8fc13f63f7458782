"""Recomputes the ledger from its entries and compares every stored hash, column and signature with the result."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tongban.trust.audit import entries, note, sequencer, tree
from tongban.trust.audit.models import Head, Leaf, Tile

MOST_PROBLEMS = 100


@dataclass(frozen=True)
class Verdict:
    """Whether the ledger is whole, how many entries were read, and each fault with its place."""

    ok: bool
    size: int
    problems: tuple[str, ...]


@dataclass
class _Reading:
    """One pass over the entries: the expected tiles, and the root at each checkpoint's size."""

    roots: dict[int, bytes]
    size: int = 0
    peaks: tree.Peaks = field(default_factory=tree.Peaks)
    rows: dict[int, bytearray] = field(default_factory=dict)  # the last tile of each level
    problems: list[str] = field(default_factory=list)

    def fault(self, words: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(words)

    def take(self, leaf: bytes) -> None:
        self.peaks.add(leaf)
        self.size += 1
        if self.size in self.roots:
            self.roots[self.size] = self.peaks.root()
        level, index, found = 0, self.size - 1, leaf
        while True:
            row = self.rows.setdefault(level, bytearray())
            row += found
            if len(row) < tree.WIDTH * tree.SIZE:
                return
            tile, hashes = index // tree.WIDTH, bytes(row)
            self.compare(level, tile, hashes)
            row.clear()
            level, index, found = level + 1, tile, tree.fold(hashes)

    def compare(self, level: int, tile: int, hashes: bytes) -> None:
        held = sequencer.stored(level, tile)
        if held == hashes:
            return
        if level:
            self.fault(f"tile {level}/{tile} does not follow from the entries")
            return
        for place in range(0, max(len(held), len(hashes)), tree.SIZE):
            if held[place : place + tree.SIZE] != hashes[place : place + tree.SIZE]:
                number = tile * tree.WIDTH + place // tree.SIZE
                self.fault(f"entry {number} is not the one that was sealed (or one before it is missing or new)")
                return

    def finish(self) -> None:
        for level, row in self.rows.items():
            above = self.size >> (tree.HEIGHT * level)
            if row:
                self.compare(level, above // tree.WIDTH, bytes(row))


def verify(*, known: str) -> Verdict:
    reading = _Reading(dict.fromkeys(Head.objects.values_list("size", flat=True), b""))
    witnessed = _known(reading, known) if known else None
    for body in _bodies(reading):
        reading.take(tree.leaf_hash(body.encode()))
    reading.finish()
    _check_heads(reading)
    _check_tiles(reading)
    if witnessed:
        _check_known(reading, *witnessed)
    return Verdict(not reading.problems, reading.size, tuple(reading.problems))


def _bodies(reading: _Reading) -> Iterator[str]:
    expected = 0
    rows = Leaf.objects.order_by("index").values_list("index", "body", *_COLUMNS)
    for index, body, *columns in rows.iterator(chunk_size=2000):
        if index != expected:
            reading.fault(f"entries {expected} to {index - 1} are missing")
            expected = index
        expected += 1
        try:
            if [*entries.columns(body).values()] != columns:
                reading.fault(f"entry {index}: its search columns do not repeat its text")
        except (ValueError, LookupError, TypeError, AttributeError):
            reading.fault(f"entry {index}: its text is not that of an entry")
        yield body


_COLUMNS = ("at", "actor", "action", "object", "case")  # in the order of entries.columns


def _check_heads(reading: _Reading) -> None:
    verifier, last = sequencer.key().verifier, 0
    for head in Head.objects.order_by("size").iterator():
        last = head.size
        try:
            _, size, root = note.read_checkpoint(note.open_note(head.note, verifier))
        except note.NoteError as error:
            reading.fault(f"checkpoint {head.size}: {error}")
            continue
        if size != head.size or root.hex() != head.root:
            reading.fault(f"checkpoint {head.size}: its row does not repeat its signed text")
        elif size > reading.size:
            reading.fault(f"checkpoint {size}: only {reading.size} entries are left")
        elif root != reading.roots[size]:
            reading.fault(f"checkpoint {size}: its root does not follow from the entries")
    if reading.size > last:
        reading.fault(f"{reading.size - last} entries after {last - 1} are under no checkpoint")


def _check_tiles(reading: _Reading) -> None:
    expected, width = 0, reading.size
    while width:
        expected += -(-width // tree.WIDTH)
        width //= tree.WIDTH
    if Tile.objects.count() != expected:
        reading.fault(f"{Tile.objects.count()} tiles are stored where {expected} belong")


def _known(reading: _Reading, known: str) -> tuple[int, bytes] | None:
    try:
        _, size, root = note.read_checkpoint(note.open_note(known, sequencer.key().verifier))
    except note.NoteError as error:
        reading.fault(f"the checkpoint given: {error}")
        return None
    reading.roots[size] = b""
    return size, root


def _check_known(reading: _Reading, size: int, root: bytes) -> None:
    if size > reading.size:
        reading.fault(f"the checkpoint given holds {size} entries, the ledger {reading.size}: it was shortened")
    elif reading.roots[size] != root:
        reading.fault(f"the checkpoint given, of size {size}, is of another history")
