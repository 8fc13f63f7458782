"""The front door of form books: what a text of a form says, what is wrong with it and where, changes piece by piece.

Texts are changed through `governance/drafts` as the kind `forms`; here is what only forms know:

    draft = drafts.open_draft(kind="forms", key="shop-sign", by=owner, at=at)
    found = outline(draft.text)                        # pages and questions, each with a mark of what was seen
    set_keys(form="shop-sign", spot=Spot("shop", "area"), keys={"min": 5}, seen=mark, by=owner, at=at)
    review(draft.text, "shop-sign").findings           # with line, column and the piece that they stand in
    foresee(form="shop-sign", new=review.form, at=at)  # who would move to it, who would stay, and why

Refusals are those of drafts, and PieceClash (somebody else changed the same piece).
"""

from tongban.governance.formbooks.checking import Finding, Review, review
from tongban.governance.formbooks.diff import TextLine, text_changes
from tongban.governance.formbooks.foreseeing import foresee
from tongban.governance.formbooks.outline import Outline, PageLine, Question, Spot, outline
from tongban.governance.formbooks.pieces import PieceClash, add_page, add_question, move, remove, set_keys, tidy
from tongban.governance.formbooks.trips import covering, expecting, keeping, recording
from tongban.governance.formbooks.trips.rehearsing import Played, Trip, known, package_trips, play_one, rehearse
from tongban.governance.formbooks.uses import uses

__all__ = [
    "Finding", "Outline", "PageLine", "PieceClash", "Played", "Question", "Review", "Spot", "TextLine", "Trip",
    "add_page", "add_question", "covering", "expecting", "foresee", "keeping", "known", "move", "outline",
    "package_trips", "play_one", "recording", "rehearse", "remove", "review", "set_keys", "text_changes", "tidy",
    "uses",
]  # fmt: skip
