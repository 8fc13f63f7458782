from collections.abc import Callable

import pytest

from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import DeclarationError
from tongban.services.offers.tests.conftest import LAW, OPENING, SOCIAL, text

pytestmark = pytest.mark.django_db
Write = Callable[..., declarations.Package]
CATALOGUE = """
[resource]
title = { zh = "照", en = "Licence" }
provider = "market"
sharing = "conditional"
legal_basis = { law = { zh = "法", en = "Law" }, article = "1", source = "x" }
fields = [ { name = "name", title = { zh = "名称", en = "Name" } }, { name = "address", title = { zh = "地址", en = "Address" } } ]
[[needs]]
offer = "food"
resource = "business-licence"
fields = ["name"]
purpose = "case-handling"
legal_basis = { law = { zh = "法", en = "Law" }, article = "1", source = "x" }
"""
FEE = '{ text = { zh = "收费", en = "Fee" }, rule = "fees" }'

MISTAKES = [
    ({"legal_basis": ""}, "legal_basis", "without legal basis", ""),
    ({"statutory": ""}, "statutory", "missing", ""),
    ({"statutory": "{ amount = 20 }"}, "statutory.legal_basis", "without a source", ""),
    ({"acceptance": "{ amount = 5 }"}, "acceptance.legal_basis", "without a source", ""),
    ({"promised": "{ amount = 30 }"}, "promised.amount", "the law allows 20", ""),
    ({"authority": '"markte"'}, "authority", "unknown unit", "'market'"),
    ({"function": ""}, "function", "missing", ""),
    ({"audience": "[]"}, "audience", "nobody", ""),
    ({"form": '"fod"', "process": '"food"'}, "form", "unknown forms/fod", ""),
    ({"process": '"food"', "channels": '["online"]'}, "form", "missing", ""),
    ({"parts": '["social"]'}, "parts", "only a life event", ""),
    ({"results": '[{ id = "a", title = { zh = "证" }, document = "licence" }]'}, "results[0].document", "unknown", ""),
    ({"fee": FEE}, "fee.rule", "unknown rules/fees", ""),
    ({"fee": FEE}, "fee.legal_basis", "a fee without legal basis", ""),
    ({"promised": '{ amount = 5, rule = "if area > then 3" }'}, "promised.rule", "line 1, column 11", ""),
    ({"promised": '{ amount = 5, rule = "if area > 5 then 3 else 2" }'}, "promised.rule", "unknown field 'area'", ""),
    ({"statutory": f'{{ amount = 20, rule = "applicat", legal_basis = {LAW} }}'}, "statutory.rule", "", "'applicant'"),
    ({"supplement": '{ amount = 5, rule = "3" }'}, "supplement.rule", "the same for everybody", ""),
    ({"opinions": '{ silence = "no_objection" }'}, "opinions.legal_basis", "without a source", ""),
    ({"opinions": f'{{ silence = "escalate", legal_basis = {LAW} }}'}, "opinions.post", "missing: the post", ""),
    ({"opinions": '{ post = "market.clerk" }'}, "opinions.silence", "only if silence escalates", "escalate"),
    ({"opinions": f'{{ silence = "escalate", post = "nobody", legal_basis = {LAW} }}'}, "opinions.post", "unknown", ""),
    ({"opinions": "{ limit = { amount = 0 } }"}, "opinions.limit", "at least one", ""),
    ({"opinions": "{ yellow = -1 }"}, "opinions.yellow", "at least 0", ""),
    ({"pauses": '[{ cause = "test", when = "x >", note = { zh = "甲", en = "a" } }]'}, "pauses[0].when", "column", ""),
    ({"pauses": '[{ cause = "test", when = "1 > 0" }]'}, "pauses[0].note", "in plain words", ""),
    ({"pauses": '[{ cause = "payment" }]'}, "pauses[0].legal_basis", "stops the clock for payment", ""),
    ({"pauses": '[{ cause = "test", policy = "restart" }]'}, "pauses[0].legal_basis", "starts the clock again", ""),
    ({"pauses": '[{ cause = "test", most = { amount = 9 } }]'}, "pauses[0].most.legal_basis", "a cap", ""),
    ({"pauses": '[{ cause = "test", most = { amount = 1, unit = "months" } }]'}, "pauses[0].most", "one working", ""),
    ({"pauses": '[{ cause = "test", most = { amount = 1, rule = "2" } }]'}, "pauses[0].most.rule", "everybody", ""),
    ({"pauses": '[{ cause = "supplement", most = { amount = 9 } }]'}, "pauses[0].most", "time to answer", ""),
    (
        {
            "evidence": '[{ id = "a", title = { zh = "甲" }, source = "applicant", level = "B" }]',
            "channels": '["mail"]',
        },
        "evidence[0].level",
        "no window",
        "",
    ),
    *(
        ({"evidence": f'[{{ id = "a", title = {{ zh = "甲" }}, {text} }}]'}, path, message, "")
        for text, path, message in (
            ('source = "register", level = "B"', "evidence[0].level", "cannot have level B"),
            ('source = "applicant", level = "A"', "evidence[0].level", "cannot have level A"),
            ('source = "issued", level = "D"', "evidence[0].level", "cannot have level D"),
            ('source = "applicant", level = "C", field = "x"', "evidence[0].field", "no upload 'x'"),
            ('source = "applicant", level = "D", reuse = { kind = "k", months = 1 }', "evidence[0].reuse", "never"),
            ('source = "applicant", level = "C", reuse = { kind = "k", months = 1 }', "evidence[0].field", "missing"),
            (
                'source = "applicant", level = "C", reuse = { kind = "", months = 1 }',
                "evidence[0].reuse.kind",
                "missing",
            ),
            (
                'source = "applicant", level = "C", reuse = { kind = "k", months = 0 }',
                "evidence[0].reuse.months",
                "age",
            ),
            (
                'source = "issued", level = "A", reuse = { kind = "k", months = 1, certificate = "x" }',
                "evidence[0].reuse.certificate",
                "unknown documents/x",
            ),
        )
    ),
    ({"retention": "{ years = 10 }"}, "retention.legal_basis", "without a source", ""),
    ({"retention": f"{{ years = 10, permanent = true, legal_basis = {LAW} }}"}, "retention", "either permanent", ""),
    ({"pauses": '[{ cause = "test" }, { cause = "test" }]'}, "pauses[1]", "twice", ""),
    ({"escalate": '"mayr"'}, "escalate", "unknown post 'mayr'", ""),
    ({"tacit": f"{{ legal_basis = {LAW} }}"}, "tacit.document", "missing", ""),
    ({"extension": "{ most = 11 }"}, "extension.legal_basis", "the law allows 10", ""),
    ({"extension": "{ most = 10, times = 2 }"}, "extension.legal_basis", "one extension", ""),
    ({"extension": "{ most = 10, times = 0 }"}, "extension.times", "at least 1", ""),
    ({"extension": '{ most = 10, again = "higher" }'}, "extension.again", "no second extension", "times = 2"),
    ({"extension": '{ most = 5, when = "x" }'}, "extension.when", "unknown field 'x'", ""),
]


