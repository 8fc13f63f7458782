"""Appeals against ratings at the desk: one unit appeals, another decides, nobody learns who rated."""

import re

import pytest
from django.utils import timezone

from tongban.openness.evaluation import api as evaluation

pytestmark = pytest.mark.django_db
SENT = {"ground": "abuse", "reason": "Threatened us", "evidence": "Recording <7>"}


def test_a_unit_appeals_another_decides_and_both_read_the_reasons(city):
    owner, number = city.subject("owner", company=True), city.cases["closed"]
    evaluation.rate(case=number, stars=1, comment="shameful", by=owner, at=timezone.now())
    leader = city.client("cgj.leader", language="en")
    follow_up = re.search(r'href="(/desk/ratings/bad/\d+)"', leader.get("/desk/ratings/bad").content.decode())[1]
    assert f"{follow_up}/appeal" in leader.get(follow_up).content.decode()
    wrong = leader.post(f"{follow_up}/appeal", SENT | {"evidence": "", "reason": "kept words"})
    assert wrong.status_code == 422
    assert "kept words" in wrong.content.decode()
    assert leader.post(f"{follow_up}/appeal", SENT).status_code == 302
    page = leader.get(follow_up).content.decode()
    assert "Recording &lt;7&gt;" in page
    assert f"{follow_up}/appeal" not in page
    assert leader.get("/desk/ratings/appeals").status_code == 403
    judge = city.client("xzsp.leader", language="en")
    place = re.search(r'href="(/desk/ratings/appeals/\d+)"', judge.get("/desk/ratings/appeals").content.decode())[1]
    page = judge.get(place).content.decode()
    assert "shameful" in page
    assert number not in page
    assert owner.acting_name not in page
    assert judge.post(place, {"outcome": "upheld", "reasons": ""}).status_code == 422
    assert judge.post(place, {"outcome": "upheld", "reasons": "Proved"}).status_code == 302
    assert "Proved" in leader.get(follow_up).content.decode()
    assert place in judge.get("/desk/ratings/appeals?state=decided").content.decode()
    assert (
        "not counted"
        in city.client("owner", company=True, language="en").get(f"/my/cases/{number}/rating").content.decode()
    )
    for odd in ("/desk/ratings/appeals/999999", "/desk/ratings/appeals?after=x%00&state=y"):
        assert judge.get(odd).status_code in (200, 400, 404)
