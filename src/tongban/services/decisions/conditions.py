"""The language of conditions on grants: trust lies below the engine of rules and is handed its compiler from here."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tongban.engines.rules import api as rules
from tongban.trust.authority import api as authority


def conditions(
    text: str, attributes: Mapping[str, authority.Attribute], subject: Collection[str]
) -> authority.Condition:
    """Compiles the condition of a grant. Raises ValueError that says in the language of the page what is wrong."""
    qualities = {name: rules.Quality(one.kind, one.scale) for name, one in attributes.items()}
    try:
        return rules.row_condition(text, qualities=qualities, subject=subject)
    except rules.FeelError as error:
        said = [rules.translated(part) for part in (error.message, error.suggestion) if part]
        raise ValueError("; ".join(said)) from None
