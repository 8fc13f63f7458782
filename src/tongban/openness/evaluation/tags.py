"""What a rating can be about."""

from __future__ import annotations

from tongban.kernel.declarations.api import Text

TAGS: dict[str, Text] = {
    "fast": Text("办得快", "Fast"),
    "clear": Text("一次说清", "Told everything at once"),
    "friendly": Text("态度好", "Friendly"),
    "few-papers": Text("材料少", "Few papers"),
    "easy-online": Text("网上好办", "Easy online"),
    "slow": Text("办得慢", "Slow"),
    "unclear": Text("没说清楚", "Unclear"),
    "unfriendly": Text("态度差", "Unfriendly"),
    "many-papers": Text("材料多、重复交", "Too many papers"),
    "sent-around": Text("来回跑、互相推", "Sent from one to another"),
    "fees": Text("乱收费", "Wrong fees"),
}


def tags() -> tuple[tuple[str, Text], ...]:
    """Code and text of each, in the order in which they are offered."""
    return tuple(TAGS.items())
