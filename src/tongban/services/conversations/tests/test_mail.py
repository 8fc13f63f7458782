from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.services.conversations import api as conversations
from tongban.services.conversations.parsing import letter, unquoted
from tongban.services.notices import api as notices

PDF = b"%PDF-1.4\n%\xe2\xe3\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture()
def number(submitted, settings) -> str:
    settings.CONFIG = replace(settings.CONFIG, mail_reply="reply@city.example")
    return submitted().number


def mail(to: str, text: str = "我明天去", ident: str = "<1@x>", **heads: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Message-ID"] = "Wang <wang@example.com>", to, ident
    for name, value in heads.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


@pytest.mark.django_db
def test_an_answer_by_mail_lands_in_its_thread_once(number, resident, at) -> None:
    to = notices.reply_address(number)
    sent = mail(to, "好的，\n我明天去。\n\n> 请补正\n> 材料")
    sent.add_attachment(PDF, maintype="application", subtype="pdf", filename="租约.pdf")
    sent.add_attachment(b"MZ...", maintype="application", subtype="octet-stream", filename="a.exe")
    for _twice in range(2):
        assert conversations.take_mail(data=sent.as_bytes(), to="", at=at) == number
    (one,) = conversations.thread(number=number, by=resident, at=at).messages
    assert (one.channel, one.side, one.text) == ("mail", "applicant", "好的，\n我明天去。")
    assert ([file.name for file in one.files], one.dropped) == (["租约.pdf"], ("a.exe",))


@pytest.mark.django_db
def test_only_an_address_that_the_node_signed_is_taken(number, resident, submitted, at) -> None:
    right, other = notices.reply_address(number), submitted().number
    forged = right.replace(number.lower(), other.lower())
    for to in (forged, right.replace(right.partition(".")[2][:4], "aaaa"), "reply@city.example", "", "x" * 5_000):
        with pytest.raises(conversations.MailRefused):
            conversations.take_mail(data=mail("nobody@city.example").as_bytes(), to=to, at=at)
    assert conversations.take_mail(data=mail("x@y").as_bytes(), to=right.upper(), at=at) == number


@pytest.mark.django_db
def test_what_no_person_wrote_is_dropped(number, resident, at) -> None:
    out = mail(notices.reply_address(number), "I am away", Auto_Submitted="auto-replied")
    assert conversations.take_mail(data=out.as_bytes(), to="", at=at) == ""
    assert conversations.thread(number=number, by=resident, at=at).messages == ()


@given(st.binary(max_size=600))
def test_any_bytes_are_a_letter(data: bytes) -> None:
    for head in (b"", b"Content-Type: multipart/mixed; boundary=x\n\n--x\n", b"Content-Type: text/plain; charset=no\n\n",
                 b"Content-Transfer-Encoding: base64\nContent-Disposition: attachment; filename*=x''%ff\n\n"):  # fmt: skip
        found = letter(head + data)
        assert found.key.startswith("mail:")
        assert len(found.text) <= 20_000


def test_a_nested_bomb_is_read_to_a_limit() -> None:
    deep = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (i, i) for i in range(300))
    assert letter(deep + b"\nhello").files == ()


def test_the_quoted_history_is_left_out() -> None:
    assert unquoted("是\n\nOn Mon, 1 Jan 2026 at 10:00, A wrote:\n> 旧") == "是"
    assert unquoted("好\n在 2026年1月1日，张三写道：\n旧") == "好"
