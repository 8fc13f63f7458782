import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import DeclarationError
from tongban.services.offers import api as offers
from tongban.services.offers.models import OfferFunction
from tongban.services.offers.tests.conftest import SOCIAL, text

pytestmark = pytest.mark.usefixtures("published")


def test_an_offer_knows_its_key_and_version() -> None:
    food = offers.offer("food")
    assert (food.key, food.version) == ("food", declarations.current("offers", "food").version)
    assert offers.offer("food", food.version) == food


def test_a_life_event_is_made_of_its_parts() -> None:
    assert [one.key for one in offers.parts("opening")] == ["food", "social"]
    assert [one.key for one in offers.parts("food")] == ["food"]
    assert [one.key for one in offers.life_events_of("food")] == ["opening"]


def test_an_unknown_offer_is_a_lookup_error() -> None:
    with pytest.raises(LookupError, match="drink"):
        offers.offer("drink")


def test_a_new_text_replaces_the_words_of_the_old(write: Callable[..., declarations.Package], at: dt.datetime) -> None:
    old = offers.offer("social").version
    declarations.publish(write(social=text(**SOCIAL | {"title": '{ zh = "参保", en = "Insurance" }'})), at=at)
    assert [hit.key for hit in offers.search(query="社保").hits] == []
    assert offers.offer("social", old).title.zh == "社保登记"


def test_the_database_refuses_a_second_authority_for_a_function_in_an_area() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        OfferFunction.objects.create(function="0100-food", area="430700", authority="health")


def test_publishing_refuses_a_second_authority_and_changes_nothing(
    write: Callable[..., declarations.Package], at: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tongban.services.offers import checks

    monkeypatch.setattr(checks, "RULES", ())
    package = write(rival=text(authority='"health"'))
    with pytest.raises(DeclarationError, match="two competent authorities"):
        declarations.publish(package, at=at)
    assert offers.search(authority="health").total == 1


def test_competence_may_pass_to_another_authority(write: Callable[..., declarations.Package], at: dt.datetime) -> None:
    declarations.publish(write(food=text(authority='"health"')), at=at)
    assert offers.search(authority="health").total == 2
