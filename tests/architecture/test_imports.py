import subprocess
import sys
from pathlib import Path

from django.apps import apps

from tests.architecture.contracts import STRATA, block_of, enters_by_the_door

ROOT = Path(__file__).parents[2]


def test_the_strata_front_doors_and_siblings_hold():
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_front_door_contract_finds_a_window():
    assert not enters_by_the_door("tongban.services.cases.api", "tongban.trust.audit.models")
    assert enters_by_the_door("tongban.services.cases.api", "tongban.trust.audit.api")
    assert enters_by_the_door("tongban.services.cases.api", "tongban.services.cases.models")
    assert enters_by_the_door("tongban.settings", "tongban.trust.identity.settings")
    assert not enters_by_the_door("tongban.services.cases.api", "tongban.trust.identity.settings")


def test_foreign_keys_point_the_way_imports_do():
    order = {name: place for place, name in enumerate(STRATA)}
    wrong = []
    for model in apps.get_models():
        home = block_of(model.__module__)
        for field in model._meta.get_fields():
            target = field.related_model if field.many_to_one or field.one_to_one else None
            away = block_of(target.__module__) if target not in (None, "self") and not field.auto_created else None
            if home and away and home != away and order[home.split(".")[1]] < order[away.split(".")[1]]:
                wrong.append(f"{model.__name__}.{field.name} points up to {target.__name__}")
    assert wrong == []
