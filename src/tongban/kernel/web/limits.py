"""How often one client may ask without signing in: counted per minute and address on the cache that workers share.

Guessing numbers and codes is the reason; an IPv6 client counts by its /64 network, which is what one household has.
The counter is read and written in two steps, so that requests of the same instant may count as one: this is a brake,
not a wall. The wall is the code itself.
"""

from __future__ import annotations

import datetime as dt
import ipaddress

from django.core.cache import cache
from django.http import HttpRequest

from tongban.kernel.web.requests import client_address

PER_MINUTE = 30


def client(request: HttpRequest) -> str:
    """The network that a request counts for."""
    address = client_address(request)
    if ":" not in address:
        return address or "unknown"
    return str(ipaddress.ip_network((address.partition("%")[0], 64), strict=False).network_address)


def allowed(request: HttpRequest, *, at: dt.datetime, what: str = "rest") -> bool:
    """Counts a request for `what`; False when its client has had its requests of this minute."""
    key = f"{what}-limit|{client(request)}|{int(at.timestamp()) // 60}"
    if cache.add(key, 1, timeout=120):
        return True
    try:
        return cache.incr(key) <= PER_MINUTE
    except ValueError:  # the cache dropped the counter in between
        return True
