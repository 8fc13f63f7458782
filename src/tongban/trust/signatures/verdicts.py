"""The three verdicts on a signature, and their reasons in words for lay people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from tongban.kernel.declarations.api import Text

Status = Literal["valid", "not_valid", "could_not_check"]

# code -> verdict, reason
_REASONS: dict[str, tuple[Status, Text]] = {
    "intact": (
        "valid",
        Text("签名有效，内容自签名以来未被改动。", "The signature is good and nothing has changed since it was made."),
    ),
    "sealed": (
        "valid",
        Text(
            "电子印章有效，文件自盖章以来未被改动。",
            "The seal is genuine and nothing in the file has changed since it was sealed.",
        ),
    ),
    "stamped": ("valid", Text("盖章时间由时间戳证明。", "A time stamp proves when the file was sealed.")),
    "changed": (
        "not_valid",
        Text("签名之后内容被改动过。", "The content was changed after it was signed."),
    ),
    "added": (
        "not_valid",
        Text("盖章之后文件中又加入了内容。", "Something was added to the file after it was sealed."),
    ),
    "unknown_signer": (
        "not_valid",
        Text("签名人不是本平台承认的机关。", "It was not signed by an authority that this platform recognises."),
    ),
    "out_of_term": (
        "not_valid",
        Text("签名时证书不在有效期内。", "The signer's certificate was not in force when it was used."),
    ),
    "no_seal": ("not_valid", Text("文件上没有电子印章。", "The file carries no electronic seal.")),
    "not_certified": (
        "not_valid",
        Text(
            "印章没有锁定文件内容，不是本平台签发的文件。",
            "The seal does not lock the file: it is not one issued here.",
        ),
    ),
    "no_time": (
        "not_valid",
        Text("文件没有可信的时间戳。", "The file carries no time stamp that can be relied on."),
    ),
    "not_pdf": ("not_valid", Text("这不是 PDF 文件。", "This is not a PDF file.")),
    "unreadable": (
        "could_not_check",
        Text("文件不完整或已损坏，无法核验。", "It is incomplete or damaged and could not be checked."),
    ),
    "other_suite": (
        "could_not_check",
        Text("签名使用了本平台不支持的算法。", "It was signed with algorithms that this platform cannot check."),
    ),
    "too_long": (
        "could_not_check",
        Text("核验用时过长，已停止。", "Checking took too long and was stopped."),
    ),
    "too_large": (
        "could_not_check",
        Text("文件过大，无法核验。", "The file is too large to be checked."),
    ),
    "failed": (
        "could_not_check",
        Text("核验未能完成，请稍后再试。", "Checking could not be completed. Please try again later."),
    ),
}


@dataclass(frozen=True)
class Verdict:
    """What can be said of a signature. `reasons` in both languages, `signer` as the certificate names it.

    `at`: when it was signed, empty when that could not be read. `codes` are the reasons for programs.
    """

    status: Status
    reasons: tuple[Text, ...]
    signer: str = ""
    at: dt.datetime | None = None
    codes: tuple[str, ...] = ()


def verdict(*codes: str, signer: str = "", at: dt.datetime | None = None) -> Verdict:
    """The verdict that the codes give together: one that is not valid outweighs all, then one that is unsure."""
    found = {_REASONS[code][0] for code in codes} or {"could_not_check"}
    worst: tuple[Status, ...] = ("not_valid", "could_not_check", "valid")
    status = next(each for each in worst if each in found)
    kept = tuple(code for code in codes if _REASONS[code][0] == status)
    return Verdict(status, tuple(_REASONS[code][1] for code in kept), signer, at, kept)
