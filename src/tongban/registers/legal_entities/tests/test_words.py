from django.utils.translation import override

from tongban.registers.legal_entities.register import REGISTER


def test_a_register_says_its_codes_in_words_and_anything_else_as_it_is() -> None:
    status = REGISTER.field("status")
    with override("zh-hans"):
        assert str(status.said("active")) == "存续"
    assert [status.said(one) for one in ("unknown", None, ["active"])] == ["unknown", None, ["active"]]
    assert REGISTER.field("name").said("active") == "active"
