"""The front door of the way out: one request to an address of a list that people keep.

No redirect is followed, no proxy of the environment used. The name is looked up once and that machine asked, so that a
name which changes between look and request leads nowhere else. Size and time of the answer are limited.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

import urllib3

from tongban.kernel.fetch.places import NotAllowed, Unreachable, machine, place_of

__all__ = ["Answer", "NotAllowed", "Unreachable", "checked", "fetch"]
CONNECT, CHUNK = 3, 65_536


@dataclass(frozen=True)
class Answer:
    """What came back; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def checked(address: str) -> str:
    """An address as it is kept in a list. Raises NotAllowed for what `fetch` would never ask."""
    place_of(address)
    return address.rstrip("/")


def fetch(
    address: str,
    *,
    allowed: Collection[str],
    method: str = "GET",
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    most_bytes: int = 1_000_000,
    seconds: float = 10,
) -> Answer:
    """Asks an address whose origin is that of one of `allowed`. Raises NotAllowed, Unreachable."""
    place = place_of(address)
    if place.origin not in {place_of(one).origin for one in allowed}:
        raise NotAllowed(f"{place.origin} is on no list")
    until = time.monotonic() + seconds
    pool = _pool(place.scheme, machine(place), place.port, place.host)
    port = "" if place.port == {"https": 443, "http": 80}[place.scheme] else f":{place.port}"
    host = f"[{place.host}]" if ":" in place.host else place.host
    said = {"Host": host + port, "Accept-Encoding": "identity", "User-Agent": "tongban", **(headers or {})}
    try:
        answer = pool.request(
            method, place.path, body=body or None, headers=said, redirect=False, preload_content=False, retries=False,
            timeout=urllib3.Timeout(connect=CONNECT, read=seconds),
        )  # fmt: skip
        try:
            data = _read(answer, most_bytes, until)
        except BaseException:
            answer.close()
            raise
        answer.release_conn()
    except urllib3.exceptions.HTTPError as error:
        raise Unreachable(f"{place.origin}: {type(error).__name__}") from None
    return Answer(answer.status, {name.lower(): text for name, text in answer.headers.items()}, data)


def _read(answer: urllib3.BaseHTTPResponse, most: int, until: float) -> bytes:
    data = b""
    while chunk := answer.read1(CHUNK):
        data += chunk
        if len(data) > most:
            raise Unreachable(f"the answer is larger than {most} bytes")
        if time.monotonic() > until:
            raise Unreachable("the answer takes too long")
    return data


@lru_cache(maxsize=128)
def _pool(scheme: str, ip: str, port: int, host: str) -> urllib3.HTTPConnectionPool:
    """Connections to one machine under one name: the certificate is judged by the name."""
    if scheme == "http":
        return urllib3.HTTPConnectionPool(ip, port, maxsize=4)
    return urllib3.HTTPSConnectionPool(
        ip, port, maxsize=4, cert_reqs="CERT_REQUIRED", server_hostname=host, assert_hostname=host
    )
