"""Static files under names that carry their content: compressed once, kept by browsers for a year, no build folder."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

_HASHED = re.compile(r"^(?P<stem>.+)\.(?P<hash>[0-9a-f]{12})(?P<ending>\.[^./]+)$")
YEAR = 31_536_000
_PACKED = ("text/", "image/svg+xml", "application/json", "application/javascript", "application/manifest+json")


@dataclass(frozen=True)
class Asset:
    """A static file in memory: content, compressed when that is smaller, media type, first digits of its hash."""

    body: bytes
    packed: bytes
    media_type: str
    digest: str


@lru_cache(maxsize=512)
def _load(path: str, _changed: int) -> Asset:
    body = Path(path).read_bytes()
    media_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
    packed = gzip.compress(body, 9, mtime=0) if media_type.startswith(_PACKED) else b""
    shown = f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
    return Asset(body, packed if len(packed) < len(body) else b"", shown, hashlib.sha256(body).hexdigest()[:12])


@lru_cache(maxsize=1024)
def _find(name: str) -> str:
    try:
        found = finders.find(name)
    except (SuspiciousFileOperation, ValueError):  # a path that leads out of the folder, or no path at all
        return ""
    return found if isinstance(found, str) and Path(found).is_file() else ""


def asset(name: str) -> Asset | None:
    """A static file of any block by its name, or None. In debug mode it is read again when it changed."""
    path = _find(name)
    if not path:
        return None
    return _load(path, Path(path).stat().st_mtime_ns if settings.DEBUG else 0)


class HashedStatic(StaticFilesStorage):
    """Static storage whose addresses carry the content's hash, so a new release is a new address."""

    def url(self, name: str | None) -> str:
        found = asset(name or "")
        stem, dot, ending = (name or "").rpartition(".")
        return super().url(f"{stem}.{found.digest}{dot}{ending}" if found and dot else name)


@require_safe
def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Serves a static file by either of its addresses. Raises Http404 when there is none, or its hash is another."""
    hashed = _HASHED.match(path)
    found = asset(f"{hashed['stem']}{hashed['ending']}") if hashed else None
    lasting = bool(hashed and found and found.digest == hashed["hash"])
    if not lasting:
        found = asset(path)
    if found is None:
        raise Http404(path)
    packed = bool(found.packed) and "gzip" in request.headers.get("Accept-Encoding", "")
    tag = f'"{found.digest}{"-gz" if packed else ""}"'
    same = tag in parse_etags(request.headers.get("If-None-Match", ""))
    body = b"" if same else found.packed if packed else found.body
    response = HttpResponse(body, content_type=found.media_type, status=304 if same else 200)
    response["ETag"] = tag
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable" if lasting else "public, no-cache"
    if packed and not same:
        response["Content-Encoding"] = "gzip"
    return response
