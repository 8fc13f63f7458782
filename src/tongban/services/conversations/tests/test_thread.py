from __future__ import annotations

import json

import pytest

from tongban.kernel.outbox import api as outbox
from tongban.services.cases import api as cases
from tongban.services.conversations import api as conversations
from tongban.services.notices import api as notices
from tongban.trust.audit import api as audit
from tongban.trust.privacy import api as privacy

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%\xe2\xe3\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture()
def number(submitted) -> str:
    return submitted().number


@pytest.fixture()
def clerk(official):
    return official("market.clerk")


def texts(number, by, at):
    return [(one.side, one.channel, one.text) for one in conversations.thread(number=number, by=by, at=at).messages]


def test_both_sides_see_the_same_thread_over_all_channels(number, resident, clerk, at) -> None:
    conversations.write(number=number, text="营业时间怎么填？", key="1", by=resident, at=at)
    conversations.write(number=number, text="按实际填写。", key="2", by=clerk, at=at)
    conversations.note(number=number, channel="phone", side="applicant", text="来电确认", key="3", by=clerk, at=at)
    conversations.note(number=number, channel="window", side="authority", text="已告知", key="4", by=clerk, at=at)
    seen = [("applicant", "portal"), ("authority", "desk"), ("applicant", "phone"), ("authority", "window")]
    assert [one[:2] for one in texts(number, resident, at)] == seen
    assert texts(number, resident, at) == texts(number, clerk, at)


def test_an_answer_goes_out_once_and_the_thread_says_how(number, resident, clerk, at) -> None:
    for _twice in range(2):
        conversations.write(number=number, text="请补电话。", key="same", by=clerk, at=at, urgent=True)
    outbox.drain(at=at)
    (one,) = conversations.thread(number=number, by=clerk, at=at).messages
    assert {way.channel: way.state for way in one.ways} == {"mail": "nowhere", "sms": "nowhere"}
    told = [row for row in notices.inbox(by=resident).rows if row.kind.code == "urgent-message"]
    assert [str(row.body) for row in told] == ["请补电话。"]


def test_unread_counts_on_both_sides_and_in_the_inbox(number, resident, clerk, at) -> None:
    conversations.write(number=number, text="在吗", key="1", by=resident, at=at)
    assert conversations.unread(numbers=[number], by=clerk) == {number: 1}
    wanted = cases.Filters(who="team", unread="yes")
    assert [row.number for row in cases.inbox(by=clerk, at=at, filters=wanted).rows] == [number]
    conversations.write(number=number, text="在", key="2", by=clerk, at=at)
    assert conversations.unread(numbers=[number], by=clerk) == {}
    assert cases.inbox(by=clerk, at=at, filters=wanted).rows == ()
    assert conversations.unread(numbers=[number], by=resident) == {number: 1}
    assert conversations.seen(number=number, by=resident, at=at) == 1
    assert conversations.thread(number=number, by=clerk, at=at).messages[-1].read_at == at


def test_nobody_else_reads_or_writes(number, resident, stranger, official, at) -> None:
    conversations.write(number=number, text="秘密", key="1", by=resident, at=at)
    for other in (stranger, official("fire.clerk"), official("mayor")):
        with pytest.raises(cases.NotFound):
            conversations.write(number=number, text="x", key="x", by=other, at=at)
    for other in (stranger, official("fire.clerk")):
        with pytest.raises(cases.NotFound):
            conversations.thread(number=number, by=other, at=at)
        with pytest.raises(cases.NotFound):
            conversations.seen(number=number, by=other, at=at)
    assert not conversations.thread(number=number, by=official("market.leader"), at=at).may_write


def test_an_officials_look_is_shown_to_the_applicant_and_writing_is_in_the_ledger(number, resident, clerk, at) -> None:
    conversations.write(number=number, text="一", key="1", by=resident, at=at)
    conversations.thread(number=number, by=clerk, at=at)
    looks = privacy.accesses_of(subject_tag=resident.resident_tag)
    assert "conversations.messages" in {one.resource for one in looks}
    audit.seal(at=at)
    assert "conversations.write" in {json.loads(entry.body)["action"] for entry in audit.export()}


def test_a_refused_file_leaves_no_message(number, resident, at) -> None:
    with pytest.raises(conversations.ConversationError):
        conversations.write(number=number, text="见附件", key="1", by=resident, at=at, files=[b"MZ not a document"])
    assert texts(number, resident, at) == []
    conversations.write(number=number, text="见附件", key="2", by=resident, at=at, files=[PDF])
    assert len(conversations.thread(number=number, by=resident, at=at).messages[0].files) == 1


def test_a_thread_takes_the_same_queries_at_any_length(
    number, resident, clerk, at, django_assert_max_num_queries
) -> None:
    for place in range(8):
        conversations.write(number=number, text=str(place), key=str(place), by=(resident, clerk)[place % 2], at=at)
    with django_assert_max_num_queries(16):
        conversations.thread(number=number, by=clerk, at=at)


def test_what_a_unit_often_answers_is_filled_with_the_case(number, clerk, official, at) -> None:
    conversations.save_snippet(title="电话", text="{number}：{title} {x}", by=clerk, at=at)
    conversations.save_snippet(title="电话", text="关于 {number} {x}", by=clerk, at=at)
    (one,) = conversations.snippets(by=clerk, at=at)
    about = conversations.thread(number=number, by=clerk, at=at).about
    assert conversations.filled(one, about) == f"关于 {number} {{x}}"
    assert conversations.snippets(by=official("fire.clerk"), at=at) == ()
    with pytest.raises(LookupError):
        conversations.drop_snippet(snippet=one.id, by=official("fire.clerk"), at=at)
    conversations.drop_snippet(snippet=one.id, by=clerk, at=at)
