import dataclasses

import pytest

from tongban.trust.audit import api as audit
from tongban.trust.audit import sequencer


def test_any_entry_is_proved_to_anyone_with_the_verifier(fill):
    fill(260)
    verifier = sequencer.key().verifier
    for index in (0, 255, 256, 259):
        proof = audit.inclusion(index)
        assert proof.holds(verifier=verifier)
        assert not dataclasses.replace(proof, body=proof.body.replace("system", "nobody")).holds(verifier=verifier)
        assert not dataclasses.replace(proof, index=proof.index ^ 1).holds(verifier=verifier)


def test_a_proof_under_another_key_does_not_hold(fill):
    fill(2)
    other = audit.NoteKey.generate(sequencer.key().name)
    assert not audit.inclusion(0).holds(verifier=other.verifier)


def test_an_older_checkpoint_is_proved_to_be_a_beginning(fill):
    old, new = fill(200), fill(100)
    proof = audit.consistency(200, 300)
    assert proof.holds(old_root=old.root, new_root=new.root)
    assert not proof.holds(old_root=new.root, new_root=old.root)
    assert not proof.holds(old_root="zz", new_root=new.root)


def test_a_place_outside_the_ledger_has_no_proof(fill):
    fill(3)
    for ask in (lambda: audit.inclusion(3), lambda: audit.inclusion(-1), lambda: audit.consistency(0, 3)):
        with pytest.raises(LookupError):
            ask()


def test_an_empty_ledger_has_neither_checkpoint_nor_proof(db):
    assert audit.checkpoint() is None
    with pytest.raises(LookupError):
        audit.inclusion(0)
