"""The Merkle tree of RFC 6962, section 2.1, over hashes kept in tiles of 256 (C2SP tlog-tiles). Knows no database."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

HEIGHT = 8  # levels of the tree in one tile
WIDTH = 1 << HEIGHT
SIZE = 32
EMPTY = hashlib.sha256(b"").digest()
Tiles = Callable[[int, int], bytes]  # (level of tiles, index) -> its hashes, one after another


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def fold(hashes: bytes) -> bytes:
    """The root over a power of two of hashes."""
    row = [hashes[at : at + SIZE] for at in range(0, len(hashes), SIZE)]
    while len(row) > 1:
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]


def perfect(tiles: Tiles, height: int, index: int) -> bytes:
    """The root of the full subtree over the leaves from index*2^height on."""
    level, rest = divmod(height, HEIGHT)
    tile, first = divmod(index << rest, WIDTH)
    hashes = tiles(level, tile)[first * SIZE : (first + (1 << rest)) * SIZE]
    if len(hashes) != SIZE << rest:
        raise LookupError(f"tile {level}/{tile} is too short")
    return fold(hashes)


def _split(count: int) -> int:
    return 1 << (count - 1).bit_length() - 1


def root(tiles: Tiles, low: int, high: int) -> bytes:
    """MTH(D[low:high]). `low` is where a subtree of the whole tree begins."""
    count = high - low
    if count == 0:
        return EMPTY
    if count & (count - 1) == 0:
        height = count.bit_length() - 1
        return perfect(tiles, height, low >> height)
    middle = low + _split(count)
    return node_hash(root(tiles, low, middle), root(tiles, middle, high))


def inclusion(tiles: Tiles, index: int, size: int) -> list[bytes]:
    """PATH(index, D[size]), from the leaf upward."""
    path: list[bytes] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(root(tiles, middle, high))
            high = middle
        else:
            path.append(root(tiles, low, middle))
            low = middle
    return path[::-1]


def consistency(tiles: Tiles, old: int, new: int) -> list[bytes]:
    """PROOF(old, D[new]) for 0 < old <= new."""
    path: list[bytes] = []
    low, high, known = 0, new, True
    while old < high:
        middle = low + _split(high - low)
        if old <= middle:
            path.append(root(tiles, middle, high))
            high = middle
        else:
            path.append(root(tiles, low, middle))
            low, known = middle, False
    if not known:
        path.append(root(tiles, low, high))
    return path[::-1]


def included(leaf: bytes, index: int, size: int, path: Iterable[bytes], expected: bytes) -> bool:
    """Whether the path proves the leaf hash (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    fn, sn, found = index, size - 1, leaf
    for step in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            found = node_hash(step, found)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            found = node_hash(found, step)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and found == expected


def consistent(old: int, new: int, path: list[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Whether the path proves that the new tree only adds to the old one (RFC 9162, 2.1.4.2)."""
    if old == new:
        return not path and old_root == new_root
    if not 0 < old < new or not path:
        return False
    steps = path if old & (old - 1) else [old_root, *path]
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    was = now = steps[0]
    for step in steps[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            was, now = node_hash(step, was), node_hash(step, now)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            now = node_hash(now, step)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and was == old_root and now == new_root


class Peaks:
    """The roots of a growing tree from its right edge alone: for a reader who passes over all entries once."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        found, ones = leaf, self.size
        while ones & 1:
            found, ones = node_hash(self._peaks.pop(), found), ones >> 1
        self._peaks.append(found)
        self.size += 1

    def root(self) -> bytes:
        if not self._peaks:
            return EMPTY
        found = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            found = node_hash(peak, found)
        return found
