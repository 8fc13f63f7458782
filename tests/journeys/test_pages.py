"""Pages that no story leads through: each opens, holds its width, and has no barrier that a program can find."""

from __future__ import annotations

import pytest

PAGES = {
    "": {
        "appointments": "/appointments", "hall": "/hall/xzsp-window", "rate-code": "/rate", "performance": "/performance", "for-programs": "/api/",
    },
    "owner": {
        "contact": "/my/contact", "bookings": "/my/appointments", "company": "/my/company",
        "second-factor": "/account/mfa/", "sign-out": "/account/logout/", "authorized": "/api/oauth/authorized_tokens/",
    },
    "scjgj.leader": {
        "desk-more": "/desk/more", "desk-board": "/desk/board", "desk-visits": "/desk/appointments",
        "desk-ratings": "/desk/ratings", "desk-follow-ups": "/desk/ratings/bad",
        "desk-catalogue": "/desk/catalogue", "desk-doubts": "/desk/doubts",
        "desk-new-rule": "/desk/new-rule", "desk-new-process": "/desk/new-process",
        "desk-forms": "/desk/forms", "desk-form": "/desk/forms/food-licence", "desk-new-form": "/desk/new-form",
    },
    "xzsp.leader": {
        "desk-queue": "/desk/queues/xzsp-window", "desk-window": "/desk/windows/xzsp-window", "desk-appeals": "/desk/ratings/appeals", "desk-ranks": "/desk/ratings/ranks", "desk-supervision": "/desk/supervision",
        "desk-findings": "/desk/supervision/findings", "desk-calendar": "/desk/calendar",
        "desk-archives": "/desk/archives", "desk-holds": "/desk/holds",
    },
    "czj.leader": {"desk-money-finance": "/desk/money"},
    "officer.system": {
        "desk-node": "/desk/node", "programs": "/api/oauth/applications/",
        "programs-register": "/api/oauth/applications/register/",
    },
}  # fmt: skip


@pytest.mark.parametrize("account", PAGES, ids=lambda account: account or "nobody")
def test_pages(visitor, account):
    one = visitor(account)
    for name, path in PAGES[account].items():
        assert one.open(path) == 200, path
        one.look(name)
