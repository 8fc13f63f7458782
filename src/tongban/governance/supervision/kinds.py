"""What supervision looks for, each with the rule that forbids it."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.kernel.declarations.api import LegalBasis, Text

LICENSING = Text("中华人民共和国行政许可法", "Administrative Licensing Law of the People's Republic of China")
SOURCE = "https://github.com/LawRefBook/Laws"


def _licensing(article: str) -> LegalBasis:
    return LegalBasis(LICENSING, article, SOURCE)


RATINGS = LegalBasis(
    Text("国办发〔2019〕51号", "Guobanfa (2019) No. 51 on the rating of government services"),
    "二",
    "https://www.gov.cn/",
)
ONLINE = LegalBasis(
    Text("国务院关于在线政务服务的若干规定", "Provisions of the State Council on online government services"),
    "第十条",
    "https://www.gov.cn/",
)


@dataclass(frozen=True)
class Kind:
    """A kind of finding. `verified` says whether the article was checked against the text of the law."""

    code: str
    title: Text
    basis: LegalBasis
    verified: bool = True


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("overdue", Text("超过办理时限", "Overdue"), _licensing("第四十二条")),
        Kind("skipped-step", Text("跳过法定步骤", "Step skipped"), _licensing("第六十九条")),
        Kind("evidence-beyond-list", Text("索要清单外材料", "Evidence beyond the list"), _licensing("第三十一条")),
        Kind("evidence-held", Text("索要已有登记的材料", "Evidence that a register holds"), ONLINE, verified=False),
        Kind("fee-off-list", Text("清单外收费", "Fee off the list"), _licensing("第五十九条")),
        Kind("refusal-without-article", Text("不予许可未引法条", "Refusal without article"), _licensing("第三十八条")),
        Kind("ratings-in-a-row", Text("集中好评异常", "Praise in a row"), RATINGS, verified=False),
        Kind("rated-badly", Text("差评明显偏高", "Rated badly more than others"), RATINGS, verified=False),
    )
}
