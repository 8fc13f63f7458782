"""What the population register holds, and which unit answers for which field."""

from __future__ import annotations

from pathlib import Path

from tongban.kernel.declarations.api import Text
from tongban.registers.population.numbers import SHAPE, InvalidNumber, check_mark
from tongban.registers.records.api import Field, RegisterType

POLICE = "430700.gaj"
CIVIL_AFFAIRS = "430700.mzj"
CATALOGUE = Path(__file__).parent / "catalogue"


SEXES = {"male": Text("男", "Male"), "female": Text("女", "Female")}
STATES = {
    "never_married": Text("未婚", "Never married"),
    "married": Text("已婚", "Married"),
    "divorced": Text("离婚", "Divorced"),
    "widowed": Text("丧偶", "Widowed"),
}


def _check(number: str) -> None:
    """A stored number is checked for shape and check character; its date was judged when it was issued."""
    if not SHAPE.fullmatch(number) or check_mark(number[:17]) != number[17]:
        raise InvalidNumber("a record's key is a valid resident number")


REGISTER = RegisterType(
    code="population",
    title=Text("人口基础库", "Population register"),
    key="number",
    subject="resident",
    index=("name", "household", "birth"),
    division="division",
    check_key=_check,
    fields=(
        Field("number", Text("公民身份号码", "Resident number"), POLICE, level=2),
        Field("name", Text("姓名", "Name"), POLICE, level=1),
        Field("sex", Text("性别", "Sex"), POLICE, level=1, words=SEXES),
        Field("birth", Text("出生日期", "Date of birth"), POLICE, "date", level=1),
        Field("ethnicity", Text("民族", "Ethnic group"), POLICE, level=2),
        Field("division", Text("户籍所在行政区划", "Division of registration"), POLICE, level=1),
        Field("address", Text("户籍地址", "Registered address"), POLICE, level=2),
        Field("household", Text("户号", "Household"), POLICE, level=2),
        Field("phone", Text("联系电话", "Telephone"), POLICE, level=2),
        Field("marital_status", Text("婚姻状况", "Marital status"), CIVIL_AFFAIRS, level=2, words=STATES),
    ),
)
