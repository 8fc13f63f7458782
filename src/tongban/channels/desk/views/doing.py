"""One act about to be done at the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from tongban.kernel.web.api import number
from tongban.services.cases import api as cases
from tongban.trust.authority.api import acting

LONGEST = 10_000


@dataclass(frozen=True)
class Doing:
    """One act about to be done: the request's answers, and the answers of the task's desk form."""

    request: HttpRequest
    view: cases.DeskView
    act: cases.Act
    answers: dict[str, Any]

    @property
    def who(self) -> dict[str, Any]:
        return {"by": acting(self.request), "at": timezone.now()}

    @property
    def task(self) -> int:
        if self.act.task is None:
            raise Http404(self.act.code)
        return self.act.task

    def text(self, name: str) -> str:
        return self.request.POST.get(name, "")[: LONGEST + 1].strip()

    def number(self, name: str) -> int:
        value = self.request.POST.get(name, "")
        found = number(value, digits=5)
        return -1 if found is None else found
