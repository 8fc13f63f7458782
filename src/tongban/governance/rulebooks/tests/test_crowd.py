"""Several people at one draft at the same moment: exactly one wins, the others see that somebody was faster."""

from __future__ import annotations

import json


def test_two_edit_a_row_and_two_take_a_version_over_at_once(own_node) -> None:
    found = json.loads(own_node("tongban.governance.rulebooks.tests.crowd").communicate()[0])
    assert sorted(answer.partition(" ")[0] for answer in found["edited"]) == ["RowClash", "yes"], found
    assert sorted(answer.partition(" ")[0] for answer in found["taken"]) == ["Clash", "yes"], found
    assert found["revision"] == 2
