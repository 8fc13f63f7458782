"""`tongban calendar`: looked at, published when told so, printed; refused with line and reason."""

from __future__ import annotations

import pytest

from tongban import cli
from tongban.engines.deadlines import api as deadlines
from tongban.trust.audit.models import Pending

CSV = "date,kind,name\n2027-01-04,holiday,元旦\n"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def node(monkeypatch):
    monkeypatch.setattr("tongban.cli.calendars.set_up", lambda: None)  # the test database is set up


def test_a_year_is_looked_at_published_and_printed_again(tmp_path, capsysbinary):
    file = tmp_path / "cn-2027.csv"
    file.write_text(CSV)
    asked = ["calendar", "import", str(file), "--source", "notice invented for this test"]
    assert cli.main(asked) == 0
    assert "2027-01-04: as its weekday -> free 元旦" in capsysbinary.readouterr().out.decode()
    assert 2027 not in deadlines.published_years("cn"), "looking publishes nothing"
    assert cli.main([*asked, "--publish"]) == 0
    assert 2027 in deadlines.published_years("cn")
    assert Pending.objects.filter(body__contains="deadlines.publish-calendar").count() == 1
    capsysbinary.readouterr()
    for form in ("csv", "ics", "toml"):
        assert cli.main(["calendar", "export", "2027", "--format", form]) == 0
        file.write_bytes(capsysbinary.readouterr().out)
        assert cli.main([*asked, "--year", "2027", "--publish"]) == 0
        assert b"published like this already" in capsysbinary.readouterr().out


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (CSV.encode() + b"2026-01-01,holiday,x\n", "line 3: 2026-01-01 is not a day of 2027"),
        (CSV.encode("gbk"), "is no UTF-8"),
        (b"a" * 200_001, "more than 200,000 bytes"),
        (b"nothing", "x.csv: "),
        (b"", "x.csv: "),
    ],
)
def test_a_file_is_refused(tmp_path, capsys, data, why):
    file = tmp_path / "x.csv"
    file.write_bytes(data)
    assert cli.main(["calendar", "import", str(file), "--source", "x", "--publish"]) == 1
    assert why in capsys.readouterr().err
    assert 2027 not in deadlines.published_years("cn")


def test_a_year_without_a_source_or_not_published_is_refused(tmp_path, capsys):
    file = tmp_path / "x.csv"
    file.write_text(CSV)
    assert cli.main(["calendar", "import", str(file), "--publish"]) == 1
    assert "source" in capsys.readouterr().err
    assert cli.main(["calendar", "import", str(tmp_path / "none")]) == 1
    assert cli.main(["calendar", "export", "2027"]) == 1
