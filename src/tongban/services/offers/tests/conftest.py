"""A small package of offers, written to a folder so that every test can spoil it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from tongban.kernel.declarations import api as declarations

LAW = '{ law = { zh = "食品安全法", en = "Food Safety Law" }, article = "第三十五条", source = "LawRefBook" }'


def text(**changes: str) -> str:
    """An offer in TOML; a change replaces the value of a top-level key, an empty one drops the key."""
    values = {
        "title": '{ zh = "食品经营许可", en = "Food business licence" }',
        "summary": '{ zh = "开餐饮店、卖食品的人需要它", en = "For whoever serves or sells food" }',
        "kind": '"licence"',
        "authority": '"market"',
        "area": '"430700"',
        "function": '"0100-food"',
        "audience": '["company"]',
        "legal_basis": f"[{LAW}]",
        "statutory": f"{{ amount = 20, legal_basis = {LAW} }}",
        "promised": "{ amount = 5 }",
        "keywords": '{ zh = ["餐馆", "饭店"], en = ["restaurant"] }',
        "channels": '["window"]',
    } | changes
    return "\n".join(f"{key} = {value}" for key, value in values.items() if value)


SOCIAL = {
    "title": '{ zh = "社保登记", en = "Social insurance registration" }',
    "summary": '{ zh = "单位为职工参保", en = "Employers insure their staff" }',
    "kind": '"registration"',
    "authority": '"health"',
    "function": '"0200-social"',
    "keywords": '{ zh = ["五险"], en = ["pension"] }',
    "audience": '["company", "person"]',
}
OPENING = {
    "title": '{ zh = "开餐馆一件事", en = "Open a restaurant" }',
    "summary": '{ zh = "一次申请，五个部门", en = "One application, five departments" }',
    "kind": '"life_event"',
    "function": "",
    "statutory": "",
    "parts": '["food", "social"]',
    "keywords": '{ zh = ["创业"], en = ["business"] }',
    "audience": '["person"]',
}


@pytest.fixture()
def write(tmp_path: Path) -> Callable[..., declarations.Package]:
    """Writes offers to a package folder and reads it."""

    def _write(catalogue: str = "", **offers: str) -> declarations.Package:
        folder = tmp_path / "sample"
        (folder / "offers").mkdir(parents=True, exist_ok=True)
        (folder / "catalogue").mkdir(exist_ok=True)
        if catalogue:
            (folder / "catalogue" / "business-licence.toml").write_text(catalogue, encoding="utf-8")
        (folder / "system.toml").write_text('id = "sample"\nversion = "1"\ntitle = { zh = "样", en = "Sample" }\n')
        for key, content in offers.items():
            (folder / "offers" / f"{key}.toml").write_text(content, encoding="utf-8")
        return declarations.read(folder)

    return _write


@pytest.fixture(autouse=True)
def _units(monkeypatch: pytest.MonkeyPatch) -> None:
    from types import SimpleNamespace

    from tongban.services.offers import checks

    units = (SimpleNamespace(code="market"), SimpleNamespace(code="health"))
    monkeypatch.setattr(checks.authority, "units", lambda: units)


@pytest.fixture()
def published(db: None, write: Callable[..., declarations.Package], at: dt.datetime) -> declarations.Package:
    package = write(food=text(), social=text(**SOCIAL), opening=text(**OPENING))
    declarations.publish(package, at=at)
    return package
