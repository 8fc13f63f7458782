import functools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.trust.audit import tree
from tongban.trust.audit.tests import naive

ENTRIES = [f"entry {number}".encode() for number in range(600)]
SIZES = [1, 2, 3, 7, 8, 9, 255, 256, 257, 511, 512, 513]


@functools.cache
def reader(size: int) -> tree.Tiles:
    return functools.cache(naive.tiles(ENTRIES[:size]))


@pytest.mark.parametrize("size", [0, *SIZES])
def test_root_is_that_of_the_definition(size):
    assert tree.root(reader(size), 0, size) == naive.mth(ENTRIES[:size])


def test_reading_along_gives_the_root_of_every_size():
    peaks = tree.Peaks()
    for size in range(40):
        assert peaks.root() == naive.mth(ENTRIES[:size])
        peaks.add(tree.leaf_hash(ENTRIES[size]))


@pytest.mark.parametrize("size", [1, 2, 5, 255, 256, 257])
def test_inclusion_paths_are_those_of_the_definition_and_prove(size):
    root = naive.mth(ENTRIES[:size])
    for index in {0, 1, size // 2, size - 2, size - 1} & set(range(size)):
        path = tree.inclusion(reader(size), index, size)
        assert path == naive.path(index, ENTRIES[:size])
        assert tree.included(tree.leaf_hash(ENTRIES[index]), index, size, path, root)


@pytest.mark.parametrize("old", [1, 2, 3, 128, 255, 256, 257])
def test_consistency_paths_are_those_of_the_definition_and_prove(old):
    path = tree.consistency(reader(257), old, 257)
    assert path == naive.proof(old, ENTRIES[:257])
    assert tree.consistent(old, 257, path, naive.mth(ENTRIES[:old]), naive.mth(ENTRIES[:257]))


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 40), st.data())
def test_no_other_leaf_place_size_or_path_is_proved(size, data):
    index = data.draw(st.integers(0, size - 1))
    path, root = tree.inclusion(reader(size), index, size), naive.mth(ENTRIES[:size])
    leaf = tree.leaf_hash(ENTRIES[index])
    other = data.draw(st.integers(-1, size + 1).filter(lambda n: n != index))
    assert not tree.included(leaf, other, size, path, root)
    assert not tree.included(tree.leaf_hash(b"forged"), index, size, path, root)
    assert not tree.included(leaf, index, size, [*path, root], root)
    assert not tree.included(leaf, index, size, path, naive.mth(ENTRIES[: size + 1]))


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.data())
def test_no_rewritten_history_is_consistent(one, two, data):
    old, new = sorted((one, two))
    path = tree.consistency(reader(new), old, new)
    was, now = naive.mth(ENTRIES[:old]), naive.mth(ENTRIES[:new])
    assert tree.consistent(old, new, path, was, now)
    place = data.draw(st.integers(0, old - 1))
    rewritten = naive.mth([*ENTRIES[:place], b"forged", *ENTRIES[place + 1 : old]])
    assert not tree.consistent(old, new, path, rewritten, now)
    assert not tree.consistent(old, new, [*path, was], was, now)
    if path:
        assert not tree.consistent(old, new, path[:-1], was, now)


def test_a_tile_that_is_too_short_is_no_tile():
    with pytest.raises(LookupError, match="tile 0/0"):
        tree.root(lambda _level, _index: b"", 0, 4)
