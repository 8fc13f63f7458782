"""The front door of forms.

    form = forms.read(text, source)                        # or declarations.current("forms", key).value
    posted = forms.post_page(owner=…, key=…, form=form, form_key=…, form_version=…, page="company", posted=request.POST,
                             files=request.FILES, prefilled=prefilled, revision=…, at=at)
    view = forms.page_view(form=form, page="company", values=posted.draft.values, prefilled=prefilled,
                           errors=posted.result.errors, at=at)
    forms.submission(form=form, values=draft.values, prefilled=prefilled, at=at)   # FormInvalid, or the final values
    forms.hand_over(draft=draft.id, owner=…, to="case:…", at=at)                   # closes the draft, files go along

    forms.json_schema(form, at=at)                                                 # for programs, draft 2020-12
    forms.shaping.set_keys(text, (0, 2), {"length": 40})                           # a text changed piece by piece

Values are JSON: see `values`. `prefilled` maps the name of a bound field (see `bindings`) to a `Prefilled`.
"""

from tongban.engines.forms.api import shaping
from tongban.engines.forms.api.attachments import (
    Attachment,
    attach,
    attachment,
    attachments,
    detach,
    forget,
    open_attachment,
    sweep_files,
)
from tongban.engines.forms.api.drafts import (
    Draft,
    DraftConflict,
    DraftError,
    delete_draft,
    draft,
    drafts,
    expire_drafts,
    hand_over,
    open_draft,
    save_draft,
)
from tongban.engines.forms.api.drawing import FieldView, OptionView
from tongban.engines.forms.api.outcomes import Condition, Course, conditions, course
from tongban.engines.forms.api.pages import (
    FieldError,
    FormInvalid,
    PageResult,
    bindings,
    context,
    submission,
    validate_all,
    validate_page,
    visible_pages,
)
from tongban.engines.forms.api.posting import Posted, post_page
from tongban.engines.forms.api.revisions import (
    Change,
    Foreseen,
    Move,
    Moved,
    Stays,
    Verdict,
    compare,
    foresee_drafts,
    judged,
    move_drafts,
    moves,
    prove,
    record_move,
    renewed,
    told,
)
from tongban.engines.forms.api.views import Answer, PageView, answers, page_view
from tongban.engines.forms.checks import declare_held
from tongban.engines.forms.declarations import Field, Form, Page, Requirement, read
from tongban.engines.forms.divisions import Place, declare_divisions
from tongban.engines.forms.importing.writing import written
from tongban.engines.forms.kinds import REGISTRY, Kind
from tongban.engines.forms.kinds.identifiers import declare_validator
from tongban.engines.forms.options import Option
from tongban.engines.forms.paper import on_paper
from tongban.engines.forms.samples import declaration, sample_form
from tongban.engines.forms.sayings import say as SAYINGS  # noqa: N812 (a table of texts)
from tongban.engines.forms.schema import json_schema
from tongban.engines.forms.walk import Prefilled

__all__ = [
    "SAYINGS",
    "Answer",
    "Attachment",
    "Change",
    "Condition",
    "Course",
    "Draft",
    "DraftConflict",
    "DraftError",
    "Field",
    "FieldError",
    "FieldView",
    "Foreseen",
    "Form",
    "FormInvalid",
    "Kind",
    "Move",
    "Moved",
    "Option",
    "OptionView",
    "Page",
    "PageResult",
    "PageView",
    "Place",
    "Posted",
    "Prefilled",
    "Requirement",
    "Stays",
    "Verdict",
    "answers",
    "attach",
    "attachment",
    "attachments",
    "bindings",
    "compare",
    "conditions",
    "context",
    "course",
    "declaration",
    "declare_divisions",
    "declare_held",
    "declare_validator",
    "delete_draft",
    "detach",
    "draft",
    "drafts",
    "expire_drafts",
    "foresee_drafts",
    "forget",
    "hand_over",
    "json_schema",
    "judged",
    "kinds",
    "move_drafts",
    "moves",
    "on_paper",
    "open_attachment",
    "open_draft",
    "page_view",
    "post_page",
    "prove",
    "read",
    "record_move",
    "renewed",
    "sample_form",
    "save_draft",
    "shaping",
    "submission",
    "sweep_files",
    "told",
    "validate_all",
    "validate_page",
    "visible_pages",
    "written",
]  # fmt: skip


def kinds() -> tuple[Kind, ...]:
    """Every kind of field, in the order of the reference."""
    return tuple(REGISTRY.values())
