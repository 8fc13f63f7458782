"""`tongban trace`, `tongban urls`: where things happen."""

from __future__ import annotations

import argparse
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tongban.cli.guard import Refused
from tongban.cli.serve import set_up

ROOT = Path(__file__).parents[1]


def add_commands(commands: Any) -> None:
    """Adds this module's commands to the command line."""
    trace = commands.add_parser("trace", help="where an offer's case passes, with file and line")
    trace.add_argument("offer", help="for example food-licence")
    trace.set_defaults(run=run_trace)
    urls = commands.add_parser("urls", help="every address, its view and who may call it")
    urls.set_defaults(run=run_urls)


def place(what: Callable[..., object]) -> str:
    """`path:line` of a function, relative to the product."""
    what = inspect.unwrap(what)
    path = Path(inspect.getsourcefile(what) or "?")
    line = inspect.getsourcelines(what)[1]
    return f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path}:{line}"


def steps(offer: str) -> Iterator[tuple[str, str]]:
    """Where (file and line) and what, in the order in which a case passes. Raises LookupError: no such offer."""
    from tongban.channels.portal import api as portal
    from tongban.engines.forms import api as forms
    from tongban.engines.processes import api as processes
    from tongban.engines.rules import api as rules
    from tongban.exchange.mediator import api as mediator
    from tongban.kernel.declarations import api as declarations
    from tongban.services.cases import api as cases
    from tongban.services.certificates import api as certificates
    from tongban.services.offers import api as offers
    from tongban.services.payments import api as payments

    item = declarations.current("offers", offer)
    value = offers.offer(key=offer)
    form = declarations.current("forms", value.form)
    process = declarations.current("processes", value.process)
    yield item.source, f"the offer: {value.title.en}"
    yield place(portal.apply_view()), "the page where a person applies"
    yield form.source, "the form"
    yield place(forms.page_view), "renders a page of it"
    yield place(mediator.ask), "prefill with provenance; the read is logged"
    yield place(forms.save_draft), "keeps the draft"
    yield place(cases.open_case), "receipt number, versions pinned, CaseOpened"
    yield process.source, "the process"
    yield place(processes.start), "runs it; tasks to posts of the departments"
    yield place(cases.accept), "a clerk accepts; the legal clock starts"
    yield place(rules.decide), "decision tables, trace with articles"
    yield place(payments.bill), "the fee"
    yield place(cases.decide), "the decision with reasons and article"
    for result in value.results:
        if result.document:
            yield (
                declarations.current("documents", result.document).source,
                f"the document: {result.title.en}",
            )
    yield place(certificates.issue), "PDF, seal, record signature, verifiable by anybody"


def run_trace(chosen: argparse.Namespace) -> int:
    """Prints the journey of an offer."""
    set_up()
    try:
        rows = list(steps(chosen.offer))
    except LookupError as error:
        raise Refused(str(error)) from None
    width = max(len(where) for where, _ in rows)
    for number, (where, what) in enumerate(rows, 1):
        print(f"{number:>2}  {where:<{width}}  {what}")
    return 0


def run_urls(chosen: argparse.Namespace) -> int:
    """Prints every address with its view and access rule."""
    del chosen
    set_up()
    from tongban.trust.authority import api as authority

    for rule in authority.access_rules():
        print(f"{rule.pattern:<58} {rule.view:<58} {rule.rule}")
    return 0
