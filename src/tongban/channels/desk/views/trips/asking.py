"""What is asked about a step of a trip, act by act, and the step that was described."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms as pages
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongban.kernel.declarations.api import Text
from tongban.services.cases.api.trips import OF_OFFICIALS, Look, Step, Task, Wanted

ACTS: dict[str, str | Promise] = {
    "accept": _("Accept"), "supplement": _("Ask for what is missing"), "decline": _("Do not accept"),
    "examine": _("Examine"), "inspect": _("Inspect"), "decide": _("Decide"), "do": _("Do the task"),
    "suspend": _("Stop the clock"), "resume": _("Let the clock run again"), "extend": _("Prolong"),
    "answer": _("The applicant answers the notice"), "withdraw": _("The applicant withdraws"),
    "pay": _("The applicant pays"), "wait": _("Time passes"),
    "supervise": _("Supervise from above"), "report": _("Report measures"), "settle": _("Accept the measures"),
    "offer-hearing": _("Tell of the right to a hearing"), "ask-hearing": _("The applicant asks for a hearing"),
    "call-hearing": _("Call the hearing"), "close-hearing": _("Lay down the record of the hearing"),
    "withdraw-part": _("The applicant takes a part back"),
}  # fmt: skip
OUTCOMES = (("granted", _("Grant")), ("refused", _("Refuse")))
ADVICE = (("grant", _("Recommend to grant")), ("refuse", _("Recommend to refuse")))
PASSED = (("yes", _("Requirements are met")), ("no", _("Requirements are not met")))
OF: dict[str, tuple[str, ...]] = {
    "supplement": ("items",), "decline": ("article", "reasons"), "examine": ("recommendation", "note"),
    "inspect": ("passed", "findings"), "decide": ("outcome", "article", "reasons"), "suspend": ("cause",),
    "resume": ("cause",), "extend": ("amount", "reasons"), "wait": ("on",),
    "supervise": ("amount", "reasons"), "report": ("findings",), "call-hearing": ("amount",),
    "close-hearing": ("findings", "note"),
}  # fmt: skip


def task_of(found: Look, act: str, part: str) -> Task | None:
    """The open task that an act would settle."""
    return next((one for one in found.tasks if act in one.acts and one.part == part), None)


class StepForm(pages.Form):
    """The questions of one act. `refused`: the act must be refused; `stands`: what came of it is expected."""

    on = pages.DateField(label=_("On which day"), required=False, help_text=_("Empty: a minute after the step before."))
    post = pages.ChoiceField(label=_("Who does it"))
    who = pages.SlugField(
        label=_("Same person as"),
        required=False,
        help_text=_("A name of your own; the same at two posts is one person."),
    )
    outcome = pages.ChoiceField(label=_("Decision"), choices=OUTCOMES)
    recommendation = pages.ChoiceField(label=_("Recommendation"), choices=ADVICE)
    passed = pages.ChoiceField(label=_("What was found"), choices=PASSED)
    article = pages.ChoiceField(label=_("Article"))
    findings = pages.CharField(label=_("Findings"), max_length=2000, required=False)
    note = pages.CharField(label=_("Note"), max_length=2000, required=False)
    reasons = pages.CharField(label=_("Reasons"), max_length=2000, required=False)
    cause = pages.CharField(label=_("Cause"), max_length=60, help_text=_("As the offer names it, for example hearing."))
    amount = pages.IntegerField(label=_("How many days"), min_value=1, max_value=999)
    items = pages.CharField(
        label=_("What is missing"), max_length=2000, widget=pages.Textarea(attrs={"rows": 4}),
        help_text=_("One a line. “text:” before it asks for words instead of a file."),
    )  # fmt: skip
    stands = pages.BooleanField(label=_("Expect the state and the last day that come of it"), required=False)

    def __init__(self, act: str, found: Look, part: str, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.act, self.part, self.found = act, part, found
        task = task_of(found, act, part)
        asked = {"on", "stands", *OF.get(act, ()), *(("post", "who") if act in OF_OFFICIALS else ())}
        for name in set(self.fields) - asked:
            del self.fields[name]
        if "post" in self.fields:
            posts = task.posts if task else found.posts
            self.fields["post"].choices = [(one.code, f"{one.unit_name} · {one.title}") for one in posts]  # type: ignore[attr-defined]
        if "article" in self.fields:
            self.fields["article"].choices = list(task.articles) if task else []  # type: ignore[attr-defined]
        if act == "wait":
            self.fields["on"].required = True

    def step(self, answers: Mapping[str, Any]) -> Step:
        """The step; `answers` are those of the desk form that it is done with."""
        said = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        said.pop("stands", None)
        if "passed" in said:
            said["passed"] = said["passed"] == "yes"
        if "items" in said:
            said["items"] = tuple(_items(said["items"]))
        part = self.part if self.act in OF_OFFICIALS else ""
        return Step(act=self.act, part=part, answers=dict(answers), **said)  # type: ignore[arg-type]


def _items(lines: str) -> list[Wanted]:
    found = []
    for place, line in enumerate(one.strip() for one in lines.splitlines() if one.strip()):
        words = line.removeprefix("text:").strip()
        wanted = "text" if line.startswith("text:") else "file"
        found.append(Wanted(f"item-{place}", Text(words, words), wanted))  # type: ignore[arg-type]
    return found


def answered(found: Look, given: Mapping[str, str]) -> dict[str, str]:
    """What the applicant writes for the items of the open notice that ask for words."""
    return {item: given.get(f"item-{item}", "")[:2000] for item, _text, wanted in found.items if wanted == "text"}
