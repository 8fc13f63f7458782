"""The command that checks forms in any folder."""

from __future__ import annotations

import json

import jsonschema_rs
import pytest

from tongban.cli import main

SOUND = """title = {zh = "测试", en = "Trial"}
[[pages]]
id = "one"
title = {zh = "一", en = "One"}
fields = [
  {name = "area", kind = "number", label = {zh = "面积", en = "Area"}},
  {name = "exits", kind = "integer", label = {zh = "出口", en = "Exits"}, show_if = "area > 60"},
]
"""


@pytest.fixture()
def sound(tmp_path):
    path = tmp_path / "sound.toml"
    path.write_text(SOUND, encoding="utf-8")
    return path


def test_a_sound_form_is_accepted_and_a_faulty_one_refused(sound, capfd):
    faulty = sound.with_name("faulty.toml")
    faulty.write_text(SOUND.replace("area > 60", "aera > 60"), encoding="utf-8")
    assert main(["form", "check", str(sound)]) == 0
    assert main(["form", "check", "--json", str(sound), str(faulty)]) == 1
    told = [json.loads(line) for line in capfd.readouterr().out.splitlines()[1:]]
    assert [one["accepted"] for one in told] == [True, False]
    assert told[1]["problems"][0]["line"] > 0


@pytest.mark.parametrize("content", [b"\xff\xfe", b"x = " + b"[" * 5000, b"", b"title = 3\n"])
def test_whatever_stands_in_the_file_there_is_a_verdict(tmp_path, capfd, content):
    path = tmp_path / "odd.toml"
    path.write_bytes(content)
    assert main(["form", "check", str(path), str(tmp_path / "absent.toml")]) == 1
    assert capfd.readouterr().out.count(": refused\n") == 2
    assert main(["form", "schema", str(path)]) == 1


def test_the_schema_of_a_form_is_printed(sound, capfd):
    assert main(["form", "schema", str(sound)]) == 0
    jsonschema_rs.meta.validate(json.loads(capfd.readouterr().out))


def test_wrong_use_is_two(capfd):
    with pytest.raises(SystemExit) as ended:
        main(["form", "check"])
    assert ended.value.code == 2
