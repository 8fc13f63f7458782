"""The package passes its own linter and its own worked cases."""

from __future__ import annotations

import datetime as dt

import pytest

from tongban.kernel.declarations import api as declarations
from tongban.services.cases import api as cases
from tongban.services.offers import api as offers

pytestmark = pytest.mark.django_db
WANTED = 20
UNVERIFIED = {
    "archives": "retention",
    "disclosure": "publish supplement third_party reply reply_more",
    "evaluation": "reply rate_again appeal decide_appeal",
    "licensing": "supplement decide decide_more joint joint_more deliver not_counted ask_hearing hold_hearing days",
    "reconsideration": "accept answer decide decide_more decide_simple",
    "remedies": "review suit suit_after_review",
    "road-occupation": "rate",
}


def test_the_linter_only_reminds_of_values_that_are_not_verified(city: None, package: declarations.Package) -> None:
    values = [f"{file}.toml: {name}" for file, names in UNVERIFIED.items() for name in names.split()]
    assert [str(one) for one in declarations.check(package)] == [
        f"approvals/parameters/{value}.values[0]: not verified against its source yet" for value in values
    ]


def test_every_worked_case_comes_out_as_it_says(city: None, package: declarations.Package, at: dt.datetime) -> None:
    done = cases.rehearse(package, at=at)
    assert [str(problem) for one in done for problem in one.problems] == []
    assert len(done) >= WANTED


def test_scenarios_of_an_earlier_year_play_on_a_younger_node(
    city: None, package: declarations.Package, at: dt.datetime
) -> None:
    (done,) = cases.rehearse(package, at=at + dt.timedelta(days=700), only="seal-record")
    assert done.green, done.problems


def test_a_rehearsal_leaves_nothing(city: None, package: declarations.Package, at: dt.datetime) -> None:
    cases.rehearse(package, at=at, only="seal-record")
    assert offers.offers() == ()


def test_every_article_of_the_offers_has_its_source(package: declarations.Package) -> None:
    basis = [one for item in package.of("offers") for one in item.value.legal_basis]
    assert all(one.source.startswith("LawRefBook/Laws ") for one in basis)


def test_every_offer_that_stands_alone_is_played(package: declarations.Package) -> None:
    played = {item.value.offer for item in package.of("scenarios")}
    assert played >= {item.key for item in package.of("offers") if not item.value.contests}
