"""Persons once, accounts many; mandates let a person act for a company."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower


def new_id() -> str:
    """A person's id: 32 hexadecimal digits that say nothing about the person."""
    return uuid.uuid4().hex


class Person(models.Model):
    """A natural person. The resident number is encrypted; `resident_tag` finds it without telling it."""

    class Kind(models.TextChoices):
        RESIDENT = "resident"
        FOREIGN = "foreign"

    id = models.CharField(max_length=32, primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.RESIDENT)
    resident_number = models.TextField(blank=True)
    resident_tag = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(resident_tag="", resident_number="") | (~Q(resident_tag="") & ~Q(resident_number="")),
                name="person_number_has_its_tag",
            ),
            models.UniqueConstraint(fields=["resident_tag"], condition=~Q(resident_tag=""), name="person_once"),
        ]

    def __str__(self) -> str:
        return self.id


class AccountManager(BaseUserManager["Account"]):
    def get_queryset(self) -> models.QuerySet[Account]:
        """The person comes along: who acts is asked on every request."""
        return super().get_queryset().select_related("person")


class Account(AbstractBaseUser):
    """A way to sign in. Residents' and officials' accounts belong to a person, programs' to none."""

    class Kind(models.TextChoices):
        RESIDENT = "resident"
        OFFICIAL = "official"
        PROGRAM = "program"

    username = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="accounts")
    kind = models.CharField(max_length=12, choices=Kind)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = AccountManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("username"), name="account_username_any_case"),
            models.CheckConstraint(
                condition=Q(kind="program", person=None) | (~Q(kind="program") & Q(person__isnull=False)),
                name="account_of_a_person_or_program",
            ),
        ]

    def __str__(self) -> str:
        return self.username


class Mandate(models.Model):
    """A person may act for a company, in everything or in the listed scopes, for a term, until revoked."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="mandates")
    credit_code = models.CharField(max_length=18, db_index=True)
    company = models.CharField(max_length=200)
    basis = models.CharField(max_length=24)
    scope = models.JSONField(default=list)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    granted_by = models.CharField(max_length=64)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "credit_code", "since"], name="mandate_once"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="mandate_term"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.credit_code}"
