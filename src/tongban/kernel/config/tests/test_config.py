"""Settings come from the node's file and from variables; a wrong one is named."""

from pathlib import Path

import pytest

from tongban.kernel.config import api as config


def load(folder: Path, toml: str = "", **variables: str) -> config.Config:
    (folder / "tongban.toml").write_text(toml, encoding="utf-8")
    return config.load(
        environ={"TONGBAN_NODE": str(folder), **{f"TONGBAN_{k.upper()}": v for k, v in variables.items()}}
    )


def test_every_setting_has_a_default_and_a_help_text(tmp_path: Path) -> None:
    assert load(tmp_path).division == "430700"
    assert len(config.FIELDS) <= 40
    assert all(text.endswith(".") for *_, text in config.FIELDS)


def test_a_variable_wins_over_the_file(tmp_path: Path) -> None:
    found = load(tmp_path, 'hotline = "110"\nupload_mb = 5\ndemo = true', hotline="12345", https="yes")
    assert (found.hotline, found.upload_mb, found.demo, found.https) == ("12345", 5, True, True)


def test_a_node_without_a_file_works(tmp_path: Path) -> None:
    found = config.load(environ={"TONGBAN_NODE": str(tmp_path / "new")})
    assert found.folder == (tmp_path / "new").resolve()
    assert found.site_url == "http://127.0.0.1:8000"


@pytest.mark.parametrize(("toml", "words"), [
    ('hotlin = "1"', ["tongban.toml", "unknown key 'hotlin'", "'hotline'"]),
    ("hotline = 1", ["tongban.toml", "hotline", "text in quotes"]),
    ('demo = "maybe"', ["demo", "true or false"]),
    ('upload_mb = "big"', ["upload_mb", "whole number"]),
    ("upload_mb = 0", ["upload_mb", "above zero"]),
    ("upload_mb = -1", ["upload_mb", "above zero"]),
    ('zone = "secret"', ["zone", "public, outer, inner"]),
    ('time_zone = "Asia/Peking"', ["time_zone", "Asia/Shanghai"]),
    ('time_zone = "../../etc/passwd"', ["time_zone"]),
    ('database = "mysql://root:secret@x"', ["database", "postgresql://"]),
    ("node = 'x'", ["unknown key 'node'"]),
    ("= broken", ["tongban.toml", "not a TOML file", "line 1"]),
])  # fmt: skip
def test_each_wrong_setting_is_named(tmp_path: Path, toml: str, words: list[str]) -> None:
    with pytest.raises(config.ConfigError) as wrong:
        load(tmp_path, toml)
    assert [word for word in words if word not in str(wrong.value)] == []
    assert "secret@" not in str(wrong.value)


def test_an_unknown_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(config.ConfigError, match="TONGBAN_HOTLINE"):
        load(tmp_path, hotlin="1")
