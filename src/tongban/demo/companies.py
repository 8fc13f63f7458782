"""Invented companies and shops, each with a representative among the invented residents."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from typing import Any

from tongban.demo.names import brand
from tongban.demo.residents import Adult
from tongban.registers.legal_entities.api import make_code

BODY = "X8"  # organisation codes of the demonstration begin so
MARKS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
OLDEST = 25 * 365
KINDS = ("company", "sole_trader", "cooperative")
KIND_SHARE = (58, 38, 4)
STATUS = ("active", "deregistered", "revoked")
STATUS_SHARE = (93, 5, 2)
# What it does, share, how a shop of the trade is called, scope of business.
TRADES = (
    ("餐饮管理", 16, "餐馆", "餐饮服务；食品销售"),
    ("商贸", 20, "便利店", "日用百货销售；预包装食品销售"),
    ("建筑工程", 9, "建材经营部", "建设工程施工；建筑材料销售"),
    ("农业发展", 10, "农资店", "农作物种植；农产品初加工与销售"),
    ("信息科技", 9, "电脑服务部", "软件开发；信息技术咨询服务"),
    ("运输", 7, "货运服务部", "道路货物运输（不含危险货物）"),
    ("文化传媒", 6, "图文广告店", "广告设计、制作；文化艺术交流策划"),
    ("机械制造", 6, "机械修理店", "通用设备制造；机械零部件加工"),
    ("物业服务", 5, "家政服务部", "物业管理；家政服务"),
    ("水产养殖", 4, "水产店", "水产养殖；水产品销售"),
    ("旅游", 4, "民宿", "旅游业务；住宿服务"),
    ("医疗器械", 4, "眼镜店", "第一类医疗器械销售"),
)
SHARES = tuple(trade[1] for trade in TRADES)


def credit_code(serial: int, *, kind: str, division: str) -> str:
    """The valid code of the so-manieth company of the demonstration; codes of a row look unlike one another."""
    number = serial * 48_271 % 31**6
    marks = ""
    for _place in range(6):
        number, rest = divmod(number, 31)
        marks = MARKS[rest] + marks
    return make_code(kind=kind, division=division, body=BODY + marks)


def rows(count: int, *, chance: random.Random, adults: Sequence[Adult], today: dt.date) -> Iterator[dict[str, Any]]:
    """So many entities with different names. Raises ValueError when there is nobody to represent them."""
    if count and not adults:
        raise ValueError("companies need adult residents as representatives")
    taken: set[str] = set()
    for serial in range(1, count + 1):
        kind = chance.choices(KINDS, KIND_SHARE)[0]
        owner = chance.choice(adults)
        trade, _share, shop, scope = chance.choices(TRADES, SHARES)[0]
        name = _name(kind, trade, shop, owner, chance)
        if name in taken:
            name = f"{name[:-4]}（{serial}）{name[-4:]}" if kind == "company" else f"{name}（{serial}）"
        taken.add(name)
        yield entity(
            serial, kind=kind, name=name, scope=scope, owner=owner, chance=chance, today=today
        )  # fmt: skip


def _name(kind: str, trade: str, shop: str, owner: Adult, chance: random.Random) -> str:
    if kind == "company":
        return f"常德市{brand(chance)}{trade}有限公司"
    if kind == "cooperative":
        return f"{owner.town.name.removeprefix('湖南省常德市')}{brand(chance)}种养专业合作社"
    return f"{owner.town.name.removeprefix('湖南省常德市')}{brand(chance)}{shop}"


def entity(
    serial: int, *, kind: str, name: str, scope: str, owner: Adult, chance: random.Random, today: dt.date
) -> dict[str, Any]:
    """One entity, as the register stores it."""
    established = today - dt.timedelta(days=chance.randrange(30, OLDEST))
    return {
        "credit_code": credit_code(serial, kind=kind, division=owner.town.county),
        "name": name,
        "kind": kind,
        "legal_representative": owner.number,
        "representative_name": owner.name,
        "address": owner.town.shop(chance),
        "division": owner.town.county,
        "capital": str(chance.choice((3, 5, 10, 20, 50, 100, 200, 500, 1000)) * 10_000) if kind == "company" else None,
        "established": established.isoformat(),
        "status": chance.choices(STATUS, STATUS_SHARE)[0],
        "scope": scope,
    }
