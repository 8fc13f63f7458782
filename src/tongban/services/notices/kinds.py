"""Kinds of notices: what each is called, whether the law requires it, and whether it goes out as a text message."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.kernel.declarations.api import Text


@dataclass(frozen=True)
class Kind:
    """`required`: the authority must tell it (Administrative Licensing Law 32, 37, 38, 42, 44), so it cannot be muted.
    `urgent`: it also goes out as a text message.
    """

    code: str
    title: Text
    required: bool
    urgent: bool = False


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("received", Text("收到申请", "Application received"), required=False),
        Kind("accepted", Text("受理", "Acceptance"), required=True, urgent=True),
        Kind("declined", Text("不予受理", "Not accepted"), required=True, urgent=True),
        Kind("supplement", Text("补正材料", "Supplement notice"), required=True, urgent=True),
        Kind("time", Text("办理时限变化", "Change of the due day"), required=True),
        Kind("part", Text("单项办结", "Part decided"), required=False),
        Kind("decided", Text("办理决定", "Decision"), required=True, urgent=True),
        Kind("withdrawn", Text("撤回申请", "Withdrawal"), required=False),
        Kind("bill", Text("缴费通知", "Bill"), required=True, urgent=True),
        Kind("paid", Text("缴费成功", "Payment received"), required=False),
        Kind("certificate", Text("证照送达", "Certificate"), required=True, urgent=True),
        Kind("appointment", Text("预约", "Appointment"), required=False, urgent=True),
        Kind("rating", Text("评价", "Rating"), required=False, urgent=True),
        Kind("rating-answer", Text("评价答复", "Answer to a rating"), required=False, urgent=True),
        Kind("urged", Text("催办", "Reminder"), required=False),
        Kind("copy", Text("抄送", "Copy"), required=False),
        Kind("supervised", Text("督办", "Supervised item"), required=True),
        Kind("supervision", Text("电子监察", "Finding of supervision"), required=True),
        Kind("escalated", Text("逾期上报", "Laid before a post"), required=True),
        Kind("opinion", Text("征求意见", "Opinion of another department"), required=True),
        Kind("hearing", Text("听证", "Hearing"), required=True, urgent=True),
        Kind("reopened", Text("重新办理", "Taken up again"), required=True, urgent=True),
        Kind("reconsidered", Text("行政复议", "Reconsideration"), required=True, urgent=True),
        Kind("obligation", Text("告知承诺与容缺受理", "Evidence to follow"), required=True, urgent=True),
        Kind("message", Text("消息", "Message"), required=False),
        Kind("urgent-message", Text("重要消息", "Urgent message"), required=False, urgent=True),
    )
}
