"""A small form with every kind, used by the tests of the block."""

from __future__ import annotations

import datetime as dt

from tongban.engines.forms.api import Prefilled, read
from tongban.kernel.declarations.api import Text

TEXT = """
title = {zh = "食品经营许可", en = "Food business licence"}
[[pages]]
id = "company"
title = {zh = "企业", en = "Company"}
[[pages.fields]]
name = "company_name"
kind = "text"
label = {zh = "企业名称", en = "Company name"}
bind = "legal_entities.name"
[[pages.fields]]
name = "owner_phone"
kind = "phone"
label = {zh = "联系电话", en = "Telephone"}
[[pages]]
id = "shop"
title = {zh = "门店", en = "Shop"}
[[pages.fields]]
name = "area"
kind = "number"
label = {zh = "面积", en = "Area"}
min = 1
max = 100000
places = 2
[[pages.fields]]
name = "opening"
kind = "date"
label = {zh = "开业日期", en = "Opening day"}
min = "today"
[[pages.fields]]
name = "raw_food"
kind = "yesno"
label = {zh = "是否经营生食", en = "Raw food"}
[[pages.fields]]
name = "modes"
kind = "choices"
label = {zh = "经营方式", en = "Modes"}
options = [
  {value = "dine_in", label = {zh = "堂食", en = "Dine in"}},
  {value = "delivery", label = {zh = "外卖", en = "Delivery"}},
]
[[pages]]
id = "cold"
title = {zh = "冷链", en = "Cold chain"}
show_if = "raw_food = true"
[[pages.fields]]
name = "fridge"
kind = "longtext"
label = {zh = "冷藏设备", en = "Refrigeration"}
required = "area > 100"
[[pages]]
id = "files"
title = {zh = "材料", en = "Files"}
[[pages.fields]]
name = "plan"
kind = "upload"
label = {zh = "平面图", en = "Floor plan"}
accept = ["pdf", "png"]
max = 2
[[pages.fields]]
name = "truth"
kind = "statement"
label = {zh = "我承诺内容真实", en = "I state that this is true"}
"""

FORM = read(TEXT, "sample.toml")
PREFILLED = {
    "company_name": Prefilled(
        "常德通办餐饮有限公司", Text("法人库", "Legal entities"), dt.date(2026, 11, 20), "exchange:1"
    )
}
GOOD = {
    "owner_phone": "13800001234", "area": "120.5", "opening": "2026-12-01", "raw_food": False,
    "modes": ["dine_in"], "plan": ["a" * 32], "truth": True,
}  # fmt: skip
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
