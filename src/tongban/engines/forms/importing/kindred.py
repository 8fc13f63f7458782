"""What foreign kinds are called here, as far as this version of our forms knows the kind."""

from __future__ import annotations

from typing import Any

import re2

from tongban.engines.forms.kinds import REGISTRY
from tongban.kernel.declarations.api import Text
from tongban.kernel.web.api import TYPES

TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]"
URL = r"https?://[^\s]{3,}"
PATTERN_HINT = Text("请按要求的格式填写。", "Write it in the format asked for.")
MANY_FILES = 10


def time() -> tuple[str, dict[str, Any]]:
    """Kind and facts of a time of day."""
    if "time" in REGISTRY:
        return "time", {}
    return "text", {"pattern": TIME, "pattern_hint": Text("请填写时间，例如 09:30。", "Write a time such as 09:30.")}


def url() -> tuple[str, dict[str, Any]]:
    """Kind and facts of a web address."""
    if "url" in REGISTRY:
        return "url", {}
    hint = Text("请填写网址，例如 https://example.com。", "Write a web address such as https://example.com.")
    return "text", {"pattern": URL, "pattern_hint": hint}


def known(*kinds: str) -> str:
    """The first of these kinds that there is; empty without one."""
    return next((kind for kind in kinds if kind in REGISTRY), "")


def pattern(regex: str, *, whole: bool, hint: Text = PATTERN_HINT) -> dict[str, Any] | str:
    """A regular expression as ours, over the whole text; `whole` is false where the original looks at the beginning
    only. A reason where RE2, which always ends in time, cannot say it.
    """
    simple = regex.startswith("^") and regex.endswith("$") and "|" not in regex and not regex.endswith(r"\$")
    ours = regex if whole else regex[1:-1] if simple else f"(?:{regex})(?s:.*)"
    try:
        re2.compile(ours)
    except re2.error as error:
        reason = error.args[0] if error.args else error
        reason = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        return f"this regular expression cannot be used: {reason[:120]}"
    return {"pattern": ours, "pattern_hint": hint}


def file_types(endings: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """The kinds of files that can be taken, and the endings that cannot; `*` stands for all that can."""
    wanted = [one.lower().lstrip("*.") for one in endings]
    if "" in wanted:
        return tuple(TYPES), []
    wanted = ["jpeg" if one == "jpg" else one for one in wanted]
    return tuple(dict.fromkeys(one for one in wanted if one in TYPES)), [one for one in wanted if one not in TYPES]
