"""Every tag draws accessible HTML, and text stays text."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation
from lxml import html

from tongban.kernel.money.api import money
from tongban.kernel.web import api as web
from tongban.kernel.web import menu

SCRIPT = '"><script>alert(1)</script>'
MOMENT = dt.datetime(2026, 11, 22, 16, 5, tzinfo=dt.UTC)
KINDS = [
    "text", "longtext", "number", "money", "date", "choice", "choices", "yesno", "upload", "resident_number", "credit_code",
    "phone", "email", "address", "statement",
]  # fmt: skip


def draw(source: str, **context: Any) -> str:
    return Template(source).render(Context(context))


def view(kind: str, **changes: Any) -> SimpleNamespace:
    options = tuple(SimpleNamespace(value=v, label=v.upper()) for v in "abc") if kind in ("choice", "choices") else ()
    base = {
        "id": "f", "name": "f", "kind": kind, "label": "Label", "hint": "Hint", "value": "", "display": "", "error": "",
        "options": options, "source": "", "as_of": None, "readonly": False, "required": True, "autocomplete": "",
        "inputmode": "", "accept": "",
    }  # fmt: skip
    return SimpleNamespace(**{**base, **changes})


def field(kind: str, **changes: Any) -> html.HtmlElement:
    return html.fromstring(f"<main>{draw('{% field f %}', f=view(kind, **changes))}</main>")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_field_has_label_hint_and_error_that_belong_to_it(kind: str) -> None:
    drawn = field(kind, error="Wrong")
    ids = [node.get("id") for node in drawn.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert drawn.get_element_by_id("f").tag in ("input", "textarea", "select")
    described = drawn.xpath("//*[@aria-describedby]")[0]
    assert described.get("aria-describedby").split() == ["f-hint", "f-error"]
    for node in drawn.xpath("//input | //select | //textarea"):
        assert drawn.xpath(f"//label[@for='{node.get('id')}']")
    if described.tag == "fieldset":
        assert described.find("legend") is not None
    else:
        assert described.get("aria-invalid") == "true"


@pytest.mark.parametrize("kind", KINDS)
def test_a_script_in_any_text_of_a_field_stays_text(kind: str) -> None:
    option = SimpleNamespace(value=SCRIPT, label=SCRIPT)
    texts = dict.fromkeys(("label", "hint", "value", "display", "error", "source", "autocomplete", "accept"), SCRIPT)
    for readonly in (False, True):
        assert field(kind, options=(option,), readonly=readonly, **texts).xpath("//script") == []


def test_a_verified_value_is_shown_with_its_source_and_never_asked() -> None:
    drawn = field("text", readonly=True, display="Changde", source="Population register", as_of=dt.date(2026, 11, 20))
    assert drawn.xpath("//input") == []
    assert "Verified: Population register, 20 November 2026" in drawn.text_content()


@pytest.mark.parametrize(("value", "checked"), [(["a", "c"], ["a", "c"]), ("b", ["b"]), ("", []), (None, [])])
def test_chosen_options_are_checked(value: object, checked: list[str]) -> None:
    assert [node.get("value") for node in field("choices", value=value).xpath("//input[@checked]")] == checked


@pytest.mark.parametrize(("value", "checked"), [(True, ["yes"]), (False, ["no"]), ("yes", ["yes"]), ("", [])])
def test_yes_and_no_need_no_options(value: object, checked: list[str]) -> None:
    assert [node.get("value") for node in field("yesno", value=value).xpath("//input[@checked]")] == checked


def test_a_long_list_of_options_becomes_a_select() -> None:
    options = tuple(SimpleNamespace(value=str(i), label=str(i)) for i in range(9))
    drawn = field("choice", options=options, value="3")
    assert drawn.xpath("//select/option[@selected]/@value") == ["3"]


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "x: a, b (2), y"), ("zh-hans", "x\uff1aa\u3001b\uff082\uff09\uff0cy")]
)
def test_lists_and_remarks_are_written_as_the_language_writes_them(language: str, shown: str) -> None:
    each = "{% for z in x %}{{ z }}{% if not forloop.last %}{% comma %}{% endif %}{% endfor %}"
    with translation.override(language):
        for members in ("{{ x|listed }}", each):
            assert draw("x{% colon %}" + members + "{{ x|length|aside }}{% pause %}y", x=["a", "b"]) == shown


def test_lines_of_a_long_text_survive() -> None:
    assert "\nfirst\nsecond</textarea>" in draw("{% field f %}", f=view("longtext", value="\nfirst\nsecond"))


def test_an_upload_names_what_it_accepts_and_what_was_sent() -> None:
    sent = SimpleNamespace(name="plan.pdf", size=1200)
    drawn = field("upload", accept="pdf,.png", files=(sent,))
    assert drawn.find(".//input").get("accept") == ".pdf,.png"
    assert "plan.pdf" in drawn.text_content()


def test_a_django_field_has_the_same_look() -> None:
    class Form(forms.Form):
        name = forms.CharField(help_text="Help", label="Name")
        agreed = forms.BooleanField()

    form = Form({})
    drawn = html.fromstring(f"<main>{draw('{% field form.name %}{% field form.agreed %}', form=form)}</main>")
    assert drawn.xpath("//div[@class='field']//p[@class='error']")
    assert drawn.xpath("//input[@id='id_name']/@aria-invalid") == ["true"]
    described = drawn.xpath("//input[@id='id_name']/@aria-describedby")[0].split()
    assert all(drawn.get_element_by_id(one) is not None for one in described)


def test_the_error_summary_leads_to_each_field() -> None:
    errors = [SimpleNamespace(field="uscc", message="18 digits"), "Send again"]
    drawn = html.fromstring(draw("{% error_summary errors %}", errors=errors))
    assert drawn.xpath("//a/@href") == ["#uscc"]
    assert "2 things" in drawn.text_content()
    assert draw("{% error_summary errors %}", errors=[]).strip() == ""


def test_the_error_summary_takes_tables() -> None:
    errors = [{"id": "mail", "message": "Write an address"}, {"id": "", "message": SCRIPT}]
    drawn = html.fromstring(draw("{% error_summary errors %}", errors=errors))
    assert drawn.xpath("//a[@href='#mail']/text()") == ["Write an address"]
    assert [li.text_content() for li in drawn.xpath("//li")] == ["Write an address", SCRIPT]


def test_the_error_summary_takes_a_django_form() -> None:
    drawn = html.fromstring(draw("{% error_summary errors %}", errors={"name": ["x"], "__all__": ["y"]}))
    assert drawn.xpath("//li/a/@href") == ["#id_name"]


@pytest.mark.parametrize(("language", "day", "when"), [
    ("en", "23 November 2026", "23 November 2026, 00:05"),
    ("zh-hans", "2026年11月23日", "2026年11月23日 00:05"),
])  # fmt: skip
def test_dates_are_shown_in_the_zone_and_language_of_the_page(language: str, day: str, when: str) -> None:
    with translation.override(language), timezone.override("Asia/Shanghai"):
        assert draw("{% day at %}", at=MOMENT) == day
        assert html.fromstring(draw("{% when at %}", at=MOMENT)).text == when
        assert draw("{% day at %}{% when none %}", at=dt.date(2026, 11, 23), none=None) == day


def test_a_light_is_told_by_shape_and_word() -> None:
    marks = {draw("{% light c 'x' %}", c=colour) for colour in ("green", "yellow", "red", "unknown")}
    assert len({html.fromstring(mark).find("span").text for mark in marks}) == 4


def test_tags_and_money_are_text() -> None:
    assert "&lt;script&gt;" in draw("{% tag text 'late' %}", text=SCRIPT)
    assert 'class="tag "' in draw("{% tag 'x' '\"onclick' %}")
    assert draw("{% money m %}", m=money("1200")) == "¥1,200.00"


def test_facts_take_pairs_tables_and_answers() -> None:
    answer = SimpleNamespace(label="Name", display="A", source="Register", as_of=None)
    drawn = draw("{% facts rows %}", rows=[("Due", dt.date(2026, 11, 23)), ("Open", True), answer])
    assert [word in drawn for word in ("23 November 2026", "Yes", "Verified: Register")] == [True] * 3
    assert "<dd>1</dd>" in draw("{% facts rows %}", rows={"a": "1"})


@pytest.mark.parametrize("current", [2, "Fill in"])
def test_steps_know_what_is_done_and_current(current: object) -> None:
    drawn = html.fromstring(draw("{% steps s c %}", s=["Check", ("Fill in", "/x"), "Send"], c=current))
    assert [node.get("class") or node.get("aria-current") for node in drawn.findall("li")] == ["done", "step", None]


@pytest.mark.parametrize(("query", "page", "links"), [
    ({"q": "茶", "after": "a"}, {"next": "b", "previous": "z"}, {"next": "?q=%E8%8C%B6&after=b", "prev": "?q=%E8%8C%B6&before=z"}),
    ({"after": "a"}, {"next": None}, {"prev": "?"}),
    ({}, {"next": "b"}, {"next": "?after=b"}),
    ({}, {"next": None}, {}),
])  # fmt: skip
def test_a_pager_keeps_the_query(query: dict[str, str], page: dict[str, Any], links: dict[str, str]) -> None:
    drawn = draw("{% pager p %}", p=SimpleNamespace(**page), request=RequestFactory().get("/", query))
    found = html.fromstring(f"<p>{drawn}</p>").xpath("//a")
    assert {node.get("rel"): node.get("href") for node in found} == links


def test_the_menu_shows_what_the_subject_may_see(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(menu, "_ENTRIES", {})
    web.add_entry(web.Entry("Health", "health", order=2))
    web.add_entry(web.Entry("Mine", "health", place="account", show=lambda subject: subject == "me"))
    web.add_entry(web.Entry("Gone", "no-such-view"))
    assert web.entries(place="main", subject=None) == [("/health", "Health")]
    assert web.entries(place="account", subject=None) == []
    assert web.entries(place="account", subject="me") == [("/health", "Mine")]


def test_the_menu_marks_where_the_reader_is() -> None:
    assert "page" in draw("{% here '/desk/' %}", current_path="/desk/")
    assert "true" in draw("{% here '/desk/' %}", current_path="/desk/cases/1")
    assert draw("{% here '/' %}{% here '/des' %}", current_path="/desk/") == ""


def test_the_menu_marks_the_entry_that_holds_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(menu, "_ENTRIES", {})
    monkeypatch.setattr(menu, "_address", lambda name: f"/desk/{name}".removesuffix("inbox"))
    web.add_entry(web.Entry("Inbox", "inbox"))
    web.add_entry(web.Entry("More", "more", holds=("rules",)))
    links = "{% here '/desk/' %}|{% here '/desk/more' %}"
    assert draw(links, current_path="/desk/rules/shop-sign") == '| aria-current="true"'
    assert draw(links, current_path="/desk/cases/1") == ' aria-current="true"|'
