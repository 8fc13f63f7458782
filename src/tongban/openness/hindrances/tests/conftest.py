"""The tiny city of the cases, with the rights to supervise and to answer."""

import pytest

from tongban.services.cases.tests.conftest import _city, official, published, resident, stranger, submitted

__all__ = ["_city", "files", "official", "published", "resident", "stranger", "submitted"]
ROLES = """
[[roles]]
code = "overseer"
title = { zh = "监督", en = "Overseer" }
permissions = ["hindrances.supervise"]
[[roles]]
code = "answers"
title = { zh = "答复", en = "Answers" }
permissions = ["hindrances.answer"]
[[grants]]
posts = ["c.mayor", "c.market.leader", "c.health.leader"]
scope = "c"
role = "overseer"
[[grants]]
posts = ["c.market.clerk"]
scope = "c.market"
role = "answers"
"""


@pytest.fixture(scope="module")
def files():
    return {"roles": {"hindrances": ROLES}}
