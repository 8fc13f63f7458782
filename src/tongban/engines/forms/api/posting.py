"""A posted page: checked and saved in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tongban.engines.forms.api.drafts import Draft, locked, merge, shown
from tongban.engines.forms.api.pages import PageResult, validate_page
from tongban.engines.forms.declarations import Form, Page
from tongban.engines.forms.walk import Fixed


@dataclass(frozen=True)
class Posted:
    """A page that was posted: the draft as saved, and what was right and wrong."""

    draft: Draft
    result: PageResult


def post_page(
    *,
    owner: str,
    key: str,
    form: Form,
    form_key: str,
    form_version: str,
    page: Page | str,
    posted: Mapping[str, Any],
    at: dt.datetime,
    files: Mapping[str, Any] | None = None,
    prefilled: Fixed | None = None,
    revision: int | None = None,
) -> Posted:
    """Checks a posted page and saves it in one transaction: what was written is kept, right or wrong, files too.

    Raises what `save_draft` raises; LookupError for an unknown page.
    """
    page = form.page(page) if isinstance(page, str) else page
    with transaction.atomic():
        row = locked(owner, key, form_key, form_version, at)
        result = validate_page(
            form=form, page=page, posted=posted, values=row.values, files=files, prefilled=prefilled,
            draft=row.pk, owner=owner, at=at,
        )  # fmt: skip
        merge(row, result.values, page.id, revision, at)
        return Posted(shown(row), result)
