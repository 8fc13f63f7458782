from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils.datastructures import MultiValueDict

from tongban.engines.forms import api as forms
from tongban.engines.forms import models, store
from tongban.engines.forms.tests.sample import FORM, GOOD, PDF, PREFILLED
from tongban.kernel.web.api import BadInput

pytestmark = pytest.mark.django_db
WHO = {"owner": "person:1", "key": "offer:food"}
WHAT = {"form_key": "food", "form_version": "v1"}
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x02\x00\x00\x00\x02\x08\x02\x00\x00\x00"


def save(at, values, **more):
    return forms.save_draft(**WHO, **(WHAT | more), values=values, at=at)


def upload(*contents, name="plan.pdf"):
    return MultiValueDict({"plan": [SimpleUploadedFile(name, content) for content in contents]})


def post(at, page, posted, files=None, **more):
    return forms.post_page(
        **WHO, **WHAT, form=FORM, page=page, posted=posted, files=files, prefilled=PREFILLED, at=at, **more
    )


def test_saving_merges_only_what_was_given(at):
    save(at, {"area": "10"}, page="shop")
    draft = save(at, {"owner_phone": "13800001234"})
    assert draft.values == {"area": "10", "owner_phone": "13800001234"}
    assert draft.page == "shop"
    assert forms.open_draft(**WHO) == draft
    assert forms.drafts(WHO["owner"]) == (draft,)


def test_there_is_one_open_draft_for_each_owner_and_key(at):
    first, second = save(at, {"area": "10"}), save(at, {"area": "11"})
    assert first.id == second.id
    facts = {"form_key": "food", "form_version": "v1", "created": at, "updated": at}
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Draft.objects.create(**WHO, **facts)


def test_two_windows_do_not_overwrite_each_other_silently(at):
    shown = save(at, {"area": "10", "owner_phone": "1"}).revision
    save(at, {"area": "20"}, revision=shown)
    merged = save(at, {"owner_phone": "2"}, revision=shown)
    assert merged.values == {"area": "20", "owner_phone": "2"}, "other answers merge"
    with pytest.raises(forms.DraftConflict) as refused:
        save(at, {"area": "30"}, revision=shown)
    assert refused.value.fields == ("area",)
    assert refused.value.draft.values["area"] == "20"
    assert save(at, {"area": "20"}, revision=shown).values["area"] == "20", "the same answer is no conflict"


def test_a_draft_keeps_the_version_of_the_form_it_was_begun_with(at):
    save(at, {})
    with pytest.raises(forms.DraftError):
        save(at, {}, form_version="v2")


def test_a_page_with_faults_is_kept_as_it_was_written(at):
    posted = post(at, "shop", {"area": "much\x00", "raw_food": "no"})
    assert not posted.result.ok
    assert forms.open_draft(**WHO).values["area"] == "much"
    view = forms.page_view(
        form=FORM, page="shop", values=posted.draft.values, prefilled=PREFILLED, errors=posted.result.errors, at=at
    )
    assert (view.fields[0].value, bool(view.fields[0].error)) == ("much", True)


def test_files_stay_with_the_draft_and_are_stored_once(at):
    posted = post(at, "files", {"truth": "yes"}, upload(PDF, PNG))
    assert not posted.result.ok, "a picture named .pdf is refused, the first file is kept"
    (first,) = posted.draft.values["plan"]
    again = post(at, "files", {"truth": "yes"}, upload(PDF))
    assert again.draft.values["plan"] == [first], "the same content again is the same attachment"
    assert forms.open_attachment(first) == PDF
    assert forms.attachment(first, owner="person:1").name == "plan.pdf"
    with pytest.raises(LookupError):
        forms.attachment(first, owner="person:2")
    assert store.path_of(forms.attachment(first).sha256).stat().st_mode & 0o777 == 0o600


def test_a_file_is_taken_out_by_its_own_owner_only(at):
    posted = post(at, "files", {"truth": "yes"}, upload(PDF))
    (first,) = posted.draft.values["plan"]
    forms.detach(id=first, owner="person:2", draft=posted.draft.id)
    assert forms.attachment(first)
    assert post(at, "files", {"truth": "yes", "plan-remove": first}).draft.values["plan"] == []
    assert forms.attachments(draft=posted.draft.id) == ()


def test_no_more_files_than_the_field_allows(at):
    other = PDF + b"%1\n"
    posted = post(at, "files", {"truth": "yes"}, upload(PDF, other, PDF + b"%2\n"))
    assert len(posted.draft.values["plan"]) == 2
    assert [error.field for error in posted.result.errors] == ["plan"]


def test_a_file_needs_an_open_draft_of_its_owner(at):
    draft = save(at, {})
    with pytest.raises(LookupError):
        forms.attach(owner="person:2", draft=draft.id, field="plan", file=PDF, accept=("pdf",), at=at)
    with pytest.raises(BadInput):
        forms.attach(owner="person:1", draft=draft.id, field="plan", file=b"#!/bin/sh", accept=("pdf",), at=at)


def test_handing_over_closes_the_draft_once_and_takes_the_files_along(at):
    posted = post(at, "files", {"truth": "yes"}, upload(PDF))
    who = {"draft": posted.draft.id, "owner": "person:1", "at": at}
    first = forms.hand_over(**who, to="case:1")
    second = forms.hand_over(**who, to="case:2")
    assert (first.first, second.first, second.to) == (True, False, "case:1")
    assert first.attachments == second.attachments == forms.attachments(holder="case:1")
    assert forms.open_draft(**WHO) is None
    assert forms.draft(posted.draft.id, "person:1").values == {}
    assert not forms.delete_draft(posted.draft.id, "person:1"), "what was handed over stays"
    assert save(at, {}).id != posted.draft.id


def test_contents_nobody_refers_to_are_swept_and_others_stay(at):
    posted = post(at, "files", {"truth": "yes"}, upload(PDF))
    kept = forms.attach(owner="clerk", holder="case:9", field="photo", file=PNG, accept=("png",), at=at)
    sha256 = forms.attachments(draft=posted.draft.id)[0].sha256
    assert forms.delete_draft(posted.draft.id, "person:1")
    assert forms.sweep_files() == 1
    assert not store.path_of(sha256).exists()
    assert forms.open_attachment(kept.id) == PNG


def test_an_altered_file_is_not_handed_out(at):
    kept = forms.attach(owner="clerk", holder="case:9", field="photo", file=PDF + b"%9\n", accept=("pdf",), at=at)
    store.path_of(kept.sha256).write_bytes(b"%PDF-forged")
    with pytest.raises(store.FileDamaged, match="altered"):
        forms.open_attachment(kept.id)
    store.path_of(kept.sha256).unlink()


def test_old_drafts_expire(at):
    save(at, {})
    assert forms.expire_drafts(at=at + dt.timedelta(days=99)) == 0
    assert forms.expire_drafts(at=at + dt.timedelta(days=101)) == 1


def test_answers_show_where_each_came_from_with_constant_queries(at, django_assert_num_queries):
    posted = post(at, "files", {"truth": "yes"}, upload(PDF, PDF + b"%1\n"))
    with django_assert_num_queries(1):
        shown = {one.name: one for one in forms.answers(FORM, GOOD | posted.draft.values, PREFILLED, at=at)}
    assert shown["company_name"].as_of == dt.date(2026, 11, 20)
    assert shown["company_name"].reference == "exchange:1"
    assert shown["area"].display == "120.5"
    assert shown["plan"].display.count("plan.pdf") == 2
    assert "fridge" not in shown
