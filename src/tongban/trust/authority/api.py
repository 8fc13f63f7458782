"""The front door of authority: who acts, what they may, and which rule guards a view.

Units form a tree, posts stand in units, persons are appointed to posts, and grants let a holder (a post or a person)
use a permission within a scope, up to a classification level, for purposes and for a term. `can` and `visible_to`
read the same grants through one compiler; what nobody granted is refused.
"""

from __future__ import annotations

from tongban.trust.authority.appointments import appoint, end_appointment
from tongban.trust.authority.attributes import Attribute, declare_attributes
from tongban.trust.authority.conditions import Condition, use_compiler
from tongban.trust.authority.decisions import can, require, visible_to
from tongban.trust.authority.errors import Refused
from tongban.trust.authority.explaining import explain
from tongban.trust.authority.grants import approve_grant, delegate, end_grant, grant, propose_grant
from tongban.trust.authority.listing import GrantView, grants
from tongban.trust.authority.middleware import SignInFirst
from tongban.trust.authority.permissions import (
    Permission,
    declare_permission,
    declared_permissions,
    permission_of,
)  # fmt: skip
from tongban.trust.authority.rules import (
    OFFICIAL,
    PROGRAM,
    PUBLIC,
    RESIDENT,
    SIGNED_IN,
    Access,
    Rule,
    access,
    officer,
    permission,
)  # fmt: skip
from tongban.trust.authority.staff import staff, who_may
from tongban.trust.authority.subjects import (
    ANONYMOUS,
    SYSTEM,
    Decision,
    Denied,
    Post,
    Subject,
    SubjectKind,
    acting,
    post_ref,
    refs_of,
    unit_ref,
)  # fmt: skip
from tongban.trust.authority.sweep import Route, access_rule, access_rules
from tongban.trust.authority.terms import Terms
from tongban.trust.authority.units import Unit, holders, post, posts, posts_by_person, posts_of, unit, units

__all__ = [
    "ANONYMOUS", "OFFICIAL", "PROGRAM", "PUBLIC", "RESIDENT", "SIGNED_IN", "SYSTEM", "Access", "Attribute", "Condition",
    "Decision", "Denied", "GrantView", "Permission", "Post", "Refused", "Route", "Rule", "SignInFirst", "Subject",
    "SubjectKind", "Terms", "Unit", "access", "access_rule", "access_rules", "acting", "appoint", "approve_grant",
    "can", "declare_attributes", "declare_permission", "declared_permissions", "delegate", "end_appointment",
    "end_grant", "explain", "grant", "grants", "holders", "officer", "permission", "permission_of", "post", "post_ref",
    "posts", "posts_by_person", "posts_of", "propose_grant", "refs_of", "require", "staff", "unit", "unit_ref", "units",
    "use_compiler", "visible_to", "who_may",
]  # fmt: skip
