import pytest
from django.db import transaction
from django.db.models import F

from tongban.trust.audit import api as audit
from tongban.trust.audit import note, sequencer
from tongban.trust.audit.models import Head, Leaf, Tile


def body(index: int) -> str:
    return Leaf.objects.get(pk=index).body


def test_an_untouched_ledger_holds(fill):
    fill(300, limit=70)
    assert audit.verify() == audit.Verdict(ok=True, size=300, problems=())


def test_an_empty_ledger_holds(db):
    assert audit.verify() == audit.Verdict(ok=True, size=0, problems=())


def edit():
    Leaf.objects.filter(pk=257).update(body=body(257).replace("thing:257", "thing:9"), object="thing:9")


def hide():
    Leaf.objects.filter(pk=257).update(case="other")


def delete():
    Leaf.objects.filter(pk=257).delete()


def delete_and_close_the_gap():
    delete()
    Leaf.objects.filter(pk=258).update(index=257)


def reorder():
    one, two = body(257), body(258)
    Leaf.objects.filter(pk=257).update(body=two, object="thing:258", case="c0")
    Leaf.objects.filter(pk=258).update(body=one, object="thing:257", case="c2")


def insert():
    leaf = Leaf.objects.get(pk=259)
    leaf.index, leaf.ticket = 260, leaf.ticket + 1000
    leaf.save(force_insert=True)


def truncate():
    Leaf.objects.filter(pk__gte=250).delete()


def forge_a_tile():
    tile = Tile.objects.get(level=1)
    Tile.objects.filter(pk=tile.pk).update(hashes=bytes(32))


def add_a_tile():
    Tile.objects.create(level=3, index=0, hashes=bytes(32))


def forge_a_root():
    Head.objects.filter(size=260).update(root="00" * 32)


def forge_a_note():
    Head.objects.filter(size=260).update(note=F("root"))


@pytest.mark.parametrize(
    ("attack", "found"),
    [
        (edit, "entry 257"),
        (hide, "entry 257: its search columns"),
        (delete, "entries 257 to 257 are missing"),
        (delete_and_close_the_gap, "entries 258 to 258 are missing"),
        (reorder, "entry 257"),
        (insert, "1 entries after 259"),
        (truncate, "only 250 entries are left"),
        (forge_a_tile, "tile 1/0"),
        (add_a_tile, "4 tiles are stored where 3 belong"),
        (forge_a_root, "checkpoint 260: its row"),
        (forge_a_note, "checkpoint 260: not a signed note"),
    ],
)
def test_an_attack_on_the_rows_is_found_and_located(fill, unguarded, attack, found):
    fill(260)
    attack()
    verdict = audit.verify()
    assert not verdict.ok
    assert any(found in problem for problem in verdict.problems), verdict.problems


def test_a_ledger_shortened_with_its_checkpoints_is_found_by_a_checkpoint_kept_elsewhere(fill, unguarded):
    fill(3)
    kept = fill(2)
    Leaf.objects.filter(pk__gte=3).delete()
    Head.objects.filter(size=5).delete()
    Tile.objects.update(hashes=bytes(Tile.objects.get().hashes)[: 3 * 32])
    assert audit.verify().ok
    assert "it was shortened" in audit.verify(known=kept.note).problems[0]


def test_a_history_written_anew_with_the_true_key_is_found_by_a_checkpoint_kept_elsewhere(fill, unguarded, at):
    kept = fill(3)
    for model in (Leaf, Head, Tile):
        model.objects.all().delete()
    with transaction.atomic():
        for number in range(4):
            audit.record(at=at, by="system", action="test.forge", object=f"thing:{number}")
    audit.seal(at=at)
    assert audit.verify().ok
    assert "another history" in audit.verify(known=kept.note).problems[0]


def test_a_checkpoint_of_a_stranger_is_no_evidence(fill):
    fill(1)
    stranger = audit.NoteKey.generate("stranger")
    text = note.checkpoint_text("stranger", 1, bytes(32))
    assert not audit.verify(known=text + "\n" + stranger.sign(text)).ok
    assert audit.verify(known=audit.checkpoint().note).ok
    assert sequencer.key().name in audit.checkpoint().note
