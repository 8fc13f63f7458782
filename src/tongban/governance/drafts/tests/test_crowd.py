"""Several people at one draft at the same moment: exactly one wins, the others see that somebody was faster."""

from __future__ import annotations

import json


def test_of_several_at_once_all_get_one_draft_one_saves_and_one_publishes(own_node) -> None:
    found = json.loads(own_node("tongban.governance.drafts.tests.crowd").communicate()[0])
    assert len(set(found["opened"])) == 1, found
    assert sorted(answer.partition(" ")[0] for answer in found["saved"]) == ["Clash", "Clash", "yes"], found
    assert sorted(answer.partition(" ")[0] for answer in found["published"]) == ["DraftError", "yes"], found
    assert (found["revisions"], found["verdicts"]) == (2, 1)
    assert f"yes {found['version']}" in found["published"]
