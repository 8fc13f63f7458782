from __future__ import annotations

import datetime as dt
import json
import shutil
import threading
from dataclasses import replace
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tongban.kernel.declarations.api import Text
from tongban.kernel.outbox import api as outbox
from tongban.services.notices import api as notices
from tongban.services.notices import contacts, models
from tongban.trust.authority.api import ANONYMOUS, Denied, Subject
from tongban.trust.privacy import api as privacy

pytestmark = pytest.mark.django_db
WANG = Subject("resident", person="wang", name="Wang", resident_tag="a" * 32)


@pytest.fixture(autouse=True)
def _node_folder(settings, tmp_path):
    shutil.copytree(settings.CONFIG.folder / "keys", tmp_path / "keys")
    settings.CONFIG = replace(settings.CONFIG, node=str(tmp_path))


def save(at, **more):
    facts = {"mail": "wang@example.com", "phone": "138 0000 1234", "language": "en"}
    return notices.save_contact(by=WANG, at=at, **(facts | more))


def tell(at, kind="decided", **more):
    return notices.notify(
        kind=kind,
        title=Text("准予：食品", "Granted: food"),
        body=Text("已作出决定。", "It is decided."),
        at=at,
        person="wang",
        **more,
    )


def mails(folder):
    files = sorted((folder / "outgoing" / "mail").glob("*")) if (folder / "outgoing").exists() else []
    return [message_from_bytes(file.read_bytes().split(b"\n-----")[0], policy=policy.default) for file in files]


def states(one):
    return {way.channel: way.state for way in notices.deliveries(notice=one.id, by=WANG)}


def test_a_notice_goes_out_in_the_language_of_the_person(at, tmp_path):
    save(at)
    one = tell(at)
    assert states(one) == {"mail": "waiting", "sms": "waiting"}
    outbox.drain(at=at)
    (mail,) = mails(tmp_path)
    assert (mail["To"], mail["Subject"]) == ("wang@example.com", "Granted: food")
    assert "It is decided." in mail.get_content()
    assert f"<notice-{one.id}@" in mail["Message-ID"]
    sent = json.loads((tmp_path / "outgoing" / "sms" / f"notice-{one.id}.json").read_text())
    assert sent["to"] == "13800001234"
    assert "Granted: food" in sent["text"]
    assert states(one) == {"mail": "sent", "sms": "sent"}


def test_who_left_no_address_has_the_inbox(at, tmp_path):
    one = tell(at)
    outbox.drain(at=at)
    assert states(one) == {"mail": "nowhere", "sms": "nowhere"}
    assert mails(tmp_path) == []


def test_what_is_not_urgent_goes_by_mail_only_and_can_be_muted(at, tmp_path):
    save(at, muted=["received"])
    muted, heard = tell(at, "received"), tell(at, "withdrawn")
    outbox.drain(at=at)
    assert (states(muted), states(heard)) == ({"mail": "muted"}, {"mail": "sent"})
    assert len(mails(tmp_path)) == 1


def test_what_the_law_requires_cannot_be_muted(at, tmp_path):
    with pytest.raises(notices.ContactError) as refused:
        save(at, muted=["decided"])
    assert refused.value.field == "muted"
    save(at)
    models.Contact.objects.update(muted=["decided"])
    one = tell(at)
    outbox.drain(at=at)
    assert states(one)["mail"] == "sent", "not even when the row says so"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"mail": "wang"}, "mail"),
        ({"mail": "a@b.example\nBcc: x@y.example"}, "mail"),
        ({"phone": "110"}, "phone"),
        ({"language": "fr"}, "language"),
        ({"muted": ["gossip"]}, "muted"),
    ],
)
def test_an_unusable_contact_is_refused_naming_the_field(at, wrong, field):
    with pytest.raises(notices.ContactError) as refused:
        save(at, **wrong)
    assert refused.value.field == field
    assert notices.contact(by=WANG) == notices.Contact()


def test_addresses_are_encrypted_and_gone_when_the_person_s_key_is(at):
    save(at)
    row = models.Contact.objects.get()
    assert "wang" not in row.mail
    assert notices.contact(by=WANG).mail == "wang@example.com"
    privacy.erase(subject_tag=row.tag, legal_basis="PIPL 47", by="test", at=at)
    assert contacts.contact_of("person:wang").mail == ""


def test_nobody_anonymous_has_a_contact(at):
    assert notices.contact(by=ANONYMOUS) == notices.Contact()
    with pytest.raises(Denied):
        notices.save_contact(by=ANONYMOUS, at=at, mail="", phone="", language="en")


class Gateway(BaseHTTPRequestHandler):
    answers: list[int] = []
    taken: list[dict[str, str]] = []

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status = self.answers.pop(0)
        if status == 200:
            self.taken.append(body)
        self.send_response(status)
        self.end_headers()

    def log_message(self, *_args):
        pass


@pytest.fixture()
def gateway(settings):
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.CONFIG = replace(settings.CONFIG, sms=f"http://127.0.0.1:{server.server_port}/send")
    Gateway.taken.clear()
    yield Gateway
    server.shutdown()
    server.server_close()


def test_a_gateway_that_fails_is_asked_again_and_mail_is_not_repeated(at, gateway, tmp_path):
    gateway.answers[:] = [503, 302, 200]
    save(at)
    one = tell(at)
    outbox.drain(at=at)
    assert states(one) == {"mail": "sent", "sms": "waiting"}
    for minutes in (10, 20, 30):
        outbox.drain(at=at + dt.timedelta(minutes=minutes))
    assert [message["id"] for message in gateway.taken] == [f"notice-{one.id}"]
    assert states(one)["sms"] == "sent"
    assert len(mails(tmp_path)) == 1


def test_a_gateway_that_is_away_ends_in_a_dead_letter_and_can_be_asked_again(at, settings, gateway):
    address = settings.CONFIG.sms
    settings.CONFIG = replace(settings.CONFIG, sms="http://127.0.0.1:9/none")
    save(at)
    one = tell(at)
    for hours in range(12):
        outbox.drain(at=at + dt.timedelta(hours=hours))
    (letter,) = outbox.dead_letters()
    assert letter.subscriber == "notices.sms"
    gateway.answers[:] = [200]
    settings.CONFIG = replace(settings.CONFIG, sms=address)
    later = at + dt.timedelta(days=1)
    outbox.redrive(letter=letter.id, at=later)
    outbox.drain(at=later)
    assert states(one)["sms"] == "sent"
