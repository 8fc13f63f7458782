"""Somebody by name and identifier: a person, a company."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tongban.engines.forms.kinds.parts import Parts, part
from tongban.kernel.declarations.api import Text

if TYPE_CHECKING:
    from tongban.engines.forms.declarations import Field

NAME, NUMBER = Text("姓名", "Name"), Text("公民身份号码", "Resident number")
COMPANY, CODE = Text("名称", "Name"), Text("统一社会信用代码", "Unified social credit code")


@dataclass(frozen=True)
class Person(Parts):
    """A name and a resident number, whose check character must fit."""

    def parts(self, field: Field) -> tuple[Field, ...]:
        return (part("name", "text", NAME, length=60), part("number", "resident_number", NUMBER))


@dataclass(frozen=True)
class Company(Parts):
    """A name and a unified social credit code, whose check character must fit."""

    def parts(self, field: Field) -> tuple[Field, ...]:
        return (part("name", "text", COMPANY, length=120), part("code", "credit_code", CODE))


PERSON = Person(
    "person", Text("他人（按身份号码）", "Another person"),
    Text("核对号码的校验位；不查询人口库。", "The number is checked by its check character; no register is asked."),
    "", ({"name": "某人", "number": "11010519491231002x"},), ({"name": "某人", "number": "110105194912310021"},),
)  # fmt: skip
COMPANY_KIND = Company(
    "company", Text("企业（按信用代码）", "Company"),
    Text("核对代码的校验位；不查询法人库。", "The code is checked by its check character; no register is asked."),
    "", ({"name": "某公司", "code": "91350100M000100Y43"},), ({"name": "某公司", "code": "91350100M000100Y44"},),
)  # fmt: skip
KINDS = (PERSON, COMPANY_KIND)