def problems(package: declarations.Package, severity: str = "error") -> list[declarations.Problem]:
    return [one for one in declarations.check(package) if one.severity == severity]


def test_a_complete_package_has_no_fault(write: Write) -> None:
    assert declarations.check(write(food=text(), social=text(**SOCIAL), opening=text(**OPENING))) == []


@pytest.mark.parametrize(("change", "path", "message", "suggestion"), MISTAKES)
def test_a_mistake_is_named_with_its_place(
    write: Write, change: dict[str, str], path: str, message: str, suggestion: str
) -> None:
    found = [one for one in problems(write(food=text(**change), social=text(**SOCIAL))) if one.path == path]
    assert found
    assert message in found[0].message
    assert suggestion in found[0].suggestion
    assert found[0].file.endswith("offers/food.toml")


def asked(**changes: str) -> str:
    values = {
        "id": '"licence"', "title": '{ zh = "照", en = "Licence" }', "source": '"register"', "level": '"A"',
        "resource": '"business-licence"', "fields": '["name"]', "key": '"credit_code"',
    }  # fmt: skip
    return "[{ " + ", ".join(f"{key} = {value}" for key, value in (values | changes).items() if value) + " }]"


EVIDENCE_MISTAKES = [
    ({"key": '"if then ("'}, "evidence[0].key", ""),
    ({"key": ""}, "evidence[0]", "names its fields and the key"),
    ({"fields": '["nam"]'}, "evidence[0].fields", "has no field 'nam'"),
    ({"fields": '["name", "address"]'}, "evidence[0]", "no agreement"),
    ({"resource": '"busines-licence"'}, "evidence[0].resource", "unknown catalogue/"),
    ({"source": '"applicant"', "resource": ""}, "evidence[0].source", "which business-licence holds"),
    ({"source": '"applicant"', "resource": "", "id": '"business-licence"'}, "evidence[0].source", "holds"),
]


