"""What conditions on grants may ask of a case."""

from __future__ import annotations

from tongban.kernel.declarations.api import Text
from tongban.trust.authority.api import Attribute

ATTRIBUTES = (
    Attribute("offer", "string", Text("事项", "public service")),
    Attribute("channel", "string", Text("渠道", "channel")),
)
