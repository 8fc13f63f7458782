"""Persons once, accounts many."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from django.contrib.auth.hashers import identify_hasher, make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from tongban.trust.audit import api as audit
from tongban.trust.authority.api import Subject
from tongban.trust.identity import models
from tongban.trust.identity.errors import NotPossible
from tongban.trust.privacy import api as privacy

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
AccountKind = Literal["resident", "official", "program"]


@dataclass(frozen=True)
class Person:
    """A natural person; `resident_tag` is empty for who has no resident number."""

    id: str
    name: str
    resident_tag: str


@dataclass(frozen=True)
class Account:
    """A way to sign in; `person` is empty for a program."""

    username: str
    kind: str
    person: str
    active: bool


def _person(row: models.Person) -> Person:
    return Person(row.pk, row.name, row.resident_tag)


def person(id: str) -> Person:  # noqa: A002 (a person's id is called id)
    """The person. Raises LookupError."""
    row = models.Person.objects.filter(pk=id).first()
    if row is None:
        raise LookupError(f"no person {id}")
    return _person(row)


def names_of(ids: Collection[str]) -> dict[str, str]:
    """The names of persons; an id stands for itself where the node does not know it: one query."""
    known = dict(models.Person.objects.filter(pk__in=ids).values_list("pk", "name"))
    return {one: known.get(one, one) for one in ids}


def find_person(*, resident_number: str) -> Person | None:
    """The person with a resident number, found by its tag."""
    row = models.Person.objects.filter(resident_tag=privacy.tag("resident", resident_number)).first()
    return _person(row) if row else None


def resident_number_of(*, person: str) -> str:
    """A person's resident number in the clear, or an empty text. The read is noted.

    Raises privacy.OutsideAccess outside an access context, LookupError for an unknown person.
    """
    row = models.Person.objects.filter(pk=person).first()
    if row is None:
        raise LookupError(f"no person {person}")
    privacy.require_context()
    if not row.resident_number:
        return ""
    privacy.read(
        subject_tag=row.resident_tag, resource="identity.person", fields=("resident_number",), record=f"person:{row.pk}"
    )
    return privacy.decrypt(row.resident_tag, row.resident_number, field="identity.resident_number")


def create_person(*, name: str, resident_number: str = "", by: Subject, at: dt.datetime) -> Person:
    """A person with this name; who has this resident number already is returned as they are known, unchanged.

    The number is expected to be valid (registers/population checks it) and is stored encrypted. Raises NotPossible
    without a name.
    """
    if not name.strip():
        raise NotPossible(_("A person needs a name."))
    if resident_number and (known := find_person(resident_number=resident_number)):
        return known
    number = resident_number.strip().upper()
    tag = privacy.tag("resident", number) if number else ""
    try:
        with transaction.atomic():
            row = models.Person.objects.create(
                name=name.strip(),
                kind=models.Person.Kind.RESIDENT if number else models.Person.Kind.FOREIGN,
                resident_tag=tag,
                resident_number=privacy.encrypt(tag, number, field="identity.resident_number") if number else "",
                created_at=at,
            )
            audit.record(at=at, by=by, action="identity.create_person", object=f"person:{row.pk}")
    except IntegrityError:  # somebody else was first with the same number
        return _person(models.Person.objects.get(resident_tag=tag))
    return _person(row)


def hashed(password: str) -> str:
    """A password as it is stored; for whoever makes many accounts that share one (the demonstration)."""
    return make_password(password)


def create_account(
    *,
    username: str,
    kind: AccountKind,
    person: str = "",
    password: str | None = None,
    password_hash: str = "",
    email: str = "",
    by: Subject,
    at: dt.datetime,
) -> Account:
    """Opens an account; without a password nobody can sign in to it by one.

    `password_hash` is what `hashed` returned. Raises NotPossible when the name is taken or cannot be a user name,
    LookupError for an unknown person.
    """
    name = username.strip().lower()
    if not USERNAME.fullmatch(name):
        raise NotPossible(_("A user name has 2 to 64 letters a-z, digits, dots, hyphens or underscores."))
    if bool(person) == (kind == "program"):
        raise NotPossible(_("An account belongs to a person, a program's to none."))
    if person and not models.Person.objects.filter(pk=person).exists():
        raise LookupError(f"no person {person}")
    if password_hash:
        identify_hasher(password_hash)
    try:
        with transaction.atomic():
            row = models.Account.objects.create(
                username=name, kind=kind, person_id=person or None, email=email, created_at=at,
                password=password_hash or make_password(password),
            )  # fmt: skip
            detail = {"kind": kind}
            audit.record(at=at, by=by, action="identity.create_account", object=f"account:{row.pk}", detail=detail)
    except IntegrityError:
        raise NotPossible(_("This user name is taken.")) from None
    return _account(row)


def _account(row: models.Account) -> Account:
    return Account(row.username, row.kind, row.person_id or "", row.is_active)


def accounts_of(*, person: str) -> tuple[Account, ...]:
    """A person's accounts, by name."""
    return tuple(_account(row) for row in models.Account.objects.filter(person=person).order_by("username"))


def close_account(*, username: str, by: Subject, at: dt.datetime) -> None:
    """Closes an account: its sessions end with the next request. Closing twice changes nothing. Raises LookupError."""
    with transaction.atomic():
        row = models.Account.objects.select_for_update(of=("self",)).filter(username=username).first()
        if row is None:
            raise LookupError(f"no account {username!r}")
        if row.is_active:
            models.Account.objects.filter(pk=row.pk).update(is_active=False)
            audit.record(at=at, by=by, action="identity.close_account", object=f"account:{row.pk}")
