"""A reconsideration at the desk: the respondent answers, the leader revokes, the contested case begins again."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from tongban.channels.conftest import SHOP, City
from tongban.kernel.outbox import api as outbox
from tongban.services.cases import api as cases

KEY = "administrative-reconsideration"


def contested(city: City) -> tuple[str, str]:
    """A refused case, and the reconsideration that awaits its decision."""
    number = city.apply("shop-sign", SHOP)
    city.act(number, "accept", "cgj")
    city.act(number, "examine", "cgj", recommendation="refuse", note="x", findings={"complete": True})
    city.act(number, "do", "gaj", answers={"consent": True, "terms": "无"})
    city.act(number, "decide", "cgj", outcome="refused", reasons="与街景不协调", article=0)
    answers = {"contested_case": number, "request": "revoke", "reasons": "效果图符合规定", "truth": True}
    mine = city.apply(KEY, answers)
    city.act(mine, "accept", "sfj")
    outbox.drain(at=timezone.now())
    city.act(mine, "examine", "sfj", recommendation="grant", note="")
    return number, mine


def test_it_is_decided_on_its_own_page_and_both_cases_say_so(city: City) -> None:
    number, mine = contested(city)
    (asked,) = cases.opinions(by=city.subject("cgj.decider"), at=timezone.now()).rows
    assert (asked.number, asked.due > timezone.localdate() + dt.timedelta(days=10)) == (mine, True)
    leader = city.client("sfj.leader")
    act = cases.desk_case(number=mine, by=city.subject("sfj.leader"), at=timezone.now()).act("reconsider")
    page = f"/desk/cases/{mine}/reconsider/{act.task}"
    assert "被申请人答复" in leader.get(page).text
    wrong = leader.post(page, {"outcome": "revoked", "reasons": "x", "article": "1", "to": "nowhere"})
    assert wrong.status_code == 422
    assert leader.post(page, {"outcome": "granted", "article": "1"}).status_code == 422
    done = leader.post(page, {"outcome": "revoked", "reasons": "程序违法", "article": "1", "to": "decide"})
    assert done.status_code == 302
    assert "撤销并责令重作" in leader.get(f"/desk/cases/{mine}").text
    desk = city.client("cgj.decider").get(f"/desk/cases/{number}").text
    assert "程序违法" in desk
    own = city.client("owner", company=True).get(f"/my/cases/{number}").text
    assert "撤销并责令重作" in own
    assert cases.desk_case(number=number, by=city.subject("cgj.decider"), at=timezone.now()).act("decide")
