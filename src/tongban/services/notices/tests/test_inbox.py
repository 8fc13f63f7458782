from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from tongban.kernel.declarations.api import Text
from tongban.kernel.outbox.models import Message
from tongban.services.notices import api as notices
from tongban.trust.authority.api import ANONYMOUS, Subject

pytestmark = pytest.mark.django_db
CODE = "91430700MA4L0000XX"
WANG = Subject("resident", person="wang", name="Wang")
LI = Subject("resident", person="li", name="Li")
COMPANY = Subject("resident", person="li", name="Li", acting_for=CODE)


def tell(at, **more):
    facts = {"kind": "message", "title": Text("标题", "Title"), "body": Text("正文", "Body"), "person": "wang"}
    return notices.notify(**(facts | more), at=at)


def test_a_notice_is_kept_in_both_languages_and_told_once_a_key(at):
    first = tell(at, key="case:1:accepted")
    assert (first.title, first.body) == (Text("标题", "Title"), Text("正文", "Body"))
    assert tell(at, key="case:1:accepted") is None
    assert Message.objects.count() == 1
    with transaction.atomic():
        assert tell(at, key="case:1:accepted") is None, "the caller's transaction goes on"
        tell(at)
    assert notices.unread(by=WANG) == 2


def test_a_notice_is_for_somebody(at):
    with pytest.raises(ValueError, match="person or a company"):
        tell(at, person="")
    with pytest.raises(KeyError):
        tell(at, kind="gossip")


def test_everybody_reads_their_own_only(at):
    mine, company = tell(at), tell(at, person="wang", credit_code=CODE)
    assert [one.id for one in notices.inbox(by=WANG).rows] == [company.id, mine.id]
    assert [one.id for one in notices.inbox(by=COMPANY).rows] == [company.id]
    for stranger in (LI, ANONYMOUS):
        assert notices.inbox(by=stranger) == notices.Inbox((), "", 0)
        assert notices.mark_read(by=stranger, at=at) == 0
        for ask in (notices.notice, notices.deliveries):
            with pytest.raises(LookupError):
                ask(notice=mine.id, by=stranger)


def test_reading_is_noted_once(at):
    one, _other = tell(at), tell(at)
    assert notices.mark_read(notice=one.id, by=WANG, at=at) == 1
    assert notices.mark_read(notice=one.id, by=WANG, at=at + dt.timedelta(hours=1)) == 0
    assert notices.notice(notice=one.id, by=WANG).read_at == at
    assert notices.unread(by=WANG) == 1
    assert notices.mark_read(by=WANG, at=at) == 1


def test_pages_follow_one_another_with_the_same_queries(at, django_assert_num_queries):
    every = [tell(at).id for _number in range(7)]
    seen, after = [], ""
    for _page in range(3):
        with django_assert_num_queries(2):
            page = notices.inbox(by=WANG, after=after, limit=3)
        seen += [one.id for one in page.rows]
        after = page.next
    assert seen == every[::-1]
    assert after == ""
    assert page.unread == 7
    assert notices.inbox(by=WANG, after="x' OR 1", limit=-5).rows[0].id == every[-1]
    notices.mark_read(notice=every[0], by=WANG, at=at)
    assert len(notices.inbox(by=WANG, unread_only=True).rows) == 6
