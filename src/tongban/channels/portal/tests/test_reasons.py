"""Why a rule decided so: on the resident's page, at the desk, and in the letter of decision."""

from __future__ import annotations

import io
import json

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from tongban.channels.portal.views import letters

pytestmark = pytest.mark.django_db
WORDS = {
    "zh-hans": ("依规则作出的决定", "适用“城市道路占用费”第 1 行"),
    "en": ("Decided by rule", "Row 1 of “Fee for the use of a city road” applies"),
}


@pytest.mark.parametrize("language", WORDS)
def test_the_applicant_reads_row_article_and_rate(city, language):
    number = city.cases["closed"]
    page = city.client("owner", company=True, language=language).get(f"/my/cases/{number}").text
    for words in (*WORDS[language], "城市道路管理条例第三十七条", "<b>360</b>", "CNY/m2/day", f"{number}/decision.pdf"):
        assert words in page


def test_what_is_not_decided_has_no_reasons_and_no_letter(city):
    client, number = city.client("owner", company=True), city.cases["sent"]
    page = client.get(f"/my/cases/{number}").text
    assert "decision.pdf" not in page
    assert 'id="reasons"' not in page
    assert client.get(f"/my/cases/{number}/decision.pdf").status_code == 404


def test_the_desk_reads_the_version_too(city):
    page = city.client("cgj.clerk", language="en").get(f"/desk/cases/{city.cases['closed']}").text
    assert "Row 1 of “Fee for the use of a city road” applies" in page
    assert "version <span" in page


@pytest.mark.parametrize("language", WORDS)
def test_the_letter_of_decision_says_what_was_decided_and_why(city, language, monkeypatch):
    number, set_texts = city.cases["closed"], {}
    real = letters.typeset
    monkeypatch.setattr(letters, "typeset", lambda *, files, at: real(files=set_texts.update(files) or files, at=at))
    answer = city.client("owner", company=True, language=language).get(f"/my/cases/{number}/decision.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert PdfFileReader(io.BytesIO(answer.content)).root["/Pages"]["/Count"] >= 1
    data = json.loads(set_texts["data.json"])
    (part,), (reason,) = data["parts"], data["reasons"]
    assert any("第十一条" in value for _, value in part["facts"])
    assert reason["steps"][0]["title"] == WORDS[language][1]
    assert "360" in reason["title"]
    assert [value[1] for value in reason["values"]] == ["1 CNY/m2/day"]
    assert "城市道路管理条例第三十七条" in dict(reason["steps"][0]["facts"]).values()


def test_the_letter_is_for_its_applicant_only(city):
    assert city.client("resident").get(f"/my/cases/{city.cases['closed']}/decision.pdf").status_code == 404
