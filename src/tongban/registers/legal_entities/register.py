"""What the legal entity register holds, and which unit answers for which field."""

from __future__ import annotations

from pathlib import Path

from tongban.kernel.declarations.api import Text
from tongban.registers.legal_entities.codes import parse
from tongban.registers.records.api import Field, RegisterType

MARKET_SUPERVISION = "430700.scjgj"
CATALOGUE = Path(__file__).parent / "catalogue"
KINDS = {
    "company": Text("公司", "Company"),
    "sole_trader": Text("个体工商户", "Sole trader"),
    "cooperative": Text("农民专业合作社", "Cooperative"),
}
STATES = {
    "active": Text("存续", "In business"),
    "revoked": Text("吊销", "Licence revoked"),
    "deregistered": Text("注销", "Deregistered"),
}

REGISTER = RegisterType(
    code="legal_entities",
    title=Text("法人基础库", "Register of legal entities"),
    key="credit_code",
    subject="legal_entity",
    index=("name", "status", "kind"),
    division="division",
    check_key=parse,
    fields=(
        Field("credit_code", Text("统一社会信用代码", "Unified social credit code"), MARKET_SUPERVISION),
        Field("name", Text("名称", "Name"), MARKET_SUPERVISION),
        Field("kind", Text("类型", "Kind"), MARKET_SUPERVISION, words=KINDS),
        Field(
            "legal_representative",
            Text("法定代表人公民身份号码", "Resident number of the legal representative"),
            MARKET_SUPERVISION,
            level=2,
            personal=True,
        ),
        Field("representative_name", Text("法定代表人", "Legal representative"), MARKET_SUPERVISION),
        Field("address", Text("住所", "Registered address"), MARKET_SUPERVISION),
        Field("division", Text("登记机关所在行政区划", "Division of registration"), MARKET_SUPERVISION),
        Field("capital", Text("注册资本（元）", "Registered capital (CNY)"), MARKET_SUPERVISION, "number"),
        Field("established", Text("成立日期", "Date of establishment"), MARKET_SUPERVISION, "date"),
        Field("status", Text("登记状态", "Status"), MARKET_SUPERVISION, words=STATES),
        Field("scope", Text("经营范围", "Scope of business"), MARKET_SUPERVISION),
    ),
)
