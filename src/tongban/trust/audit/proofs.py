"""Proofs over the stored tiles, and all entries for auditors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tongban.trust.audit import note, sequencer, tree
from tongban.trust.audit.entries import Entry, entry_of
from tongban.trust.audit.models import Leaf


@dataclass(frozen=True)
class Proof:
    """An entry, its place, and the hashes (hexadecimal) from its leaf up to the checkpoint's root."""

    index: int
    body: str
    path: tuple[str, ...]
    checkpoint: sequencer.Checkpoint

    def holds(self, *, verifier: str) -> bool:
        """Whether the entry is in the checkpoint, and the checkpoint is signed by the verifier's key."""
        try:
            _, size, root = note.read_checkpoint(note.open_note(self.checkpoint.note, verifier))
            path = [bytes.fromhex(step) for step in self.path]
        except ValueError:
            return False
        return tree.included(tree.leaf_hash(self.body.encode()), self.index, size, path, root)


@dataclass(frozen=True)
class Consistency:
    """The hashes (hexadecimal) that lead from the root of an old size to that of a new one."""

    old: int
    new: int
    path: tuple[str, ...]

    def holds(self, *, old_root: str, new_root: str) -> bool:
        """Whether the path leads from the one root to the other (both hexadecimal)."""
        try:
            path = [bytes.fromhex(step) for step in self.path]
            roots = bytes.fromhex(old_root), bytes.fromhex(new_root)
        except ValueError:
            return False
        return tree.consistent(self.old, self.new, path, *roots)


def inclusion(index: int) -> Proof:
    head = sequencer.latest()
    leaf = Leaf.objects.filter(pk=index).first()
    if head is None or leaf is None or not 0 <= index < head.size:
        raise LookupError(f"no sealed entry {index}")
    path = tree.inclusion(sequencer.cached(), index, head.size)
    return Proof(index, leaf.body, tuple(step.hex() for step in path), head)


def consistency(old: int, new: int) -> Consistency:
    head = sequencer.latest()
    if head is None or not 0 < old <= new <= head.size:
        raise LookupError(f"sizes {old} and {new} are not within the ledger")
    path = tree.consistency(sequencer.cached(), old, new)
    return Consistency(old, new, tuple(step.hex() for step in path))


def export() -> Iterator[Entry]:
    for leaf in Leaf.objects.order_by("index").iterator(chunk_size=2000):
        yield entry_of(leaf)
