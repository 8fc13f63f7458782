"""Files of a posted page: added to, taken out of, and put in place of those of a draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tongban.engines.forms.api.attachments import attach, detach
from tongban.engines.forms.declarations import Field
from tongban.engines.forms.kinds.kind import several
from tongban.engines.forms.kinds.photo import Photo
from tongban.kernel.web import api as web


def judge_content(asked: Field, file: Any) -> None:
    """Raises ValueError when a picture is too small. What is no picture at all is refused where it is kept."""
    if not isinstance(asked.of, Photo):
        return
    data = file if isinstance(file, bytes) else b"".join(file.chunks())
    if not isinstance(file, bytes):
        file.seek(0)
    asked.of.judge_file(asked, data)


def receive(
    asked: Field,
    *,
    posted: Mapping[str, Any],
    files: Mapping[str, Any],
    stored: Any,
    draft: int | None,
    owner: str,
    at: dt.datetime,
) -> tuple[list[str], str]:
    """The attachment ids of an upload field after this post, and what is wrong with a new file. A new file takes the
    place of the old where only one is allowed; a refused file leaves the old one.
    """
    ids = [str(item) for item in stored] if isinstance(stored, list | tuple) else []
    most = int(asked.max or 1)
    for gone in several(posted, f"{asked.name}-remove"):
        if gone in ids and draft is not None:
            detach(id=gone, owner=owner, draft=draft)
            ids.remove(gone)
    for file in several(files, asked.name):
        if draft is None:
            raise ValueError("files were posted, but no draft was given to hold them")
        if most > 1 and len(ids) >= most:
            return ids, _("At most %(limit)s files. Remove one before adding another.") % {"limit": most}
        try:
            judge_content(asked, file)
            new = attach(
                owner=owner, draft=draft, field=asked.name, file=file, accept=asked.accept, at=at, max_mb=asked.max_mb
            )
        except (web.BadInput, ValueError) as error:
            return ids, str(error)
        if most == 1:
            for old in set(ids) - {new.id}:
                detach(id=old, owner=owner, draft=draft)
            ids = []
        if new.id not in ids:
            ids.append(new.id)
    return ids, ""
