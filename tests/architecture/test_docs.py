"""Documentation that the program contradicts fails here."""

from __future__ import annotations

import re
import runpy
import tomllib
from pathlib import Path

import pytest

from tongban.kernel.declarations import api as declarations

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "third_party/README.md")]
PAGES += sorted((ROOT / "docs").rglob("*.md"))
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")


def test_the_reference_is_what_the_program_says():
    """Settings, commands, blocks, events, permissions, addresses, libraries; run scripts/reference after a change."""
    assert runpy.run_path(str(ROOT / "scripts" / "reference"))["stale"]() == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = [one for one in LINK.findall(text) if not one.startswith(("https://", "http://", "#", "mailto:"))]
    assert [one for one in targets if not (page.parent / one.partition("#")[0]).exists()] == []


def test_the_two_commands_of_the_readme_exist():
    make = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"^make ([a-z]+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert named == {"demo", "test"}
    assert named <= make


def test_the_changelog_knows_the_version():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"\n## {version} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_file_that_the_docs_name_exists():
    """Paths in code type such as `services/cases/api/opening.py`, seen from the product or from the root."""
    places = (ROOT, ROOT / "src" / "tongban")
    wrong = []
    for page in PAGES:
        for name in re.findall(r"`([a-z_]+(?:/[a-z_.-]+)+\.[a-z]+)`", page.read_text(encoding="utf-8")):
            known = [place for place in places if (place / name.partition("/")[0]).is_dir()]
            if known and not any((place / name).exists() for place in known):
                wrong.append(f"{page.name}: {name}")
    assert wrong == []


def test_decisions_are_short_and_numbered():
    found = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(one.name[:4]) for one in found] == list(range(1, len(found) + 1))
    for one in found:
        lines = one.read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith(f"# {int(one.name[:4])}. ")
        assert len(lines) <= 40


def test_the_guides_to_settings_name_only_keys_that_exist(tmp_path):
    from tongban.kernel.config import api as config

    keys = {name for name, _, _, _ in config.FIELDS}
    for page in sorted((ROOT / "docs" / "how-to").glob("*.md")):
        for block in re.findall(r"```toml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            values = tomllib.loads(block)
            if not block.startswith("#") and not {"title", "offers", "pages"} & set(values):
                assert set(values) <= keys, page.name


@pytest.mark.django_db()
def test_the_guide_to_accounts_works(tmp_path, at):
    """Its package is published and its Python run."""
    text = (ROOT / "docs" / "how-to" / "accounts-and-officers.md").read_text(encoding="utf-8")
    for name, body in re.findall(r"```toml\n# (mycity/\S+)\n(.*?)```", text, re.DOTALL):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")
    package = declarations.read(tmp_path / "mycity")
    assert [problem for problem in declarations.check(package) if problem.severity == "error"] == []
    declarations.publish(package, at=at)
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    space: dict[str, object] = {}
    exec(compile(code, "accounts-and-officers.md", "exec"), space)  # noqa: S102 (our own page)
    held = {post.officer for post in space["authority"].posts_of(person=space["person"].id, at=space["now"])}
    assert held == {"audit"}
