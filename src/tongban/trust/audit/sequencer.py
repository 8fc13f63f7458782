"""Seals what waits: index, leaf, tiles, signed checkpoint, in one transaction of one sequencer at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from tongban.trust.audit import entries, note, tree
from tongban.trust.audit.models import Head, Leaf, Ledger, Pending, Tile


@dataclass(frozen=True)
class Checkpoint:
    """The state of the ledger: `root` in hexadecimal, `note` the signed text, `at` when it was sealed."""

    origin: str
    size: int
    root: str
    note: str
    at: dt.datetime


_keys: list[Callable[[], note.NoteKey]] = []


def use_key(provider: Callable[[], note.NoteKey]) -> None:
    """The key is handed in from above: the ledger knows no certificate authority."""
    _keys[:] = [provider]


def key() -> note.NoteKey:
    if not _keys:
        raise RuntimeError("the ledger has no signing key: tongban.trust.signatures is not installed")
    return _keys[0]()


def stored(level: int, index: int) -> bytes:
    """The hashes of a tile as the database has them; empty when there is none."""
    found = Tile.objects.filter(level=level, index=index).values_list("hashes", flat=True).first()
    return bytes(found or b"")


def cached() -> tree.Tiles:
    """A reader that asks the database once for each tile."""
    seen: dict[tuple[int, int], bytes] = {}

    def read(level: int, index: int) -> bytes:
        if (level, index) not in seen:
            seen[level, index] = stored(level, index)
        return seen[level, index]

    return read


class Edge:
    """The right edge of the tree while it grows: the last tile of each level, and those that changed."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.tiles: dict[tuple[int, int], bytes] = {}
        self.old: set[tuple[int, int]] = set()

    def read(self, level: int, index: int) -> bytes:
        if (level, index) not in self.tiles:
            self.tiles[level, index] = stored(level, index)
            if self.tiles[level, index]:
                self.old.add((level, index))
        return self.tiles[level, index]

    def add(self, leaf: bytes) -> None:
        level, index, found = 0, self.size, leaf
        self.size += 1
        while True:
            tile = index // tree.WIDTH
            self.tiles[level, tile] = hashes = self.read(level, tile) + found
            if len(hashes) < tree.WIDTH * tree.SIZE:
                return
            level, index, found = level + 1, tile, tree.fold(hashes)

    def root(self) -> bytes:
        return tree.root(self.read, 0, self.size)

    def save(self) -> None:
        new = [
            Tile(level=level, index=index, hashes=hashes)
            for (level, index), hashes in self.tiles.items()
            if hashes and (level, index) not in self.old
        ]
        Tile.objects.bulk_create(new)
        for level, index in self.old:
            Tile.objects.filter(level=level, index=index).update(hashes=self.tiles[level, index])


def seal(*, at: dt.datetime, limit: int) -> Checkpoint | None:
    if not Pending.objects.exists():
        return None
    signer = key()
    with transaction.atomic():
        Ledger.objects.get_or_create(pk=1)
        Ledger.objects.select_for_update().get(pk=1)
        waiting = list(Pending.objects.order_by("id")[:limit])
        if not waiting:
            return None
        edge = _append(waiting)
        text = note.checkpoint_text(signer.name, edge.size, edge.root())
        signed = text + "\n" + signer.sign(text)
        Head.objects.create(size=edge.size, root=edge.root().hex(), note=signed, at=at)
    return Checkpoint(signer.name, edge.size, edge.root().hex(), signed, at)


def _append(waiting: Iterable[Pending]) -> Edge:
    last = Head.objects.order_by("-size").first()
    edge = Edge(last.size if last else 0)
    leaves = []
    for row in waiting:
        leaves.append(Leaf(index=edge.size, ticket=row.pk, body=row.body, **entries.columns(row.body)))
        edge.add(tree.leaf_hash(row.body.encode()))
    Leaf.objects.bulk_create(leaves)
    edge.save()
    Pending.objects.filter(pk__in=[leaf.ticket for leaf in leaves]).delete()
    return edge


def latest() -> Checkpoint | None:
    head = Head.objects.order_by("-size").first()
    if head is None:
        return None
    origin, size, found = note.read_checkpoint(head.note)
    return Checkpoint(origin, size, found.hex(), head.note, head.at)
