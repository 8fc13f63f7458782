"""Where a request may go: an address in its parts, and the machines that its name stands for."""

from __future__ import annotations

import ipaddress
import socket
import urllib.parse
from dataclasses import dataclass


class NotAllowed(ValueError):  # noqa: N818 (a refusal)
    """This address is never asked; the message says why."""


class Unreachable(OSError):  # noqa: N818 (it names what happened)
    """The other side did not answer, not in time, or with more than is read; trying again later may help."""


@dataclass(frozen=True)
class Place:
    """An address in its parts; `host` in ASCII lower case, `path` with its query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}"

    @property
    def local(self) -> bool:
        """Whether the address itself names this machine."""
        return self.host == "localhost" or _is(self.host, "is_loopback")


def place_of(address: str) -> Place:
    """The parts of an address. Raises NotAllowed: no plain http(s) address, or http that would leave this machine."""
    try:
        parts = urllib.parse.urlsplit(address)
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme, 0)
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        raise NotAllowed("this is no address") from None
    if parts.scheme not in ("http", "https") or not host or not port or not address.isprintable() or " " in address:
        raise NotAllowed("an address begins with https:// and a host")
    if parts.username is not None or parts.fragment or "\\" in address:
        raise NotAllowed("an address has neither a user nor a part after #")
    found = Place(parts.scheme, host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    if found.scheme == "http" and not found.local:
        raise NotAllowed("other machines are asked by https:// only")
    return found


def _is(text: str, kind: str) -> bool:
    try:
        return bool(getattr(ipaddress.ip_address(text), kind))
    except ValueError:
        return False


def machine(place: Place) -> str:
    """The machine that a name stands for now. Raises Unreachable; NotAllowed when it is this one under another name,
    or none that could be meant: link-local (where clouds keep their secrets), multicast, unspecified.
    """
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"the name {place.host} leads nowhere: {error}") from None
    names = [str(one[4][0]).partition("%")[0] for one in found]
    for name in names:
        kinds = ("is_link_local", "is_multicast", "is_unspecified", "is_reserved")
        if any(_is(name, kind) for kind in kinds) or (_is(name, "is_loopback") and not place.local):
            raise NotAllowed(f"{place.host} stands for {name}, which is not asked")
    return names[0]
