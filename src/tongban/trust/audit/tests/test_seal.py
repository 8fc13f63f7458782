import pytest
from django.db import IntegrityError, connection, transaction

from tongban.trust.audit import api as audit
from tongban.trust.audit import note, sequencer
from tongban.trust.audit.models import Head, Leaf, Pending, Tile
from tongban.trust.audit.tests import naive


def bodies():
    return [body.encode() for body in Leaf.objects.order_by("index").values_list("body", flat=True)]


@pytest.mark.parametrize("limit", [1, 3, 100])
def test_every_checkpoint_is_the_definition_s_root_of_what_it_holds(fill, limit):
    fill(7, limit=limit)
    for head in Head.objects.all():
        assert head.root == naive.mth(bodies()[: head.size]).hex()


def test_the_tree_grows_over_the_edge_of_a_tile(fill):
    for count, size in ((255, 255), (1, 256), (1, 257), (300, 557)):
        sealed = fill(count)
        assert (sealed.size, sealed.root) == (size, naive.mth(bodies()).hex())
    assert set(Tile.objects.values_list("level", "index")) == {(0, 0), (0, 1), (0, 2), (1, 0)}


def test_a_checkpoint_is_a_note_signed_by_the_node(fill):
    sealed = fill(3)
    key = sequencer.key()
    text = note.open_note(sealed.note, key.verifier)
    assert note.read_checkpoint(text) == (key.name, 3, bytes.fromhex(sealed.root))
    assert audit.checkpoint() == sealed


def test_nothing_waiting_makes_no_checkpoint(fill, at):
    fill(1)
    assert audit.seal(at=at) is None
    assert not Pending.objects.exists()
    assert Head.objects.count() == 1


def test_sealing_reads_and_writes_only_the_edge_of_the_tree(fill, at):
    fill(300)
    with transaction.atomic():
        audit.record(at=at, by="system", action="a.b", object="c:d")
    counter = Count()
    with connection.execute_wrapper(counter):
        audit.seal(at=at)
    assert counter.number < 16


class Count:
    number = 0

    def __call__(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)


def test_entries_are_found_by_object_case_actor_and_time_newest_first(fill, at):
    fill(9)
    assert [entry.index for entry in audit.entries(case="c1")] == [7, 4, 1]
    assert [entry.index for entry in audit.entries(case="c1", after=7, limit=1)] == [4]
    assert [entry.object for entry in audit.entries(object="thing:5")] == ["thing:5"]
    assert not audit.entries(actor="nobody")
    assert len(audit.entries(since=at)) == 9
    assert not audit.entries(until=at)


def test_a_ticket_leads_to_its_entry(fill, at):
    with transaction.atomic():
        ticket = audit.record(at=at, by="system", action="a.b", object="c:d", commitment="ab")
    assert audit.index_of(ticket) is None
    fill(2)
    (entry,) = audit.entries(object="c:d")
    assert (audit.index_of(ticket), entry.commitment) == (entry.index, "ab")


def test_all_entries_are_exported_in_order(fill):
    sealed = fill(5)
    exported = list(audit.export())
    assert [entry.index for entry in exported] == [0, 1, 2, 3, 4]
    assert naive.mth([entry.body.encode() for entry in exported]).hex() == sealed.root


@pytest.mark.parametrize("model", [Leaf, Head, Tile])
def test_sealed_rows_cannot_be_deleted(fill, model):
    fill(2)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        model.objects.all().delete()


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Leaf, {"body": "{}"}),
        (Leaf, {"case": "x"}),
        (Head, {"root": "x"}),
        (Tile, {"hashes": b"x" * 96}),
        (Tile, {"level": 5}),
    ],
)
def test_sealed_rows_cannot_be_changed(fill, model, change):
    fill(2)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        model.objects.all().update(**change)


@pytest.mark.django_db
def test_what_waits_to_be_sealed_is_counted(at):
    with transaction.atomic():
        audit.record(at=at, by="test", action="test.wait", object="test:1")
    assert audit.waiting() == 1
    audit.seal(at=at)
    assert audit.waiting() == 0
