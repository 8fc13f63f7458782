"""A tiny city with a form of the market bureau, its owners and a publisher."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tongban.governance.drafts.tests.people import roles
from tongban.kernel.declarations import api as declarations
from tongban.services.cases.tests import city

AT = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
SHOP = {"kind": "forms", "key": "shop"}
TEXT = """# the shop
title = { zh = "申请", en = "Application" }

[[pages]]
id = "shop"
title = { zh = "店铺", en = "Shop" }

# as the register has it
[[pages.fields]]
name = "shop_name"
kind = "text"
label = { zh = "店名", en = "Name" }
bind = "legal_entities.name"
ask_if_missing = true

[[pages.fields]]
name = "area"
kind = "number"
label = { zh = "面积", en = "Area" }  # in square metres

[[pages.fields]]
name = "large"
kind = "yesno"
label = { zh = "大店", en = "Large shop" }
show_if = "area > 100"

[[pages]]
id = "papers"
title = { zh = "材料", en = "Papers" }

[[pages.fields]]
name = "plan"
kind = "upload"
label = { zh = "图纸", en = "Plan" }
accept = ["pdf"]
required = false
"""


def publish(folder: Path) -> None:
    """Publishes the city's package with these roles."""
    package = city.write(folder / "tiny", roles={"owners": roles("formbooks")}, forms={"shop": TEXT})
    declarations.publish(declarations.read(package), at=AT)
