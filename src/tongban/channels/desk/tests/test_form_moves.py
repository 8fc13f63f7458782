"""A process keeper sees what moved to a newer version of a form and what stays, and why; nobody else does."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tongban.engines.forms import api as forms
from tongban.engines.forms import models
from tongban.kernel.declarations import api as declarations
from tongban.services.cases import api as cases

pytestmark = pytest.mark.django_db
FORM = "hygiene-licence"


@pytest.fixture()
def newer(city):
    """The resident's draft and a case with an open notice, and a version of their form that fits neither."""
    at = timezone.now() - dt.timedelta(hours=2)
    item = declarations.current("forms", declarations.current("offers", FORM).value.form)
    owner = cases.draft_owner(city.subject("owner", company=True))
    terms = {"owner": owner, "key": FORM, "form_key": item.key, "form_version": item.version, "at": at}
    forms.save_draft(values={"premises_area": "80"}, **terms)
    text = item.text.replace('name = "premises_area"', 'name = "premises_size"')
    assert text != item.text
    declarations.amend(kind="forms", key=item.key, text=text, base=item.version, at=at)
    forms.move_drafts(at=timezone.now())
    cases.renew_forms(at=timezone.now())
    return item


def test_what_stays_is_listed_with_the_reason_and_exported(city, newer):
    keeper = city.client("xzsp.leader", language="en")
    page = keeper.get("/desk/forms/moves").content.decode()
    assert "is not asked any more; your answer would be lost." in page
    assert f"case:{city.cases['notice']}" in page
    assert "is not asked" not in keeper.get("/desk/forms/moves", {"result": "moved"}).content.decode()
    rows = keeper.get("/desk/forms/moves.csv").content.decode().splitlines()
    assert len(rows) == 3
    differs = keeper.get(f"/desk/forms/{newer.key}/changes").content.decode()
    assert "Question removed" in differs
    assert "New question" in differs


def test_the_resident_and_the_clerk_are_told_why(city, newer):
    page = city.client("owner", company=True, language="en").get(f"/services/{FORM}/apply").content.decode()
    assert "so that none of your answers is lost" in page
    case = city.client("wjw.clerk", language="en").get(f"/desk/cases/{city.cases['notice']}").content.decode()
    assert "stays on its version of the form" in case


def test_others_do_not_see_it(city, newer):
    assert city.client("scjgj.clerk").get("/desk/forms/moves").status_code == 403
    assert city.client("xzsp.leader").get("/desk/forms/none/changes").status_code == 404


def test_a_waiting_case_moves_when_everything_stays_as_it_is(city):
    number = city.cases["notice"]
    item = declarations.current("forms", declarations.current("offers", FORM).value.form)
    text = item.text.replace('title = { zh = "', 'title = { zh = "新', 1)
    newer = declarations.amend(kind="forms", key=item.key, text=text, base=item.version, at=timezone.now())
    assert cases.renew_forms(at=timezone.now()).moved == 1
    assert cases.renew_forms(at=timezone.now()) == forms.Moved()
    move = forms.moves(holder=f"case:{number}")[0]
    assert (move.moved, move.target) == (True, newer.version)


@pytest.mark.parametrize("odd", ["9" * 40, "-1", "x" * 3000, "\u202e", "' OR 1=1"])
def test_odd_filters_find_nothing_and_break_nothing(city, odd: str):
    keeper = city.client("xzsp.leader")
    for name in ("form", "result", "holder", "before"):
        for place in ("/desk/forms/moves", "/desk/forms/moves.csv"):
            assert keeper.get(place, {name: odd}).status_code == 200
    assert keeper.get("/desk/forms/shop-sign/changes", {"from": odd, "to": odd}).status_code == 200


def test_the_list_takes_as_many_queries_for_many_as_for_none(city):
    keeper = city.client("xzsp.leader")
    keeper.get("/desk/forms/moves")
    with CaptureQueriesContext(connection) as none:
        keeper.get("/desk/forms/moves")
    models.Move.objects.bulk_create(
        models.Move(holder=f"draft:{n}", form_key="shop-sign", source="a", target="b", moved=True, at=timezone.now())
        for n in range(60)
    )
    with CaptureQueriesContext(connection) as many:
        page = keeper.get("/desk/forms/moves").content.decode()
    assert len(many) == len(none)
    assert page.count("draft:") == 50
    assert "before=" in page
