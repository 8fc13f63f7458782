"""Papers handed into a case, with the trust level that each really has, and what was seen of their originals."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tongban.kernel.declarations.api import Text
from tongban.services.cases.models.case import Case

TRUSTED = ("A", "B")


class Paper(models.Model):
    """One piece of evidence (材料) handed in: level A issued by its authority, B verified against the original, C
    uploaded and still to be checked, D written by the applicant under a pledge.

    B without a recorded inspection that agreed, and another case's paper below B, are refused by the database.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    evidence = models.CharField(max_length=200, blank=True)  # its id in the offer; empty for what no offer lists
    kind = models.CharField(max_length=200, blank=True)  # what papers of this kind are called in every offer
    title_zh = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    origin = models.CharField(max_length=12)  # upload, register, certificate
    level = models.CharField(max_length=1)
    field = models.CharField(max_length=200, blank=True)
    attachments = models.JSONField(default=list)
    reference = models.CharField(max_length=200, blank=True)  # of the exchange, or the certificate's number
    as_of = models.DateField()  # its age counts from here: when it was first handed in
    valid_until = models.DateField(null=True)  # as the original says
    found = models.CharField(max_length=8, blank=True)  # agrees, differs
    seen_at = models.DateTimeField(null=True)
    seen_by = models.CharField(max_length=64, blank=True)
    taken_from = models.CharField(max_length=32, blank=True)  # the earlier case, by number
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(origin__in=("register", "certificate"), level="A", found="")
                | Q(origin="upload", level="B", found="agrees")
                | Q(origin="upload", level="C", found__in=("", "differs"))
                | Q(origin="upload", level="D", found=""),
                name="cases_paper_level_it_has",
            ),
            models.CheckConstraint(
                condition=Q(found="", seen_at=None, seen_by="")
                | Q(found__in=("agrees", "differs"), seen_at__isnull=False) & ~Q(seen_by=""),
                name="cases_paper_seen_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(taken_from="") | Q(level__in=TRUSTED), name="cases_paper_reused_is_trusted"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "id"], name="cases_papers"),
            models.Index(fields=["kind", "case"], condition=Q(level="B"), name="cases_papers_to_reuse"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.evidence} {self.level}"

    @property
    def title(self) -> Text:
        return Text(self.title_zh, self.title_en)


class Sighting(models.Model):
    """The original of a paper was looked at (核验原件): who, when, where, what was compared, what was found."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="sightings")
    found = models.CharField(max_length=8)  # agrees, differs
    place = models.CharField(max_length=200)
    compared = models.CharField(max_length=2000)
    scan = models.CharField(max_length=32, blank=True)  # a picture of the original, as an attachment of the case
    sha256 = models.CharField(max_length=64, blank=True)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=200)
    unit = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(found__in=("agrees", "differs")) & ~Q(compared="") & ~Q(place="") & ~Q(by=""),
                name="cases_sighting_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.found}"


class Reuse(models.Model):
    """A file of a draft that was taken from an earlier paper, or from a certificate held."""

    attachment = models.CharField(max_length=32, unique=True)
    paper = models.ForeignKey(Paper, models.CASCADE, null=True, related_name="reuses")
    certificate = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(paper=None) ^ Q(certificate=""), name="cases_reuse_of_one_thing"),
        ]

    def __str__(self) -> str:
        return self.attachment
