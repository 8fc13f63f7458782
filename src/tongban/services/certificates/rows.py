"""A row of a certificate, as it is printed, stored and shown."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.kernel.declarations.api import Text


@dataclass(frozen=True)
class Row:
    """Label and value in both languages. `public`: shown where a stranger verifies the certificate."""

    name: str
    label: Text
    value: Text
    public: bool = True
