"""Amounts of yuan in capital Chinese numerals, as receipts must show them (GB/T 15835; rules of the PBOC for notes)."""

from __future__ import annotations

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "兆")
LARGEST = 10**18


def capitals(fen: int) -> str:
    """The amount in words: 18050 is 壹佰捌拾元伍角整. Raises ValueError below zero and from 10^18 on."""
    if not 0 <= fen < LARGEST:
        raise ValueError(f"no amount for a receipt: {fen}")
    yuan, rest = divmod(fen, 100)
    jiao, last = divmod(rest, 10)
    head = f"{_whole(yuan)}元" if yuan else ""
    if not rest:
        return f"{head or '零元'}整"
    middle = f"{DIGITS[jiao]}角" if jiao else ("零" if yuan else "")
    return f"{head}{middle}{DIGITS[last]}分" if last else f"{head}{middle}整"


def _whole(number: int) -> str:
    """A whole number above zero; a run of zeros is one 零, none at the end."""
    text = ""
    gap = False
    for group in range(len(GROUPS) - 1, -1, -1):
        part = number // 10 ** (4 * group) % 10_000
        if not part:
            gap = gap or bool(text)
            continue
        text += ("零" if text and (gap or part < 1000) else "") + _four(part) + GROUPS[group]  # noqa: PLR2004 (no thousands)
        gap = False
    return text


def _four(part: int) -> str:
    text = ""
    gap = False
    for place in range(3, -1, -1):
        digit = part // 10**place % 10
        if not digit:
            gap = gap or bool(text)
            continue
        text += ("零" if gap else "") + DIGITS[digit] + PLACES[place]
        gap = False
    return text
