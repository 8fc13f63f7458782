"""The compiler of forms raises no alarm at the forms of the city."""

from __future__ import annotations

from pathlib import Path

import pytest

from tongban.engines.forms import offline
from tongban.systems import approvals

FORMS = sorted((Path(approvals.__file__).parent / "forms").glob("*.toml"))


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_the_forms_of_the_city_raise_no_alarm(path):
    found = offline.examine(path.read_text(encoding="utf-8"), str(path))
    assert [one for one in found if one.severity == "error"] == []
