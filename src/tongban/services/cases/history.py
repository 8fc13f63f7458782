"""The story of a case: who did what, as codes that are put into words in the reader's language."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from tongban.kernel.declarations.api import Text
from tongban.services.cases.models import Case, HistoryLine
from tongban.trust.authority.api import Post, Subject

SENTENCES = {
    "opened": _("Application received"),
    "claimed": _("Task taken: %(task)s"),
    "released": _("Task given back: %(task)s"),
    "assigned": _("Task given to a colleague: %(task)s"),
    "transferred": _("Task handed over: %(task)s"),
    "delegated": _("Task delegated: %(task)s"),
    "resolved": _("Delegated task given back: %(task)s"),
    "urged": _("Task urged: %(task)s"),
    "copied": _("Copy sent to %(count)s"),
    "returned": _("Sent back to %(what)s"),
    "recalled": _("Taken back: %(task)s"),
    "party-added": _("Another department takes part in %(task)s: %(what)s"),
    "halted": _("The process stands still by order"),
    "continued": _("The process goes on"),
    "repaired": _("The process was repaired by an administrator"),
    "form-renewed": _("The form was renewed; all answers were kept"),
    "form-kept": _("The case stays on its version of the form, because of “%(what)s”"),
    "migrated": _("The process goes on under another version"),
    "accepted": _("Application accepted"),
    "deemed-accepted": _("Accepted by law: nobody answered within the time for acceptance"),
    "declined": _("Application not accepted"),
    "supplement-requested": _("Supplement notice %(sequence)s, things missing: %(count)s"),
    "supplement-answered": _("Supplement notice %(sequence)s answered"),
    "supplement-lapsed": _("The time to answer supplement notice %(sequence)s is over"),
    "examined": _("Examined: %(part)s"),
    "inspected": _("Inspected on site"),
    "done": _("Done: %(task)s"),
    "opinion-asked": _("Opinion asked of %(what)s"),
    "opinion-given": _("Opinion given"),
    "opinion-void": _("No answer was needed any more: %(what)s"),
    "opinion-soon": _("Reminded that the answer is due soon: %(what)s"),
    "opinion-no_objection": _("No answer in time, which counts as no objection: %(what)s"),
    "opinion-escalate": _("No answer in time, laid before %(post)s: %(what)s"),
    "opinion-wait": _("No answer in time, still awaited: %(what)s"),
    "granted": _("Granted: %(part)s"),
    "refused": _("Refused: %(part)s"),
    "part-withdrawn": _("Taken back by the applicant: %(part)s"),
    "part-fell": _("Falls away with it: %(part)s"),
    "part-dropped": _("Not needed here: %(part)s"),
    "suspended": _("The clock stands still: %(cause)s"),
    "resumed": _("The clock runs again"),
    "pause-over": _("Over: %(cause)s; the clock still stands for another cause"),
    "extended": _("Time prolonged by %(amount)s days"),
    "due-changed": _("The due day was computed anew"),
    "yellow": _("Warning: the due day is near"),
    "red": _("Overdue"),
    "fetched": _("Fetched from a register: %(what)s"),
    "billed": _("Bill issued"),
    "paid": _("Bill paid"),
    "certificate-issued": _("Certificate issued: %(what)s"),
    "original-agrees": _("The original was inspected and agrees: %(what)s"),
    "original-differs": _("The original was inspected and differs: %(what)s"),
    "paper-reused": _("Already held and taken from an earlier case: %(what)s"),
    "registered": _("Entered in the register"),
    "operation-failed": _("A service could not do its part: %(what)s"),
    "operation-retried": _("A service is asked again: %(what)s"),
    "supervision-issued": _("Supervised from above, item %(sequence)s"),
    "supervision-answered": _("Measures reported on supervised item %(sequence)s"),
    "supervision-accepted": _("Supervised item %(sequence)s is settled"),
    "supervision-overdue": _("Supervised item %(sequence)s was not answered in time"),
    "hearing-offered": _("Told of the right to a hearing"),
    "hearing-stated": _("The statement of an interested person was received"),
    "hearing-asked": _("A hearing was asked for: the time stands still"),
    "hearing-called": _("The hearing is called"),
    "hearing-closed": _("The hearing was held; its record is signed"),
    "hearing-waived": _("Nobody asked for a hearing in time"),
    "hearing-dropped": _("The hearing was given up"),
    "obligation-pledge": _("Pledged instead of proved: %(what)s"),
    "obligation-gap": _("To follow: %(what)s"),
    "obligation-open": _("The time to prove it runs: %(what)s"),
    "obligation-reminded": _("Reminded: %(what)s"),
    "obligation-supplied": _("Proof received: %(what)s"),
    "obligation-rejected": _("The proof does not suffice, the time begins anew: %(what)s"),
    "obligation-fulfilled": _("Proved: %(what)s"),
    "obligation-breached": _("Not proved in time, or not true: %(what)s"),
    "obligation-revoked": _("Revoked after the breach: %(what)s"),
    "obligation-kept": _("Kept, the breach is excused: %(what)s"),
    "reopening-proposed": _("Proposed to take the case up again"),
    "reopening-refused": _("Not taken up again"),
    "reopened": _("Taken up again: the decision is set aside and made anew"),
    "reconsideration": _("Contested: reconsideration %(number)s"),
    "reconsideration-inadmissible": _("Reconsideration %(number)s was not accepted"),
    "reconsideration-withdrawn": _("Reconsideration %(number)s was withdrawn"),
    "reconsideration-terminated": _("Reconsideration %(number)s ended without a decision"),
    "reconsidered-upheld": _("Reconsideration %(number)s: the decision is upheld"),
    "reconsidered-varied": _("Reconsideration %(number)s: the decision is varied"),
    "reconsidered-revoked": _("Reconsideration %(number)s: the decision is revoked and made anew"),
    "reconsidered-unlawful": _("Reconsideration %(number)s: the decision is confirmed unlawful and stays"),
    "reconsidered-rejected": _("Reconsideration %(number)s: the application is rejected"),
    "tacit": _("Granted by law: nobody decided within the time for it: %(part)s"),
    "tacit-refused": _("Refused by law: nobody decided within the time for it: %(part)s"),
    "escalated": _("Laid before %(what)s because the time ran out"),
    "decided": _("All decisions are made"),
    "closed": _("Case closed"),
    "withdrawn": _("Application withdrawn"),
}
CAUSES = {
    "hearing": gettext_noop("hearing"),
    "inspection": gettext_noop("inspection"),
    "test": gettext_noop("test"),
    "expert_review": gettext_noop("expert review"),
    "third_party": gettext_noop("third party"),
    "payment": gettext_noop("payment"),
    "force_majeure": gettext_noop("force majeure"),
}
TEXTS = frozenset({"task", "part", "unit", "what", "post"})  # details that hold a text in two languages


@dataclass(frozen=True)
class Line:
    """One line as a page shows it. `who` is empty for what the law or a program did, and hidden from applicants."""

    at: dt.datetime
    code: str
    text: str
    unit: str
    post: str
    who: str


def post_in(by: Subject, unit: str) -> Post | None:
    """The post in which an official acts for a unit: one of that unit if there is one."""
    return next((post for post in by.posts if post.unit == unit), by.posts[0] if by.posts else None)


def write(
    case: Case, code: str, *, by: Subject, at: dt.datetime, unit: str = "", public: bool = True, **detail: Any
) -> None:
    """Adds a line. `detail` holds numbers and texts of packages and units, never values of facts or free text."""
    post = post_in(by, unit)
    HistoryLine.objects.create(
        case=case,
        at=at,
        code=code,
        detail={name: {"zh": v.zh, "en": v.en} if isinstance(v, Text) else v for name, v in detail.items()},
        public=public,
        by=by.person,
        by_name=by.name if by.official else "",
        post_zh=post.title.zh if post else "",
        post_en=post.title.en if post else "",
        unit_zh=post.unit_name.zh if post else "",
        unit_en=post.unit_name.en if post else "",
    )


def lines(case: Case, *, public: bool) -> tuple[Line, ...]:
    """The story in order; with `public`, what the applicant may see, without names of officials."""
    rows = HistoryLine.objects.filter(case=case).order_by("id")
    rows = rows.filter(public=True) if public else rows
    return tuple(line(row, public=public) for row in rows)


def line(row: HistoryLine, *, public: bool) -> Line:
    words = {name: str(Text(**v)) if name in TEXTS and isinstance(v, dict) else v for name, v in row.detail.items()}
    if "cause" in words:
        words["cause"] = str(_(CAUSES.get(str(words["cause"]), str(words["cause"]))))
    return Line(
        at=row.at,
        code=row.code,
        text=str(SENTENCES[row.code]) % words,
        unit=str(Text(row.unit_zh, row.unit_en)),
        post="" if public else str(Text(row.post_zh, row.post_en)),
        who="" if public else row.by_name,
    )
