"""Sending a stored file to a browser: as a download, never as a page of ours."""

from __future__ import annotations

import urllib.parse

from django.http import HttpResponse


def inert(data: bytes, media_type: str, name: str) -> HttpResponse:
    """Bytes that a browser saves under `name` and does not run."""
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{urllib.parse.quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store"
    return response
