"""The applicant's hearing on the pages of the case: the right, the request, and what follows."""

from __future__ import annotations

from django.utils import timezone

from tongban.services.cases import api as cases


def test_who_asked_for_a_hearing_sees_until_when_it_is_held(city) -> None:
    number = city.cases["sent"]
    city.act(number, "accept", "cgj")
    cases.offer_hearing(number=number, interested=[], by=city.subject("cgj.examiner"), at=timezone.now())
    browser = city.client("owner", company=True)
    assert f"/my/cases/{number}/hearing" in browser.get(f"/my/cases/{number}").text
    assert browser.post(f"/my/cases/{number}/hearing").status_code == 302
    page = browser.get(f"/my/cases/{number}").text
    assert "举行期限" in page
    assert f"/my/cases/{number}/hearing" not in page
