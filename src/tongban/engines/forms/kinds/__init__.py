"""The registry of field kinds: one noun a file, in the order of the reference."""

from tongban.engines.forms.kinds import amounts, choosing, contact, days, files, identifiers, texts
from tongban.engines.forms.kinds.kind import Kind

REGISTRY: dict[str, Kind] = {
    kind.name: kind for noun in (texts, amounts, days, choosing, contact, identifiers, files) for kind in noun.KINDS
}

__all__ = ["REGISTRY", "Kind"]