def test_evidence_of_a_register_that_the_offer_may_ask_is_no_fault(write: Write) -> None:
    assert problems(write(food=text(evidence=asked()), catalogue=CATALOGUE)) == []


@pytest.mark.parametrize(("change", "path", "message"), EVIDENCE_MISTAKES)
def test_a_mistake_in_evidence_is_named_with_its_place(
    write: Write, change: dict[str, str], path: str, message: str
) -> None:
    found = problems(write(food=text(evidence=asked(**change)), catalogue=CATALOGUE))
    assert path in [one.path for one in found]
    assert any(message in one.message for one in found if one.path == path)


def test_two_authorities_for_one_function_and_area_are_refused(write: Write) -> None:
    found = problems(write(food=text(), rival=text(authority='"health"')))
    assert len(found) == 2
    assert "two competent authorities" in found[0].message


def test_two_offers_of_one_authority_may_share_a_function(write: Write) -> None:
    assert problems(write(food=text(), renewal=text())) == []


def test_an_unknown_part_is_suggested(write: Write) -> None:
    found = problems(write(food=text(), opening=text(**OPENING | {"parts": '["foood"]'})))
    assert "did you mean 'food'?" in found[0].suggestion


def test_a_part_that_takes_longer_than_the_whole_is_named_unless_the_life_event_says_so(write: Write) -> None:
    joint = OPENING | {"promised": "{ amount = 4 }"}
    found = problems(write(food=text(), social=text(**SOCIAL), opening=text(**joint)))
    assert [one.path for one in found] == ["parts[0]", "parts[1]"]
    assert "food has 5 working_days (promised), jointly there are 4" in found[0].message
    said = joint | {"longer": '["food", "social"]'}
    assert problems(write(food=text(), social=text(**SOCIAL), opening=text(**said))) == []
    wrong = problems(write(food=text(), social=text(**SOCIAL), opening=text(**OPENING | {"longer": '["fod"]'})))
    assert [(one.path, one.suggestion) for one in wrong] == [("longer[0]", "did you mean 'food'?")]


def test_a_text_without_translation_is_a_warning(write: Write) -> None:
    found = problems(write(food=text(title='{ zh = "食品" }')), "warning")
    assert [one.path for one in found] == ["title.en"]


@pytest.mark.parametrize("text_", ['kind = "licens"', "statutory = { amount = 0 }", "title = 3", "["])
def test_a_text_that_cannot_be_read_names_its_file(write: Write, text_: str) -> None:
    with pytest.raises(DeclarationError, match=r"offers/broken\.toml"):
        write(broken=text_)


def test_a_law_is_cited_in_full(write: Write) -> None:
    with pytest.raises(DeclarationError, match="legal_basis"):
        write(food=text(legal_basis=f"[{LAW.replace('article', 'artcle')}]"))
