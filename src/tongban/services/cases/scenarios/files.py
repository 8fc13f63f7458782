"""Small files for the uploads of a scenario: named in the answers, made here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tongban.engines.forms import api as forms

PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""
KINDS = ("pdf", "jpeg", "png")


def attached(names: Iterable[str], *, field: str, owner: str, at: dt.datetime, **to: Any) -> list[str]:
    """Attaches a file for each name; returns their ids. `to`: `draft`, or `holder`."""
    found = []
    for name in names:
        file = SimpleUploadedFile(name, PDF, "application/pdf")
        found.append(forms.attach(owner=owner, field=field, file=file, accept=KINDS, at=at, **to).id)
    return found
