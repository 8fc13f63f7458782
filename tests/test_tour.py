"""docs/tour.md is executed: each answer shown there is the answer given."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest
from django.utils import translation

from tongban.demo import api as demo
from tongban.kernel.declarations import api as declarations
from tongban.systems import approvals

TOUR = Path(__file__).parents[1] / "docs" / "tour.md"
BLOCK = re.compile(r"```pycon\n(.*?)```", re.DOTALL)


@pytest.mark.django_db()
def test_the_tour_goes_as_it_says(at):
    demo.load_city(at=at, residents=60, companies=3)
    declarations.publish(declarations.read(Path(approvals.__file__).parent), at=at)
    text = TOUR.read_text(encoding="utf-8")
    steps = "\n".join(BLOCK.findall(text))
    assert steps.count(">>>") > 40
    test = doctest.DocTestParser().get_doctest(steps, {"at": at}, "tour", str(TOUR), 0)
    told: list[str] = []
    with translation.override("en"):
        result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False).run(test, out=told.append)
    assert result.failed == 0, "".join(told)
