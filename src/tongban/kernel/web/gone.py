"""What was at an address and is no more."""

from __future__ import annotations

from django.http import Http404


class Gone(Http404):
    """410 instead of 404; `text` tells the reader when and why."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(text)
