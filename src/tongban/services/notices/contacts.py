"""Where a person or company wants to be told, and what they do not want to hear of outside the inbox."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from tongban.services.notices import models
from tongban.services.notices.errors import ContactError
from tongban.services.notices.kinds import KINDS, Kind
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import Denied, Subject
from tongban.trust.privacy import api as privacy

LANGUAGES = ("zh-hans", "en")
MAX_MAIL = 254


@dataclass(frozen=True)
class Contact:
    """Empty addresses mean: only the inbox. `muted` are kinds that are not sent outside it."""

    mail: str = ""
    phone: str = ""
    language: str = "zh-hans"
    muted: tuple[str, ...] = ()


def owner_of(person: str, credit_code: str) -> str:
    return f"company:{credit_code}" if credit_code else f"person:{person}"


def kinds() -> tuple[Kind, ...]:
    """All kinds of notices, for the page on which a person chooses."""
    return tuple(KINDS.values())


def contact_of(owner: str) -> Contact:
    """The contact of an owner; what was erased is gone."""
    row = models.Contact.objects.filter(owner=owner).first()
    if row is None:
        return Contact()
    try:
        mail, phone = (_read(row, name) for name in ("mail", "phone"))
    except privacy.Erased:
        return Contact(language=row.language, muted=tuple(row.muted))
    return Contact(mail, phone, row.language, tuple(row.muted))


def _read(row: models.Contact, name: str) -> str:
    stored: str = getattr(row, name)
    return privacy.decrypt(row.tag, stored, field=f"contact.{name}") if stored else ""


def contact(*, by: Subject) -> Contact:
    """The subject's own contact, or that of the company acted for."""
    return contact_of(owner_of(by.person, by.acting_for)) if by.person else Contact()


def save_contact(
    *, by: Subject, at: dt.datetime, mail: str, phone: str, language: str, muted: Collection[str] = ()
) -> Contact:
    """Replaces the subject's contact. Raises ContactError naming the field; Denied for who is not signed in."""
    if not by.person:
        raise Denied(_("Sign in to say where you want to be told."))
    found = _checked(mail.strip(), re.sub(r"[\s-]", "", phone), language, muted)
    owner = owner_of(by.person, by.acting_for)
    tag = _tag(by)
    values = {
        "tag": tag, "language": found.language, "muted": list(found.muted), "updated": at,
        "mail": privacy.encrypt(tag, found.mail, field="contact.mail") if found.mail else "",
        "phone": privacy.encrypt(tag, found.phone, field="contact.phone") if found.phone else "",
    }  # fmt: skip
    with transaction.atomic():
        models.Contact.objects.update_or_create(owner=owner, defaults=values)
        audit.record(at=at, by=by, action="notices.save-contact", object=f"person:{by.person}")
    return found


def _tag(by: Subject) -> str:
    if by.acting_for:
        return privacy.tag("legal_entity", by.acting_for)
    return by.resident_tag or privacy.tag("resident", by.person)


def _checked(mail: str, phone: str, language: str, muted: Collection[str]) -> Contact:
    if mail:
        try:
            validate_email(mail)
        except ValidationError:
            raise ContactError("mail", _("Write an e-mail address such as name@example.com.")) from None
        if len(mail) > MAX_MAIL:
            raise ContactError("mail", _("This e-mail address is too long."))
    if phone and not re.fullmatch(r"(\+[1-9]\d{6,14}|1[3-9]\d{9})", phone, flags=re.ASCII):
        raise ContactError("phone", _("Write a mobile number of 11 digits."))
    if language not in LANGUAGES:
        raise ContactError("language", _("Choose Chinese or English."))
    for kind in muted:
        if kind not in KINDS:
            raise ContactError("muted", _("Choose from the kinds offered."))
        if KINDS[kind].required:
            raise ContactError("muted", _("The law requires this notice; it cannot be switched off."))
    return Contact(mail, phone, language, tuple(sorted(set(muted))))
