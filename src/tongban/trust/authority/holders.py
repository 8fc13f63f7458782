"""Who may hold what: officers hold nothing of business, and nobody else holds what is an officer's."""

from __future__ import annotations

import fnmatch
from collections.abc import Collection, Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from tongban.trust.authority.errors import Refused
from tongban.trust.authority.models import Post
from tongban.trust.authority.permissions import permission_of

KINDS = ("post", "person", "unit", "program")
OWN_UNIT = "own"


def check_holder(holder: str, permissions: Collection[str]) -> None:
    """Raises Refused when the holder may not hold these permissions, LookupError when a name is unknown."""
    kind, _sign, name = holder.partition(":")
    if kind not in KINDS or not name:
        raise Refused(_("A grant is held by a post, a person, a unit or a program, such as “post:clerk”."))
    duty = ""
    if kind == "post":
        row = Post.objects.filter(code=name).only("officer").first()
        if row is None:
            raise LookupError(f"no post {name!r}")
        duty = row.officer
    check_duty(duty, permissions)


def check_duty(duty: str, permissions: Collection[str]) -> None:
    """Raises Refused unless every permission belongs to the duty ("" is business)."""
    for code in permissions:
        wanted = permission_of(code).officer_only
        if wanted != duty and wanted:
            raise Refused(_("This permission belongs to the posts of an officer alone."))
        if wanted != duty:
            raise Refused(_("The post of an officer carries no permission of business."))


def is_pattern(post: str) -> bool:
    """Does a package name posts by a pattern?"""
    return "*" in post


def fitting(wanted: Collection[str], duties: Mapping[str, str], permissions: Collection[str]) -> Iterator[str]:
    """The posts among `duties` (code to officer's duty) that a package names, by code or by a pattern. A pattern means
    only posts that may hold these permissions.
    """
    needed = {permission_of(code).officer_only for code in permissions}
    for post in wanted:
        if is_pattern(post):
            yield from (code for code in fnmatch.filter(duties, post) if needed == {duties[code]})
        elif post in duties:
            yield post
