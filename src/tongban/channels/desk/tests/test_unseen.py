"""What was said of them reaches no rated official, on whichever page they look, before the matter is closed."""

import random
import re

import pytest
from django.utils import timezone

from tongban.kernel.outbox import api as outbox
from tongban.openness.evaluation import api as evaluation
from tongban.openness.evaluation.models import RatedClerk
from tongban.services.appointments import api as appointments
from tongban.trust.authority import api as authority

pytestmark = pytest.mark.django_db
SAID = "ZZQ-said-of-them"
WINDOW = "xzsp-window"
LOOKS = 30  # pages looked at; the pages about ratings always
QUERIES = ("", "?q=ZZQ", "?after=999999", "?case={case}", "?case={visit}", "?offer=shop-sign", "?number={case}")


@pytest.fixture()
def said(city, morning):
    """A visit and a case, both rated badly in the same words; gives their numbers and who was rated."""
    desk = city.subject("xzsp.clerk")
    made = appointments.take_turn(resource=WINDOW, by=desk, at=morning)
    appointments.call_next(resource=WINDOW, counter="1", by=desk, at=morning)
    outbox.drain(at=morning)
    case = city.cases["closed"]
    for about in (f"visit:{made.number}", f"case:{case}"):
        code = evaluation.code(about)
        evaluation.rate_invited(code=code, stars=1, comment=SAID, by=authority.ANONYMOUS, at=timezone.now())
    rated = set(RatedClerk.objects.values_list("person", flat=True))
    names = [f"{unit}.{post}" for unit in ("xzsp", "cgj", "gaj") for post in ("clerk", "examiner", "decider", "leader")]
    return {"case": case, "visit": made.number}, [name for name in names if city.subject(name).person in rated]


def paths(numbers):
    """Every address of desk, portal and interface, with the rated things in it wherever a number can stand."""
    known = {"number": numbers["case"], "resource": WINDOW, "follow_up": "1", "case": numbers["case"]}
    for route in authority.access_rules():
        if "GET" in route.methods and not route.pattern.startswith(("account/", "demo/", "language/")):
            for whole in (known, known | {"number": numbers["visit"], "follow_up": "2"}):
                yield "/" + re.sub(
                    r"<(?:\w+:)?(\w+)>", lambda part, whole=whole: whole.get(part[1], "1"), route.pattern
                )


def test_no_rated_official_finds_it_on_any_page(city, said):
    numbers, rated = said
    assert {"xzsp.clerk", "cgj.examiner", "cgj.decider"} <= set(rated)
    chance = random.Random(20261122)  # noqa: S311 (it chooses pages)
    every = sorted(set(paths(numbers)))
    always = [one for one in every if "rating" in one or "rate" in one]
    clients = {name: city.client(name, language="en") for name in rated}
    looks = [(name, one, "") for name in ("xzsp.clerk", "cgj.decider") for one in always]
    looks += [(chance.choice(rated), chance.choice(every), chance.choice(QUERIES)) for _look in range(LOOKS)]
    found = []
    for name, path, query in looks:
        answer = clients[name].get(path + query.format(**numbers))
        if SAID.encode() in b"".join(answer):
            found.append(f"{name} {path}{query}")
    assert not found, "\n".join(found)
    leader = city.client("cgj.leader", language="en")
    assert SAID in leader.get("/desk/ratings").content.decode(), "who did not handle it sees it"
