"""The front door of cases.

    case = open_case(offer="food-licence", draft=draft.id, prefilled=prefilled, by=resident, at=at)   # CaseView
    page = inbox(by=clerk, at=at, filters=Filters(who="team", light="red"))
    view = desk_case(number=case.number, by=clerk, at=at); act = view.act("accept")
    accept(task=act.task, by=clerk, at=at) ... decide(task=…, outcome="granted", article=0, by=leader, at=at)

Times are aware and in UTC; days are days of the node. Officials act on tasks (by id) or on whole cases (by receipt
number), applicants on their own cases. Refusals: CaseError and its kinds NotFound, Conflict, Incomplete (with
`field`), each with a translatable `message`; authority.Denied; forms.FormInvalid. After a refusal nothing has changed.
`tick` is called by the node's clock, `recompute` after a calendar was published.
"""

from tongban.services.cases.access import readable
from tongban.services.cases.api import batches, trips
from tongban.services.cases.api.acceptance import (
    Missing,
    Reply,
    accept,
    answer_supplement,
    decline_acceptance,
    request_supplement,
)
from tongban.services.cases.api.board import Board, BoardRow, board
from tongban.services.cases.api.calendars import Move, due_moves, preview_calendar, recompute
from tongban.services.cases.api.decisions import decide, withdraw
from tongban.services.cases.api.desk import Act, DeskView, Found, desk_case
from tongban.services.cases.api.erasing import erase
from tongban.services.cases.api.examination import examine, inspect, settle_task
from tongban.services.cases.api.files import add_file, case_file
from tongban.services.cases.api.handing import delegate, recipients, resolve, transfer
from tongban.services.cases.api.hearing import (
    ask_hearing,
    call_hearing,
    chairs,
    close_hearing,
    drop_hearing,
    offer_hearing,
    record_statement,
)
from tongban.services.cases.api.inbox import Counts, Filters, Page, Row, TaskRow, inbox
from tongban.services.cases.api.moving import (
    Migration,
    cancel_migration,
    confirm_migration,
    may_confirm,
    may_migrate,
    migrations,
    obstacle,
    preview_migration,
    propose_migration,
    suggest_mapping,
)
from tongban.services.cases.api.obligations.breaching import settle_breach
from tongban.services.cases.api.obligations.choosing import Choice, choices
from tongban.services.cases.api.obligations.fulfilling import check_proof, supply
from tongban.services.cases.api.opening import draft_owner, open_case
from tongban.services.cases.api.opinions import OpinionPage, OpinionView, ask_opinion, give_opinion, opinion, opinions
from tongban.services.cases.api.originals import inspect_original
from tongban.services.cases.api.papers import on_paper
from tongban.services.cases.api.parties import About, about, unread
from tongban.services.cases.api.parting import Parting, parting, withdraw_part
from tongban.services.cases.api.planning import LegView, PlanView, plan
from tongban.services.cases.api.prefilling import Waiting, prefill, waiting_for
from tongban.services.cases.api.prolonging import Granted, extend, more_time
from tongban.services.cases.api.reading import Cases, CaseView, Earlier, Issued, Notice, Part, Summary, case, my_cases
from tongban.services.cases.api.reasons import reasons
from tongban.services.cases.api.reconsidering.contesting import Contestable, contestable
from tongban.services.cases.api.reconsidering.deciding import Again, again, reconsider
from tongban.services.cases.api.reconsidering.showing import Tie
from tongban.services.cases.api.records import CaseRecord, NoticeRecord, PartRecord, opened_between, records
from tongban.services.cases.api.reminding import CopyRow, Sent, my_copies, read_copy, readers, send_copy, urge
from tongban.services.cases.api.renewing import foresee_forms, renew_forms
from tongban.services.cases.api.reopening import ReopeningView, propose_reopening, settle_reopening, steps_again
from tongban.services.cases.api.repairing import Doubtful, Running, repair, running
from tongban.services.cases.api.retention import Closed, closed_before, keep_still, why_kept
from tongban.services.cases.api.reusing import Held, held, reuse
from tongban.services.cases.api.routings import OtherRow, RoutingView
from tongban.services.cases.api.standing import go_on, halt
from tongban.services.cases.api.supervising import (
    SupervisionView,
    accept_measures,
    answer_supervision,
    reissue,
    supervise,
)
from tongban.services.cases.api.suspending import Stood, pause_rules, resume, suspend
from tongban.services.cases.api.time import Why, tick, why
from tongban.services.cases.api.turning import Back, add_department, addable, recall, send_back, ways_back
from tongban.services.cases.api.work import assign, claim, release
from tongban.services.cases.attributes import ATTRIBUTES
from tongban.services.cases.colleagues import Recipient
from tongban.services.cases.errors import CaseError, Conflict, Destroyed, Incomplete, NotFound
from tongban.services.cases.facts import Known
from tongban.services.cases.hearings import HearingView, Party
from tongban.services.cases.history import Line
from tongban.services.cases.limits import More
from tongban.services.cases.numbers import tidy as tidy_number
from tongban.services.cases.obligations import ObligationView
from tongban.services.cases.operations.registry import Failed, retry
from tongban.services.cases.outputs import results_of
from tongban.services.cases.remarks import RemarkView
from tongban.services.cases.remedies import Remedy
from tongban.services.cases.repeats import RepeatedUpload, repeated_uploads
from tongban.services.cases.scenarios.covering import Coverage, Seen, coverage
from tongban.services.cases.scenarios.mutating import Tally, mutate
from tongban.services.cases.scenarios.publishing import Rehearsal, publish_package, rehearse
from tongban.services.cases.showing import PaperView

