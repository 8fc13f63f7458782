"""What stands beside the processes of a file and is named from within them: messages, signals, errors, escalations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tongban.engines.processes.graph import TriggerKind
from tongban.engines.processes.reading import Element, Reader, tag
from tongban.engines.processes.saying import say as _

NAMED: Mapping[str, tuple[TriggerKind, str]] = {
    "message": ("message", "name"),
    "signal": ("signal", "name"),
    "error": ("error", "errorCode"),
    "escalation": ("escalation", "escalationCode"),
}


@dataclass
class Roots:
    """`names` by kind and id; an element without a name goes by its id."""

    names: dict[str, dict[str, str]] = field(default_factory=dict)

    def name(self, kind: str, reference: str) -> str:
        """The name of what is referred to; of something in another file its own id."""
        return self.names.get(kind, {}).get(reference, reference)


def roots(reader: Reader, root: Element) -> Roots:
    """Reads them, with warnings for those that have no name of their own."""
    found = Roots({kind: {} for kind, _ in NAMED.values()})
    for child in root:
        kind, attribute = NAMED.get(tag(child), ("", ""))
        name = child.get("id") or ""
        if not kind or not name:
            continue
        given = (child.get(attribute) or "").strip()
        if not given and kind in ("message", "error"):
            reader.warn(
                child,
                f"{kind}-without-name",
                _("has no %(attribute)s; its id %(name)r stands for it", attribute=attribute, name=name),
            )
        found.names[kind][name] = given or name
    return found
