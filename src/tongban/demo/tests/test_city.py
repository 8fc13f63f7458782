import datetime as dt

import pytest
from stdnum.cn import uscc

from tongban.demo import api as demo
from tongban.demo.companies import rows as companies
from tongban.demo.halls import open_halls
from tongban.demo.people import COMPANY, DESKS, POSTS
from tongban.kernel.declarations import api as declarations
from tongban.registers.divisions import api as divisions
from tongban.registers.legal_entities import api as entities
from tongban.registers.population import api as population
from tongban.registers.population.numbers import parse
from tongban.registers.records import api as records
from tongban.registers.records.models import Record
from tongban.services.appointments import api as appointments
from tongban.trust.authority import api as authority
from tongban.trust.identity import api as identity
from tongban.trust.privacy import api as privacy

TODAY = dt.date(2026, 11, 23)
MANY = 3000


@pytest.fixture()
def people(db, at):
    divisions.load(at=at)
    maker, rows = demo.generate(residents=MANY, seed=1, at=at)
    return maker, list(rows)


def test_every_number_is_valid_fits_the_person_and_belongs_to_nobody_else(people):
    _maker, rows = people
    for row in rows:
        facts = parse(row["number"], today=TODAY)
        assert (facts.birth.isoformat(), facts.sex) == (row["birth"], row["sex"])
        assert row["number"][14] == "9"
    assert len({row["number"] for row in rows}) == MANY


def test_no_number_gives_rise_to_doubt(people):
    _maker, rows = people
    for row in rows[:: MANY // 20]:
        assert population.check_resident_number(row["number"], today=TODAY).warnings == ()


def test_the_county_codes_of_the_numbers_were_in_use(people):
    _maker, rows = people
    codes = {(row["number"][:6], row["birth"] < "1988") for row in rows}
    assert all(code.startswith("4324" if early else "4307") for code, early in codes)
    assert all(divisions.used(code=code, since=dt.date(1984, 1, 1), until=TODAY) for code, _early in codes)


def test_a_household_lives_in_one_place_of_its_own_division(people):
    _maker, rows = people
    counties = {one.code: one.name.zh for one in divisions.children(code="430700", on=TODAY)}
    places = {}
    for row in rows:
        assert places.setdefault(row["household"], row["address"]) == row["address"]
        assert row["address"].startswith(f"湖南省常德市{counties[row['division']]}")
    assert MANY / 5 < len(places) < MANY


def test_nobody_is_born_in_the_future_or_married_as_a_child(people):
    _maker, rows = people
    for row in rows:
        birth = dt.date.fromisoformat(row["birth"])
        assert birth <= TODAY
        assert row["marital_status"] == "never_married" or TODAY.year - birth.year >= 20
        assert (row["phone"] is None) or row["phone"].startswith("154")
    phones = [row["phone"] for row in rows if row["phone"]]
    assert len(phones) == len(set(phones))
    assert all(len(phone) == 11 for phone in phones)


def test_every_company_has_a_valid_code_a_name_of_its_own_and_a_resident_at_its_head(people):
    maker, rows = people
    numbers = {row["number"]: row for row in rows}
    made = list(companies(800, chance=maker.chance, adults=maker.adults, today=TODAY))
    assert len({one["credit_code"] for one in made}) == len({one["name"] for one in made}) == 800
    for one in made:
        assert uscc.is_valid(one["credit_code"])
        assert entities.check_credit_code(one["credit_code"]).division == one["division"]
        head = numbers[one["legal_representative"]]
        assert head["name"] == one["representative_name"]
        assert head["birth"] < "2008-12"


def test_the_same_seed_gives_the_same_city(people, at):
    _maker, again = demo.generate(residents=MANY, seed=1, at=at)
    assert list(again) == people[1]
    _other, different = demo.generate(residents=10, seed=2, at=at)
    assert list(different) != people[1][:10]


@pytest.fixture()
def city(db, at):
    return demo.load_city(at=at, residents=200, companies=20)


def test_the_city_is_loaded_once_and_all_of_it_marked(city, at):
    assert (city.residents, city.companies, city.accounts) == (200, 20, len(demo.CAST))
    again = demo.load_city(at=at, residents=200, companies=20)
    assert (again.residents, again.companies, again.accounts) == (200, 20, 0)
    assert not Record.shared.filter(generated=False).exists()


def test_a_load_that_stopped_half_way_is_finished_by_the_next(city, at):
    with privacy.unchecked(reason="test", by="test", at=at):
        Record.shared.filter(register="legal_entities").delete()
    assert demo.load_city(at=at, residents=200, companies=20).companies == 20
    assert records.count(register="legal_entities") == 20


def test_progress_is_told_to_the_end(db, at):
    seen = []
    demo.load_city(at=at, residents=200, companies=20, progress=lambda *step: seen.append(step))
    assert ("residents", 200, 200) in seen
    assert ("companies", 20, 20) in seen


def test_every_desk_has_each_post_held_by_somebody_else(city, at):
    holders = [
        authority.holders(posts=[f"430700.{desk}.{post}"], at=at) for desk in DESKS for post in POSTS
    ]  # fmt: skip
    assert all(len(one) == 1 for one in holders)
    assert len(set(holders)) == len(DESKS) * len(POSTS)


def test_the_halls_can_be_booked_and_are_opened_once(city, at):
    codes = [one.code for one in appointments.resources()]
    assert len(codes) == len(set(codes)) == 5
    assert open_halls(at=at) == 0
    assert all(one.title.en and one.place.en for one in appointments.resources())
    assert {one.code for one in appointments.resources(offer="seal-record")} >= {"gaj-seals", "xzsp-window"}


def test_ratings_appointments_and_fees_have_somebody_who_looks_after_them(city, at):
    def may(username, permission, unit):
        subject = identity.subject_for(username=username, at=at)
        return bool(
            authority.can(subject=subject, permission=permission, unit_path=unit and authority.unit(unit).path, at=at)
        )

    assert may("wjw.leader", "evaluation.follow", "430700.wjw")
    assert not may("wjw.leader", "evaluation.follow", "430700.gaj")
    assert may("xzsp.clerk", "appointments.desk", "430700.xzsp")
    assert not may("xzsp.clerk", "appointments.manage", "430700.xzsp")
    assert may("czj.clerk", "payments.read", "")
    assert not may("xzsp.leader", "payments.read", "430700.xzsp")


def test_the_owner_may_act_for_a_registered_company(city, at):
    company = Record.shared.get(register="legal_entities", data__name=COMPANY)
    person = identity.find_person(resident_number=company.data["legal_representative"])
    (mandate,) = identity.mandates_of(person=person.id, at=at)
    assert mandate.credit_code == company.key
    assert [one.username for one in identity.accounts_of(person=person.id)] == ["owner"]


def test_the_departments_are_complete_in_both_languages(db):
    package = declarations.read(demo.CITY)
    assert not declarations.check(package)
    units = [unit for item in package.of("units") for unit in item.value.units]
    posts = [post for item in package.of("units") for post in item.value.posts]
    assert len(units) > 20
    assert all(entry.en for entry in [unit.name for unit in units] + [post.title for post in posts])
    assert {post.unit for post in posts} == {unit.code for unit in units} - {"430700"}


def test_every_authority_of_a_register_is_a_unit_of_the_city(city):
    codes = {unit.code for unit in authority.units()}
    fields = [field for kind in (population.REGISTER, entities.REGISTER) for field in kind.fields]
    assert {field.authority for field in fields} <= codes
