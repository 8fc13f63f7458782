"""Where somebody is reached: telephone, e-mail, web page."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from tongban.engines.forms.kinds.kind import Kind
from tongban.engines.forms.tidying import compact
from tongban.kernel.declarations.api import Text

if TYPE_CHECKING:
    from tongban.engines.forms.declarations import Field

PHONE_FORM = r"1[3-9]\d{9}|0\d{9,11}|[48]00\d{7}|\+[1-9]\d{6,14}"
LONGEST_URL = 500
is_url = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Compacted(Kind):
    """What is written without spaces and read by one rule; where it cannot be read FEEL sees null."""

    def typed(self, field: Field, value: Any) -> str | None:
        try:
            return str(self.read_text(field, str(value), dt.datetime.min.replace(tzinfo=dt.UTC)))
        except ValueError:
            return None


@dataclass(frozen=True)
class Phone(Compacted):
    autocomplete: ClassVar[str] = "tel"
    inputmode: ClassVar[str] = "tel"

    def read_text(self, field: Field, raw: str, at: dt.datetime) -> str:
        text = re.sub(r"[-()]", "", compact(raw))
        text = re.sub(r"^(\+|00)86(?=1\d{10}$)", "", text)
        if not re.fullmatch(PHONE_FORM, text, flags=re.ASCII):
            raise ValueError(_("Write a mobile number of 11 digits, or a telephone number with its area code."))
        return text

    def schema(self, field: Field, at: dt.datetime | None) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^({PHONE_FORM.replace(chr(92) + 'd', '[0-9]')})$"}


@dataclass(frozen=True)
class Email(Compacted):
    autocomplete: ClassVar[str] = "email"
    inputmode: ClassVar[str] = "email"

    def read_text(self, field: Field, raw: str, at: dt.datetime) -> str:
        text = compact(raw)
        try:
            validate_email(text)
        except ValidationError:
            raise ValueError(_("Write an e-mail address such as name@example.com.")) from None
        return text

    def schema(self, field: Field, at: dt.datetime | None) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[^@]+@.+$", "maxLength": 320}  # format: email knows fewer addresses


@dataclass(frozen=True)
class WebPage(Compacted):
    autocomplete: ClassVar[str] = "url"
    inputmode: ClassVar[str] = "url"

    def read_text(self, field: Field, raw: str, at: dt.datetime) -> str:
        text = compact(raw)
        text = text if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", text) else f"https://{text}"
        try:
            is_url(text)
        except ValidationError:
            raise ValueError(_("Write the address of a web page such as https://example.com.")) from None
        if len(text) > LONGEST_URL or "@" in text.partition("//")[2].partition("/")[0]:
            raise ValueError(_("Write the address of a web page such as https://example.com."))
        return text

    def schema(self, field: Field, at: dt.datetime | None) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://", "maxLength": LONGEST_URL}


PHONE = Phone(
    "phone", Text("电话", "Telephone"),
    Text("手机号码，或带区号的固定电话。", "A mobile number, or one with its area code."),
    "", ("138 0000 1234", "0736-7788990"), ("12345678901",),
)  # fmt: skip
EMAIL = Email("email", Text("电子邮箱", "E-mail address"), Text("", ""), "", ("name@example.com",), ("name@",))
URL = WebPage(
    "url", Text("网址", "Web address"), Text("只接受 http 和 https。", "http and https only."),
    "", ("example.com/menu",), ("javascript:alert(1)", "两个 字"),
)  # fmt: skip
KINDS = (PHONE, EMAIL, URL)
