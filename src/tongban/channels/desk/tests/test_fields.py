"""The gallery of field kinds: every kind live, for officials only."""

from __future__ import annotations

import pytest

from tongban.engines.forms import api as forms

pytestmark = pytest.mark.django_db


def test_the_gallery_lists_every_kind_and_is_for_officials(city, django_assert_max_num_queries):
    browser = city.client("xzsp.clerk", language="en")
    with django_assert_max_num_queries(20):
        page = browser.get("/desk/fields").text
    assert all(f'"/desk/fields/{kind.name}"' in page for kind in forms.kinds())
    assert "Vehicle plate" in browser.get("/desk/fields", {"q": "号牌"}).text
    assert "No kind fits" in browser.get("/desk/fields", {"q": "nothing"}).text
    assert city.client("resident").get("/desk/fields").status_code in (302, 403)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_kind_is_live_with_declaration_messages_and_paper(city, language):
    browser = city.client("xzsp.clerk", language=language)
    for kind in forms.kinds():
        page = browser.get(f"/desk/fields/{kind.name}")
        assert page.status_code == 200, kind.name
        assert f"kind = &quot;{kind.name}&quot;" in page.text
    assert browser.get("/desk/fields/nothing").status_code == 404
    assert browser.get("/desk/fields/table/paper").content.startswith(b"%PDF")


def test_what_is_tried_is_judged_and_not_kept(city):
    browser = city.client("xzsp.clerk", language="en")
    wrong = browser.post("/desk/fields/period", {"period-start": "2099-05-02", "period-end": "2099-05-01"})
    assert (wrong.status_code, "ends before it begins" in wrong.text) == (422, True)
    right = browser.post("/desk/fields/period", {"period-start": "2099-05-01", "period-end": "2099-05-02"})
    assert "Accepted. It is not kept." in right.text
    assert browser.post("/desk/fields/upload", {"upload": "x"}).status_code == 422
    for kind in forms.kinds():  # whatever is posted, there is an answer
        odd = {
            f"{kind.name}{tail}": "\u202e<x>" for tail in ("", "-start", "-0-day", "-county", "-name", "-pick", "-for")
        }
        assert browser.post(f"/desk/fields/{kind.name}", odd).status_code in (200, 422), kind.name
