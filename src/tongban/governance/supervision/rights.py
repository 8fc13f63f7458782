"""Who may look at findings, explain and judge them."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from tongban.governance.supervision.models import Finding, Measured
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

READ, EXPLAIN, JUDGE = "supervision.read", "supervision.explain", "supervision.judge"


def findings(by: Subject, *, at: dt.datetime) -> QuerySet[Finding]:
    """The findings in somebody's reach; never one that points at themselves."""
    rows = authority.visible_to(Finding.objects.all(), subject=by, permission=READ, at=at, unit_field="unit_path")
    return rows.exclude(~Q(person="") & Q(person=by.person))


def measured(by: Subject, *, at: dt.datetime) -> QuerySet[Measured]:
    """The cases that somebody may count."""
    return authority.visible_to(Measured.objects.all(), subject=by, permission=READ, at=at, unit_field="unit_path")


def may_explain(finding: Finding, by: Subject, *, at: dt.datetime) -> bool:
    return bool(authority.can(subject=by, permission=EXPLAIN, at=at, unit_path=finding.unit_path))


def may_judge(finding: Finding, by: Subject, *, at: dt.datetime) -> bool:
    """Nobody judges their own unit."""
    own = any(post.unit_path.startswith(finding.unit_path) for post in by.posts)
    return not own and bool(authority.can(subject=by, permission=JUDGE, at=at, unit_path=finding.unit_path))
