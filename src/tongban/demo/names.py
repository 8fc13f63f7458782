"""Invented names: frequent surnames with rough weights, given names by chance. A bearer of one is an accident."""

from __future__ import annotations

import random
from dataclasses import dataclass

SURNAMES = (
    "王70李69张67刘54陈46杨31黄24赵21吴20周19徐15孙14马13朱13胡13郭12何12高11林11罗10郑9梁9谢8宋8唐8许7韩7邓7冯7曹7"
    "彭7曾7肖7田6董6袁6潘6蔡5蒋5余5于5杜5叶5程5苏4魏4吕4丁4任4沈4姚4卢4姜4崔3钟3谭3陆3汪3范3金3石3廖3贾3夏3韦2方2"
    "白2邹2孟2熊2秦2邱2江2尹2薛2段2雷2侯2龙2史2陶2黎2贺2顾2毛2郝2龚2邵2万2钱2覃2武1戴1莫1孔1向1汤1"
)
MALE = "伟强磊军勇杰涛超明刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林阳建亮成海峰东文博志远国庆云山松柏泽楚湘沅澧昊然轩"
FEMALE = "芳娜敏静丽艳娟霞秀玲桂英燕红梅婷莉雪慧颖洁琳晶欣怡佳倩萍琴兰云月莲珍珠凤玉春雨晴诗涵梦琪蕊岚芷若汀桃枝"
EITHER = "小晓子思雅永安新嘉文家世承立志元可一亦乐和清"
BRANDS = "沅江桃源楚湘澧水洞庭朗州柳叶德山鼎盛丰和兴隆安泰瑞祥恒远金禾春晓锦绣嘉禾泰和源盛百川广润顺达宏图长青"


@dataclass(frozen=True)
class Weighted:
    """A list to draw from by weight."""

    values: tuple[str, ...]
    weights: tuple[int, ...]

    def many(self, chance: random.Random, count: int) -> list[str]:
        """So many draws at once."""
        return chance.choices(self.values, self.weights, k=count)


def _surnames() -> Weighted:
    marks = "".join(mark if mark.isdigit() else f" {mark} " for mark in SURNAMES).split()
    return Weighted(tuple(marks[::2]), tuple(int(weight) for weight in marks[1::2]))


def given_name(chance: random.Random, sex: str) -> str:
    """One character in five names, two in the others."""
    own = MALE if sex == "male" else FEMALE
    if chance.random() < 0.2:  # noqa: PLR2004 (rough shares, here and below)
        return chance.choice(own)
    first = chance.choice(EITHER if chance.random() < 0.4 else own)  # noqa: PLR2004
    return first + chance.choice(own)


def brand(chance: random.Random) -> str:
    """The fancy part of a company's name: two words of the region."""
    words = [BRANDS[place : place + 2] for place in range(0, len(BRANDS) - 1, 2)]
    return chance.choice(words) + chance.choice(words)


SURNAME = _surnames()
