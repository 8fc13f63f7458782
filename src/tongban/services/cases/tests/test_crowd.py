"""Several processes on one node: one decision, one case for a draft, a series without gap."""

from __future__ import annotations

import json


def test_clerks_and_applicants_at_the_same_moment(own_node) -> None:
    found = json.loads(own_node("tongban.services.cases.tests.crowd").communicate()[0])
    assert sorted(found["decided"])[2] == "yes"
    assert [answer.partition(" ")[0] for answer in sorted(found["decided"])[:2]] == ["Conflict", "Conflict"]
    assert all("leader" in answer for answer in sorted(found["decided"])[:2])
    assert found["decisions"] == 1
    assert len(set(found["submitted"])) == 1
    assert [number[:-2] for number in found["numbers"]] == [f"430700-2026-{place:06d}" for place in range(1, 12)]
    assert found["states"] == ["done"] * len(found["states"])
    assert sum(map(int, found["settled"])) == found["accepted"] == len(found["states"]) >= 10, found
    assert found["silent"] == {
        "CaseOverdue": 8, "CaseEscalated": 4, "MatterDecided": 4, "CaseClosed": 4, "escalations": 4, "refused": 4,
        "awake": 2,
    }  # fmt: skip
