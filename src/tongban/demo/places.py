"""Where people of the demonstration live: real towns and streets of the register, invented roads and house numbers."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from tongban.registers.divisions import api as divisions

ROADS = (
    "人民路",
    "建设路",
    "朗州路",
    "青年路",
    "滨湖路",
    "柳叶大道",
    "洞庭大道",
    "武陵大道",
    "丹阳路",
    "紫缘路",
    "朝阳路",
    "芙蓉路",
)
ESTATES = ("桃源里", "沅水湾", "楚天苑", "柳湖苑", "德安居", "金色家园", "阳光花园", "和润园", "锦江城", "春申里")
VILLAGES = (
    "桃林",
    "沙湾",
    "石桥",
    "白鹤",
    "金鸡",
    "高湖",
    "双堰",
    "杨柳",
    "长岭",
    "荷塘",
    "新堰",
    "古堤",
    "竹园",
    "茶山",
)
CITY = "430700"
# Shares of the population, rough; the code that a county's numbers carried before 1988.
COUNTIES = {
    "430702": (16, "432401"), "430703": (14, "432421"), "430721": (9, "432422"), "430722": (13, "432423"),
    "430723": (14, "432424"), "430724": (7, "432425"), "430725": (14, "432426"), "430726": (9, "432427"),
    "430781": (4, "432402"),
}  # fmt: skip


@dataclass(frozen=True)
class Town:
    """A township or street, under its county."""

    county: str
    old_county: str
    name: str
    street: bool

    def address(self, chance: random.Random) -> str:
        """An invented address in it."""
        if self.street:
            estate = f"{chance.choice(ROADS)}{chance.randint(1, 980)}号{chance.choice(ESTATES)}"
            flat = (
                f"{chance.randint(1, 28)}栋{chance.randint(1, 4)}单元{chance.randint(1, 18)}0{chance.randint(1, 4)}室"
            )
            return f"{self.name}{estate}{flat}"
        return f"{self.name}{chance.choice(VILLAGES)}村{chance.randint(1, 18)}组{chance.randint(1, 120)}号"

    def shop(self, chance: random.Random) -> str:
        """An invented address of a shop in it."""
        return f"{self.name}{chance.choice(ROADS)}{chance.randint(1, 980)}号附{chance.randint(1, 30)}号"


@dataclass(frozen=True)
class Map:
    """The towns of the city, and how likely it is to live in each."""

    towns: tuple[Town, ...]
    weights: tuple[float, ...]

    def many(self, chance: random.Random, count: int) -> list[Town]:
        """So many places to live, by the counties' shares."""
        return chance.choices(self.towns, self.weights, k=count)

    def street_of(self, county: str) -> Town:
        """The first street of a county."""
        return next(town for town in self.towns if town.county == county and town.street)


def read_map(*, on: dt.date) -> Map:
    """The towns of the city from the division register. Raises LookupError when it is not loaded."""
    city = "".join(one.name.zh for one in divisions.path(code=CITY, on=on))
    towns: list[Town] = []
    weights: list[float] = []
    for county in divisions.children(code=CITY, on=on):
        share, old = COUNTIES[county.code]
        below = divisions.children(code=county.code, on=on)
        for town in below:
            street = town.name.zh.endswith("街道")
            towns.append(Town(county.code, old, f"{city}{county.name.zh}{town.name.zh}", street))
            weights.append(share / len(below) * (2 if street else 1))
    return Map(tuple(towns), tuple(weights))