__all__ = [
    "Act", "Board", "BoardRow", "CaseError", "CaseView", "Cases", "Conflict", "Counts", "Coverage", "DeskView",
    "Failed", "Filters", "Found", "Incomplete", "Issued", "Known", "Line", "Missing", "NotFound", "Notice",
    "OpinionPage", "OpinionView", "Page", "Part", "Rehearsal", "RepeatedUpload", "Reply", "Row", "Seen", "Summary",
    "Tally", "TaskRow", "Waiting", "Why", "accept", "add_file", "answer_supplement", "ask_opinion", "assign", "board",
    "case", "case_file", "claim", "coverage", "decide", "decline_acceptance", "desk_case", "draft_owner", "examine",
    "extend", "foresee_forms", "give_opinion", "inbox", "inspect", "mutate", "my_cases", "on_paper", "open_case",
    "opinion", "opinions", "prefill", "publish_package", "reasons", "recompute", "rehearse", "release",
    "renew_forms", "repeated_uploads", "request_supplement", "results_of", "resume", "retry", "settle_task",
    "suspend", "tick", "tidy_number", "waiting_for", "why", "withdraw",
]  # fmt: skip
__all__ += ["ATTRIBUTES", "About", "about", "unread"]
__all__ += [
    "Back", "CopyRow", "Doubtful", "Migration", "Recipient", "RemarkView", "Running", "Sent", "add_department",
    "addable", "cancel_migration", "confirm_migration", "delegate", "go_on", "halt", "may_confirm", "may_migrate",
    "migrations", "my_copies", "obstacle", "preview_migration", "propose_migration", "read_copy", "readers", "recall",
    "recipients", "repair", "resolve", "running", "send_back", "send_copy", "suggest_mapping", "transfer", "urge",
    "ways_back",
]  # fmt: skip
__all__ += ["SupervisionView", "accept_measures", "answer_supervision", "reissue", "supervise"]
__all__ += ["CaseRecord", "NoticeRecord", "PartRecord", "opened_between", "records"]
__all__ += [
    "HearingView", "Party", "ask_hearing", "call_hearing", "chairs", "close_hearing", "drop_hearing", "offer_hearing",
    "record_statement",
]  # fmt: skip
__all__ += ["Move", "due_moves", "preview_calendar", "readable"]
__all__ += ["batches", "trips"]
__all__ += ["OtherRow", "RoutingView"]
__all__ += ["Granted", "More", "Stood", "more_time", "pause_rules"]
__all__ += ["Choice", "ObligationView", "check_proof", "choices", "settle_breach", "supply"]
__all__ += ["Earlier", "ReopeningView", "propose_reopening", "settle_reopening", "steps_again"]
__all__ += ["Closed", "Destroyed", "closed_before", "erase", "keep_still", "why_kept"]
__all__ += ["Held", "PaperView", "held", "inspect_original", "reuse"]
__all__ += ["LegView", "Parting", "PlanView", "parting", "plan", "withdraw_part"]
__all__ += ["Again", "Contestable", "Remedy", "Tie", "again", "contestable", "reconsider"]
