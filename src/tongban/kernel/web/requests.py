"""What a view may believe about a request."""

from __future__ import annotations

import ipaddress
import urllib.parse

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme


def _local(address: str) -> bool:
    if not address.startswith("/") or address.startswith(("//", "/\\")) or "\\" in address:
        return False
    if any(ord(character) < 0x21 or ord(character) == 0x7F for character in address):  # noqa: PLR2004 (controls, space)
        return False
    return url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def safe_next(request: HttpRequest, default: str = "/") -> str:
    """The path to go on to (`next` of the form or the query) when it lies on this site, else `default`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if len(wanted) <= 2000 and _local(wanted) else default  # noqa: PLR2004 (longest address browsers share)


def number(text: str, *, digits: int = 18) -> int | None:
    """A whole number from an address or a field, at most so long (18 digits fit every key); None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


def client_address(request: HttpRequest) -> str:
    """The client's IP address, or an empty text. Only as many forwarded hops are believed as CONFIG.proxies names."""
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    proxies: int = settings.CONFIG.proxies
    direct = str(request.META.get("REMOTE_ADDR") or "")
    shown = hops[-proxies] if proxies and len(hops) >= proxies else direct
    for candidate in (shown, direct):
        try:
            return str(ipaddress.ip_address(candidate.removeprefix("[").partition("]")[0]))
        except ValueError:
            continue
    return ""


def allow_form_target(response: HttpResponseBase, address: str) -> None:
    """Lets the form on this page lead to another site (the payment channel, an OAuth client), named by its address."""
    parts = urllib.parse.urlsplit(address)
    if parts.scheme in ("http", "https") and parts.hostname and not set(parts.netloc) & set(" ;,'\"@"):
        targets = getattr(response, "form_targets", ())
        response.form_targets = (*targets, f"{parts.scheme}://{parts.netloc}")  # type: ignore[attr-defined] # read by SecurityHeaders
