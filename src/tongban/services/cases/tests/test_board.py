import datetime as dt

from tongban.services.cases import api as cases

DAY = dt.timedelta(days=1)


def test_the_board_counts_open_cases_by_offer_and_light(submitted, official, at, django_assert_max_num_queries):
    for _ in range(2):
        submitted()
    submitted("hygiene")
    by = official("mayor")
    with django_assert_max_num_queries(5):
        found = cases.board(by=by, at=at)
    assert [(row.offer, row.total) for row in found.rows] == [("hygiene", 1), ("food", 2)]
    assert all(row.total == row.red + row.yellow + row.green + row.still for row in found.rows)
    late = cases.board(by=by, at=at + 60 * DAY)
    assert {row.offer: row.red for row in late.rows} == {"food": 2, "hygiene": 1}


def test_the_board_shows_an_official_only_the_units_in_reach(submitted, official, at):
    submitted()
    submitted("hygiene")
    assert [row.offer for row in cases.board(by=official("health.leader"), at=at).rows] == ["hygiene"]
    mayor = official("mayor")
    assert {code for code, _name in cases.board(by=mayor, at=at).units} == {"c.market", "c.health"}
    assert [row.offer for row in cases.board(by=mayor, at=at, unit="c.market").rows] == ["food"]
    assert cases.board(by=mayor, at=at, unit="c.unknown\0").rows == ()
