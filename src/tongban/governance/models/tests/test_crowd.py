"""Several at once over one database. Apart from the other tests: on a server, whatever these write is committed."""

from tongban.governance.models import api
from tongban.governance.models.models import Revision
from tongban.governance.models.tests.conftest import appointed
from tongban.governance.models.tests.town import renamed, save


def test_of_several_who_save_at_once_one_is_kept_and_the_others_are_told(together, at):
    people = [appointed("health.leader", name, at) for name in ("one", "two", "three")]
    text = api.open_draft(process="health", by=people[0], at=at).text

    def saver(place: int):
        def work() -> str:
            try:
                save(renamed(text, f"决定{place}"), 0, people[place], at)
            except api.Clash:
                return "told"
            return "kept"

        return work

    assert sorted(together(*(saver(place) for place in range(3)))) == ["kept", "told", "told"]
    assert sorted(Revision.objects.values_list("number", flat=True)) == [0, 1]


def test_of_several_who_open_a_draft_at_once_all_get_the_same(together, at):
    people = [appointed("health.leader", name, at) for name in ("one", "two", "three")]
    found = together(*(lambda one=one: api.open_draft(process="health", by=one, at=at).id for one in people))
    assert len(set(found)) == 1
