import pytest

from tongban.kernel.declarations.api import LegalBasis, Text
from tongban.registers.records import api as records
from tongban.trust.authority.api import Post, Subject
from tongban.trust.privacy import api as privacy

BASIS = LegalBasis(Text("测试法", "Test Act"), "第一条", "test")
SHOPS = records.RegisterType(
    code="test_shops",
    title=Text("店铺", "Shops"),
    key="code",
    index=("name",),
    division="division",
    fields=(
        records.Field("code", Text("编号", "Code"), "430700.a"),
        records.Field("name", Text("名称", "Name"), "430700.a"),
        records.Field("division", Text("区划", "Division"), "430700.a"),
        records.Field("capital", Text("资本", "Capital"), "430700.a", "number"),
        records.Field("opened", Text("开业", "Opened"), "430700.a", "date"),
        records.Field("grade", Text("等级", "Grade"), "430700.b"),
        records.Field("owner", Text("业主", "Owner"), "430700.a", personal=True),
    ),
)
PEOPLE = records.RegisterType(
    code="test_people",
    title=Text("居民", "Residents"),
    key="number",
    subject="resident",
    index=("name",),
    fields=(
        records.Field("number", Text("号码", "Number"), "430700.p"),
        records.Field("name", Text("姓名", "Name"), "430700.p"),
    ),
)


@pytest.fixture(autouse=True)
def declared():
    """Two registers of the tests, and a purpose."""
    records.declare(SHOPS)
    records.declare(PEOPLE)
    privacy.declare_purpose("test", Text("测试", "Testing"), BASIS)


@pytest.fixture()
def clerk():
    post = Post("430700.a.clerk", "430700.a", "0001", Text("办事员", "Clerk"), Text("甲局", "Bureau A"))
    return Subject(kind="official", person="f" * 32, account="clerk", posts=(post,))
