from __future__ import annotations

from dataclasses import dataclass

import pytest

from tongban.kernel.declarations.api import LegalBasis, Text
from tongban.trust.privacy import api as privacy
from tongban.trust.privacy import purposes

WINDOW, BUREAU = Text("窗口", "Window clerk"), Text("市场监督管理局", "Market Regulation Bureau")


@dataclass(frozen=True)
class Post:
    code: str
    unit: str = "market"
    title: Text = WINDOW
    unit_name: Text = BUREAU


@dataclass(frozen=True)
class Reader:
    kind: str = "official"
    person: str = "clerk1"
    account: str = "clerk"
    posts: tuple[Post, ...] = (Post("window"),)
    resident_tag: str = ""


@pytest.fixture()
def clerk():
    return Reader()


@pytest.fixture()
def resident():
    return Reader("resident", "person1", "resident", (), privacy.tag("resident", "1"))


@pytest.fixture(autouse=True)
def declared(monkeypatch):
    monkeypatch.setattr(purposes, "_PURPOSES", {})
    basis = LegalBasis(Text("个人信息保护法", "Personal Information Protection Law"), "第三十四条", "statute")
    privacy.declare_purpose("test", Text("办理申请", "To handle an application"), basis)
    return basis
