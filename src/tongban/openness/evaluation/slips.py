"""What stands on a slip of paper or a screen so that a visitor can rate without signing in."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tongban.kernel.web.api import qr_on_page
from tongban.openness.evaluation import tokens


@dataclass(frozen=True)
class Slip:
    """`page` is where the code is typed, `code` as people read it, `qr` the picture that leads there at once."""

    page: str
    code: str
    qr: SafeString


def slip(visit: str = "") -> Slip:
    """The slip of a visit; without one, what the screen of a hall shows: only where codes are typed."""
    page = f"{settings.CONFIG.site_url}/rate"
    about = f"visit:{visit}"
    code = tokens.grouped(tokens.code(about)) if visit else ""
    return Slip(page, code, qr_on_page(tokens.address(about) if visit else page, title=_("QR code")))
