"""Forms on paper: every kind, blank and filled."""

from __future__ import annotations

import pytest

from tongban.engines.forms import api as forms
from tongban.engines.forms.paper import sheet
from tongban.engines.forms.tests.sample import FORM, GOOD, PREFILLED
from tongban.engines.forms.tests.samples import AT
from tongban.engines.forms.tests.test_schema import EVERY

pytestmark = pytest.mark.django_db


def test_every_kind_has_its_place_on_a_blank_form():
    pdf = forms.on_paper(EVERY, at=AT)
    assert pdf.startswith(b"%PDF")
    lines = sheet(EVERY, at=AT, values=None, prefilled=None)["pages"][0]["fields"]
    assert len(lines) == len(forms.kinds())
    assert {line["paper"] for line in lines} == {"line", "box", "ticks", "rows", "sign", "none"}


def test_a_filled_form_shows_the_answers_that_it_leads_to():
    data = sheet(FORM, at=AT, values=GOOD, prefilled=PREFILLED)
    shown = {line["label"]: line["shown"] for page in data["pages"] for line in page["fields"]}
    assert shown["面积"] == "120.5"
    assert shown["企业名称"] == "常德通办餐饮有限公司"
    assert "冷藏设备" not in shown, "the page is not led to"
    ticks = next(line for page in data["pages"] for line in page["fields"] if line["label"] == "经营方式")
    assert [option["on"] for option in ticks["options"]] == [True, False]
    assert forms.on_paper(FORM, at=AT, values=GOOD, prefilled=PREFILLED).startswith(b"%PDF")
