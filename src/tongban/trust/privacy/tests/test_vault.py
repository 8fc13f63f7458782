import dataclasses
import json

import pytest
from django.conf import settings as django_settings
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tongban.trust.audit.models import Pending
from tongban.trust.privacy import api as privacy
from tongban.trust.privacy.models import SubjectKey

ONE, OTHER = "1" * 32, "2" * 32


def test_a_tag_is_keyed_short_and_blind_to_spelling():
    tag = privacy.tag("resident", "43070219800307123X")
    assert tag == privacy.tag("resident", " 43070219800307123x ")
    assert len(tag) == 32
    assert tag != privacy.tag("legal_entity", "43070219800307123X")


def test_another_node_gives_another_tag(monkeypatch, tmp_path):
    mine = privacy.tag("resident", "1")
    monkeypatch.setattr(django_settings, "CONFIG", dataclasses.replace(django_settings.CONFIG, node=str(tmp_path)))
    assert privacy.tag("resident", "1") != mine
    assert (tmp_path / "keys" / "privacy" / "tag.key").stat().st_mode & 0o777 == 0o600


class Vault(TestCase):
    @settings(max_examples=30, deadline=None)
    @given(st.text(st.characters(exclude_categories=["Cs"])), st.text(max_size=5))
    def test_what_is_encrypted_comes_back(self, plain, field):
        assert privacy.decrypt(ONE, privacy.encrypt(ONE, plain, field=field), field=field) == plain


@pytest.mark.django_db
def test_the_same_text_never_looks_the_same():
    assert privacy.encrypt(ONE, "text") != privacy.encrypt(ONE, "text")


@pytest.mark.django_db
def test_an_envelope_names_its_suite_and_fits_only_its_subject_and_field():
    privacy.encrypt(OTHER, "x")
    envelope = privacy.encrypt(ONE, "text", field="name")
    assert envelope.startswith("intl.1.")
    for subject, field, text in (
        (OTHER, "name", envelope),
        (ONE, "phone", envelope),
        (ONE, "name", envelope[:-4] + "AAA="),
        (ONE, "name", "text"),
        (ONE, "name", "gm" + envelope[4:]),
    ):
        with pytest.raises(privacy.CannotDecrypt):
            privacy.decrypt(subject, text, field=field)


@pytest.mark.django_db
def test_without_its_key_a_text_is_gone_and_the_ledger_says_so(at):
    envelope = privacy.encrypt(ONE, "text")
    assert privacy.erase(subject_tag=ONE, legal_basis="个人信息保护法 第四十七条", by="officer", at=at)
    with pytest.raises(privacy.Erased):
        privacy.decrypt(ONE, envelope)
    assert json.loads(Pending.objects.get().body)["action"] == "privacy.erase"
    assert not privacy.erase(subject_tag=ONE, legal_basis="个人信息保护法 第四十七条", by="officer", at=at)


@pytest.mark.django_db
def test_a_new_key_after_erasure_does_not_bring_the_old_text_back(at):
    envelope = privacy.encrypt(ONE, "text")
    privacy.erase(subject_tag=ONE, legal_basis="第四十七条", by="officer", at=at)
    privacy.encrypt(ONE, "new")
    with pytest.raises(privacy.CannotDecrypt):
        privacy.decrypt(ONE, envelope)


@pytest.mark.django_db
def test_a_data_key_is_useless_without_the_node_s_master_key(monkeypatch, tmp_path):
    envelope = privacy.encrypt(ONE, "text")
    monkeypatch.setattr(django_settings, "CONFIG", dataclasses.replace(django_settings.CONFIG, node=str(tmp_path)))
    with pytest.raises(privacy.CannotDecrypt, match="master key"):
        privacy.decrypt(ONE, envelope)
    assert SubjectKey.objects.count() == 1
