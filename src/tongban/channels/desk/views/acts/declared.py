"""What an act's page is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from tongban.channels.desk.views.doing import Doing
from tongban.services.cases import api as cases

Choices = Callable[[HttpRequest, cases.DeskView, cases.Act], dict[str, Any]]


def _nothing(request: HttpRequest, view: cases.DeskView, act: cases.Act) -> dict[str, Any]:
    del request, view, act
    return {}


@dataclass(frozen=True)
class ActPage:
    """What its POST does, and what its page offers to pick from. The page is `desk/acts/<code>.html`, whose words and
    fields stand inside one form; `files`: the form takes files. `at_once`: a button without a page.
    """

    do: Callable[[Doing], Any]
    choices: Choices = _nothing
    files: bool = False
    at_once: bool = False
