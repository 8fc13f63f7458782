import pytest

from tongban.exchange.catalogue import api as catalogue
from tongban.exchange.catalogue.checks import check, publish
from tongban.kernel.declarations.api import DeclarationError, Item, LegalBasis, Package, System, Text
from tongban.trust.privacy import api as privacy

BASIS = """legal_basis = { law = { zh = "测试法", en = "Test Act" }, article = "第一条", source = "test" }"""
RESOURCE = f"""
[resource]
title = {{ zh = "店铺", en = "Shops" }}
provider = "430700.a"
sharing = "conditional"
{BASIS}
[[resource.fields]]
name = "name"
title = {{ zh = "名称", en = "Name" }}
[[resource.fields]]
name = "grade"
title = {{ zh = "等级", en = "Grade" }}
"""
NEED = f"""
[[needs]]
offer = "food"
resource = "shops.basic"
fields = ["name"]
purpose = "test"
{BASIS}
"""


@pytest.fixture(autouse=True)
def purpose():
    privacy.declare_purpose("test", Text("测试", "Testing"), LegalBasis(Text("测试法", "Test Act"), "第一条", "test"))


def item(kind, key, text, version="1"):
    value = catalogue.read_entry(text, f"pkg/catalogue/{key}.toml") if kind == "catalogue" else None
    return Item(kind, key, version, f"pkg/{kind}/{key}.toml", text, value)


def package(tmp_path, *texts):
    entries = [item("catalogue", key, text) for key, text in texts]
    return Package(System("pkg", "1", Text("包", "Package")), tmp_path, (*entries, item("offers", "food", "")))


def problems(tmp_path, *texts):
    whole = package(tmp_path, *texts)
    return [str(found) for entry in whole.of("catalogue") for found in check(whole, entry)]


def test_the_file_name_is_the_resources_id():
    found = catalogue.read_entry(RESOURCE, "pkg/catalogue/shops.basic.toml").resource
    assert found.id == "shops.basic"
    assert [one.name for one in found.fields] == ["name", "grade"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("conditional", "sometimes"), "resource.sharing"),
        (('provider = "430700.a"', ""), "resource.provider: missing"),
        (("[[resource.fields]]", "[[resource.field]]"), "did you mean 'fields'"),
        (('name = "grade"', 'name = "name"'), "twice"),
        (('sharing = "conditional"', 'sharing = "conditional"\nkey = "resident_number"'), "resident_number"),
    ],
)
def test_a_faulty_resource_names_the_place(change, words):
    with pytest.raises(DeclarationError, match=words):
        catalogue.read_entry(RESOURCE.replace(*change), "pkg/catalogue/shops.basic.toml")


def test_an_entry_without_resource_or_needs_is_refused():
    with pytest.raises(DeclarationError, match="needs"):
        catalogue.read_entry("", "pkg/catalogue/empty.toml")


def test_a_sound_package_has_no_problems(db, tmp_path):
    assert problems(tmp_path, ("shops.basic", RESOURCE), ("food", NEED)) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('resource = "shops.basic"', 'resource = "shop.basic"'), "did you mean 'shops.basic'"),
        (('["name"]', '["nam"]'), "did you mean 'name'"),
        (('offer = "food"', 'offer = "foods"'), "did you mean 'food'"),
        (('purpose = "test"', 'purpose = "curiosity"'), "no block declares the purpose curiosity"),
    ],
)
def test_a_need_of_something_unknown_names_place_and_neighbour(db, tmp_path, change, words):
    (problem,) = problems(tmp_path, ("shops.basic", RESOURCE), ("food", NEED.replace(*change)))
    assert "needs[0]" in problem
    assert words in problem


def test_what_is_not_shared_cannot_be_needed(db, tmp_path):
    closed = RESOURCE.replace('"conditional"', '"not_shared"')
    (problem,) = problems(tmp_path, ("shops.basic", closed), ("food", NEED))
    assert "not shared" in problem


def test_the_same_need_in_two_files_is_refused(db, tmp_path):
    found = problems(tmp_path, ("shops.basic", RESOURCE), ("food", NEED), ("more", NEED))
    assert len(found) == 2
    assert "twice" in found[0]


def test_published_needs_are_agreements_and_a_new_version_replaces_them(db, tmp_path, at):
    whole = package(tmp_path, ("shops.basic", RESOURCE), ("food", NEED))
    publish(whole, item("catalogue", "food", NEED), at)
    publish(whole, item("catalogue", "food", NEED.replace('["name"]', '["name", "grade"]'), "2"), at)
    (agreement,) = catalogue.agreements(consumer="food")
    assert agreement.fields == ("name", "grade")
    assert agreement.legal_basis == "《测试法》第一条"
    publish(whole, item("catalogue", "other", NEED, "3"), at)
    assert [one.fields for one in catalogue.agreements(resource="shops.basic")] == [("name",)]


def test_a_base_registers_resource_cannot_be_declared_again(db, tmp_path):
    assert "population.basic" in catalogue.declared()
    (problem,) = problems(tmp_path, ("population.basic", RESOURCE))
    assert "base register" in problem


def test_all_resources_of_the_node_take_one_query(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert "legal_entities.basic" in {one.id for one in catalogue.resources()}
