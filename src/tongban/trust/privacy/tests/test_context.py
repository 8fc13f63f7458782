import threading

import pytest

from tongban.kernel.declarations.api import LegalBasis, Text
from tongban.trust.audit.models import Pending
from tongban.trust.privacy import api as privacy


def test_outside_an_access_there_is_no_context():
    assert privacy.current() is None
    with pytest.raises(privacy.OutsideAccess, match=r"privacy\.access"):
        privacy.require_context()


def test_a_context_says_who_reads_for_what_and_ends(clerk, at):
    with privacy.access(purpose="test", case="c1", by=clerk, at=at) as context:
        assert privacy.require_context() is context
        assert (context.purpose, context.case, context.post.code) == ("test", "c1", "window")
    assert privacy.current() is None


def test_the_article_is_that_of_the_purpose_unless_a_narrower_one_is_named(clerk, at, declared):
    with privacy.access(purpose="test", by=clerk, at=at) as context:
        assert context.legal_basis == str(declared)
    with privacy.access(purpose="test", legal_basis="第三十五条", by=clerk, at=at) as context:
        assert context.legal_basis == "第三十五条"


def test_an_inner_access_gives_way_to_the_outer_one_even_after_a_fault(clerk, at):
    with privacy.access(purpose="test", case="outer", by=clerk, at=at):
        with pytest.raises(InterruptedError), privacy.access(purpose="test", case="inner", by=clerk, at=at):
            raise InterruptedError
        assert privacy.require_context().case == "outer"


def test_an_access_is_not_open_for_other_threads(clerk, at):
    seen = []
    with privacy.access(purpose="test", by=clerk, at=at):
        thread = threading.Thread(target=lambda: seen.append(privacy.current()))
        thread.start()
        thread.join()
    assert seen == [None]


def test_a_purpose_that_nobody_declared_opens_nothing(clerk, at):
    with pytest.raises(privacy.UndeclaredPurpose, match="curiosity"):
        privacy.access(purpose="curiosity", by=clerk, at=at)


def test_one_reads_in_the_name_of_a_post_that_one_holds(clerk, at):
    with pytest.raises(privacy.OutsideAccess, match="mayor"):
        privacy.access(purpose="test", by=clerk, at=at, post="mayor")


def test_a_purpose_has_one_meaning(declared):
    privacy.declare_purpose("test", Text("办理申请", "To handle an application"), declared)
    with pytest.raises(ValueError, match="twice"):
        privacy.declare_purpose("test", Text("其他"), LegalBasis(Text("法"), "一", "x"))


def test_a_loader_opens_personal_data_with_a_reason_and_an_entry(db, at):
    with privacy.unchecked(reason="registers.load", by="loader", at=at):
        assert privacy.require_context().unchecked == "registers.load"
        privacy.read(subject_tag="t", resource="population", fields=["name"])
    assert '"reason":"registers.load"' in Pending.objects.get().body
    with pytest.raises(ValueError, match="reason"), privacy.unchecked(reason="", by="loader", at=at):
        pass
