"""A simulated year (20,000 cases unless told) with planted violations and near misses: precision and recall of each kind
of finding, and the cost of a look beside the bare reads of a case's own rows.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path

from bench.inbox import prepare
from bench.year import DAY, MINUTE, NEAR, PLANTS, SHARE, START, STEPS, Making, Year, marks

AT = START + 400 * DAY
BATCH = 500


def city(folder: Path) -> dict[str, str]:
    """Publishes a tiny city; the versions of what a case of it pins."""
    from tongban.kernel.declarations import api as declarations
    from tongban.services.cases.tests import city, services

    fee = f'{{ text = {{ zh = "费", en = "Fee" }}, rule = "fees", decision = "fee", legal_basis = {city.LAW} }}'
    food = city.offer("食品经营许可", "Food licence", "market", fee=fee)
    package = city.write(folder / "tiny", offers={"food": food}, rules={"fees": services.FEES})
    declarations.publish(declarations.read(package), at=START - DAY)
    wanted = {"offers": "food", "forms": "shop", "processes": "market"}
    return {kind: declarations.current(kind, key).version for kind, key in wanted.items()}


def invented(count: int, versions: dict[str, str], chance: random.Random) -> Year:
    """The year: every case lawful but for its plant, if it has one."""
    year, acts = Year(), [*PLANTS, *NEAR]
    for place in range(1, count + 1):
        one = _case(year, place, versions, chance)
        dice = chance.random()
        chosen = int(dice / SHARE)
        late = chosen == len(acts)
        if chosen < len(acts):
            acts[chosen](one)
        _finish(one, late=late)
    return year


def _case(year: Year, place: int, versions: dict[str, str], chance: random.Random) -> Making:
    from tongban.engines.processes.models import Instance
    from tongban.services.cases.models import Case, Matter
    from tongban.trust.authority import api as authority

    unit, at = authority.unit("c.market"), START + chance.random() * 360 * DAY
    number, title = f"430700-2025-{place:06d}-X", {"title_zh": "食品经营许可", "title_en": "Food licence"}
    where = {"unit": unit.code, "unit_path": unit.path}
    case = Case(
        pk=place, number=number, offer="food", offer_version=versions["offers"], form="shop",
        form_version=versions["forms"], process="market", process_version=versions["processes"], person=f"p{place}",
        name="x", state="closed", opened_at=at, accepted_at=at + DAY, decided_at=at + 8 * DAY, closed_at=at + 8 * DAY,
        **title, **where,
    )  # fmt: skip
    matter = Matter(
        pk=place, case=case, position=0, offer="food", offer_version=versions["offers"], state="decided",
        outcome="granted", decided_at=at + 8 * DAY, **title, **where,
    )  # fmt: skip
    process = Instance(
        pk=place, host="cases", key="market", version=versions["processes"], business_key=number, status="completed",
        started=at, started_by="x", ended=at + 8 * DAY,
    )  # fmt: skip
    lawful = {"law": {"zh": "食品安全法", "en": ""}, "article": "第三十五条", "source": "x"}
    return Making(year, chance, number, at, case, matter, process, list(STEPS), lawful)


def _finish(one: Making, *, late: bool) -> None:
    from tongban.engines.processes.models import History
    from tongban.services.cases.models import Decision

    over = one.case.decided_at
    if one.case.state == "closed":
        one.matter.outcome = one.case.outcome = "refused" if one.refused else "granted"
        made = Decision(
            matter=one.matter, task=one.case.pk, outcome=one.matter.outcome, reasons="x", basis=one.basis, by="x",
            by_name="x", post_zh="", post_en="", unit=one.case.unit, at=over,
        )  # fmt: skip
        one.year.add(made)
    else:
        one.case.decided_at, one.case.outcome = None, ""
        one.matter.state, one.matter.outcome, one.matter.decided_at = "dropped", "", None
    lines = [
        ("started", "start"),
        *(("completed" if step in ("examine", "inspect") else "passed", step) for step in one.done),
    ]
    for place, (kind, element) in enumerate(lines):
        moment = one.at + place * 60 * MINUTE
        one.year.add(
            History(instance=one.process, business_key=one.number, at=moment, by="x", kind=kind, element=element)
        )
    one.year.add(one.case, one.matter, one.process)
    _clock(one, late=late)


def _clock(one: Making, *, late: bool) -> None:
    from tongban.services.cases.events import CaseOverdue
    from tongban.services.cases.models import Clock

    due = one.at + (6 if late else 12) * DAY
    one.year.add(
        Clock(
            case=one.case, kind="handling", amount=10, unit="working_days", started_at=one.at, due_on=due.date(),
            due_at=due, yellow_at=due - DAY, stopped_at=one.at + 8 * DAY, result="missed" if late else "met",
            red_told=due if late else None,
        )
    )  # fmt: skip
    if late:
        one.planted("overdue")
        told = CaseOverdue(
            one.number, "food", one.case.offer_version, {"zh": "x", "en": "x"}, one.case.person, "", one.case.unit,
            "430700", "", one.case.unit, due.date(),
        )  # fmt: skip
        one.year.events += [(told, due)] * 2  # the clock's event once more, as after a crash


def write(year: Year) -> None:
    """Writes the rows in the order in which they refer to one another."""
    from django.db import transaction

    from tongban.engines.processes.models import History, Instance
    from tongban.services.cases.models import Case, Clock, Decision, Fact, Matter, Supplement
    from tongban.services.decisions.models import Entry
    from tongban.services.payments.models import Bill
    from tongban.trust.privacy import api as privacy

    order = (Case, Matter, Instance, History, Decision, Clock, Supplement, Fact, Bill, Entry)
    with transaction.atomic(), privacy.unchecked(reason="invented", by="bench", at=AT):
        for model in order:
            model.objects.bulk_create(year.rows.get(model, []), batch_size=BATCH)


def look(year: Year) -> tuple[set[tuple[str, str]], float]:
    """Everything that supervision does with the year: events of clocks, each case, ratings; what was found, how long."""
    from django.db import transaction

    from tongban.governance.supervision import api as supervision
    from tongban.governance.supervision import escalating, patterns
    from tongban.governance.supervision.models import Finding

    start = time.perf_counter()
    for event, at in year.events:
        with transaction.atomic():
            escalating.overdue(event, at)
    supervision.sweep(since=START.date() - DAY, until=START.date() + 370 * DAY, at=AT)
    took = time.perf_counter() - start
    found = set(Finding.objects.values_list("kind", "case"))
    given = marks(year, random.Random(5))
    found |= {("rated-badly", person) for person, _ in patterns.badly(given, quarter="2025-Q1")}
    for person in sorted({one.person for one in given}):
        own = [one for one in given if one.person == person]
        found |= {(one.kind, person) for one in patterns.in_a_row(own)}
    return found, took


def scores(truth: set[tuple[str, str]], found: set[tuple[str, str]]) -> dict[str, tuple[int, int, float, float]]:
    """By kind: planted, found, precision, recall."""
    told = {}
    for kind in sorted({kind for kind, _ in truth | found}):
        planted, seen = ({one for one in some if one[0] == kind} for some in (truth, found))
        both = len(planted & seen)
        told[kind] = (
            len(planted),
            len(seen),
            both / len(seen) if seen else 1.0,
            both / len(planted) if planted else 1.0,
        )
    return told


def report(told: dict[str, tuple[int, int, float, float]]) -> None:
    print(f"{'finding':28}{'planted':>9}{'found':>9}{'precision':>11}{'recall':>9}")
    for kind, (planted, found, precision, recall) in told.items():
        print(f"{kind:28}{planted:9,}{found:9,}{precision:11.3f}{recall:9.3f}")


def bare(count: int) -> float:
    """Seconds to read the rows of as many cases without looking at them: case, parts, notices, clocks, log."""
    from tongban.engines.processes.models import History
    from tongban.services.cases.models import Case, Clock, Matter, Supplement

    start = time.perf_counter()
    for case, number in Case.objects.order_by("pk").values_list("pk", "number")[:count]:
        for model in (Matter, Supplement, Clock):
            list(model.objects.filter(case=case).values())
        list(History.objects.filter(business_key=number).values())
    return time.perf_counter() - start


def simulate(folder: Path, count: int) -> tuple[Year, set[tuple[str, str]], float]:
    """The whole of it, in the database at hand."""
    year = invented(count, city(folder), random.Random(11))
    write(year)
    found, took = look(year)
    return year, found, took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tongban-bench-") as folder:
        prepare(Path(folder))
        year, found, took = simulate(Path(folder), chosen.cases)
        print(f"{chosen.cases:,} cases, {len(year.truth):,} violations planted among near misses")
        report(scores(year.truth, found))
        some = min(2000, chosen.cases)
        ratio = (took / chosen.cases) / (bare(some) / some)
        print(f"a look at a case: {took / chosen.cases * 1000:.1f} ms, {ratio:.1f} times the bare reads of its rows")


if __name__ == "__main__":
    main()
