from django.utils.translation import override

from tongban.services.cases.facts import coded


def test_the_state_of_a_company_is_said_in_words() -> None:
    with override("zh-hans"):
        assert coded("business-licence.status", "active") == "存续"
        assert coded("shop.mode", "active") == "active"
        assert coded("business-licence.status", None) == ""
