"""Several windows and processes at the same moment."""

from __future__ import annotations

import sqlite3
import threading

import pytest
from django.db import connection, connections

from tongban.engines.forms import api as forms
from tongban.engines.forms import models, store
from tongban.engines.forms.tests.sample import PDF

WINDOWS = 8


@pytest.fixture()
def together(transactional_db, tmp_path):
    """Runs a function in several threads that meet in one database; the test's own in memory cannot be shared."""
    own = connection.copy()
    if connection.vendor == "sqlite":
        own.settings_dict["NAME"] = str(tmp_path / "several.sqlite3")
        with sqlite3.connect(own.settings_dict["NAME"]) as target:
            connection.ensure_connection()
            connection.connection.backup(target)
        target.close()

    def run(act):
        found, faults = [], []

        def one(number):
            connections["default"] = own.copy()
            try:
                found.append(act(number))
            except Exception as fault:  # noqa: BLE001 (shown by the assertion)
                faults.append(fault)
            finally:
                connection.close()

        threads = [threading.Thread(target=one, args=(number,)) for number in range(WINDOWS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []
        return found

    return run


def seen(together, ask):
    """What another thread finds afterwards."""
    return together(lambda number: ask() if number == 0 else None)


def test_windows_that_begin_a_draft_at_once_share_it_and_lose_nothing(together, at):
    def write(number):
        facts = {"owner": "p", "key": "k", "form_key": "f", "form_version": "v"}
        return forms.save_draft(**facts, values={f"field{number}": str(number)}, at=at).id

    assert len(set(together(write))) == 1
    (draft,) = [found for found in seen(together, lambda: forms.open_draft("p", "k")) if found]
    assert draft.values == {f"field{number}": str(number) for number in range(WINDOWS)}
    assert draft.revision == WINDOWS


def test_a_draft_submitted_by_many_at_once_becomes_one_thing(together, at):
    facts = {"owner": "p", "key": "k", "form_key": "f", "form_version": "v", "values": {}}
    draft = together(lambda _number: forms.save_draft(**facts, at=at).id)[0]
    given = together(lambda number: forms.hand_over(draft=draft, owner="p", to=f"case:{number}", at=at))
    assert sum(one.first for one in given) == 1
    assert len({one.to for one in given}) == 1


def test_the_same_content_added_and_swept_at_once_is_never_lost(together, at):
    content = PDF + b"%several\n"

    def add_or_sweep(number):
        if number % 2:
            return forms.sweep_files()
        return forms.attach(owner="p", holder=f"case:{number}", field="x", file=content, accept=("pdf",), at=at).id

    together(add_or_sweep)
    rows = [one for one in seen(together, models.Attachment.objects.count) if one]
    assert rows == [WINDOWS // 2]
    (sha256,) = {one for one in seen(together, lambda: models.File.objects.get().pk) if one}
    assert store.get(sha256) == content
