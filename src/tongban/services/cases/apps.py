"""Registers the block: process host, operations, permissions, purposes, subscriptions."""

from django.apps import AppConfig

PERMISSIONS = (
    ("cases.read", "查看办件", "See cases"),
    ("cases.accept", "受理", "Decide on acceptance"),
    ("cases.supplement-again", "再次补正", "Ask for missing items a second time"),
    ("cases.examine", "审查", "Examine"),
    ("cases.inspect", "现场勘验", "Inspect on site"),
    ("cases.inspect-original", "核验原件", "Compare papers with their originals"),
    ("cases.decide", "作出决定", "Decide"),
    ("cases.give-opinion", "出具意见", "Give an opinion to another department"),
    ("cases.assign", "分派任务", "Give tasks to colleagues"),
    ("cases.urge", "催办和抄送", "Urge tasks and send copies"),
    ("cases.supervise", "督办", "Have a case supervised"),
    ("cases.answer-supervision", "回复督办", "Report measures on a supervised case"),
    ("cases.hear", "组织听证", "Organise hearings"),
    ("cases.halt", "暂停和恢复流程", "Stop a process and let it go on"),
    ("cases.repair", "修复流程", "Repair a running process"),
    ("cases.reopen", "提出重新办理", "Propose to take a closed case up again"),
    ("cases.reopen-confirm", "批准重新办理", "Confirm that a closed case is taken up again"),
    ("cases.migrate", "提出流程迁移", "Propose to move cases to another version of their process"),
    ("cases.migrate-confirm", "批准流程迁移", "Confirm such a move"),
    ("cases.suspend", "中止计时", "Stop and start the clock"),
    ("cases.extend", "批准延期", "Prolong the time"),
    ("cases.extend-again", "批准再次延期", "Prolong the time again"),
)


class CasesConfig(AppConfig):
    name = "tongban.services.cases"
    label = "cases"

    def ready(self) -> None:
        from tongban.engines.deadlines.events import CalendarPublished
        from tongban.engines.processes import api as processes
        from tongban.kernel.declarations import api as declarations_api
        from tongban.kernel.declarations.api import Kind, LegalBasis, Text, register
        from tongban.kernel.outbox import api as outbox
        from tongban.services.cases import checks as process_checks
        from tongban.services.cases import events, host, subscriptions
        from tongban.services.cases.attributes import ATTRIBUTES
        from tongban.services.cases.operations import certificates, money, parts, reconsidering, registers, registry
        from tongban.services.cases.scenarios import checks, declarations
        from tongban.services.payments.events import BillPaid
        from tongban.trust.authority import api as authority
        from tongban.trust.privacy import api as privacy

        del certificates, money, parts, reconsidering, registers  # imported for the operations that they name
        for code, zh, en in PERMISSIONS:
            authority.declare_permission(code, Text(zh, en))
        authority.declare_attributes(
            *ATTRIBUTES,
            permissions=[code for code, _zh, _en in PERMISSIONS],
        )
        law = Text(
            "中华人民共和国个人信息保护法", "Personal Information Protection Law of the People's Republic of China"
        )
        source = "https://github.com/LawRefBook/Laws"
        privacy.declare_purpose(
            "case-handling",
            Text("办理您申请的事项", "Handling your application"),
            LegalBasis(law, "第三十四条", source),
        )
        privacy.declare_purpose(
            "own-case", Text("查看本人办件", "Seeing one's own case"), LegalBasis(law, "第四十五条", source)
        )
        privacy.declare_purpose(
            "supervision",
            Text("监督行政许可的实施", "Supervising how permits are handled"),
            LegalBasis(
                Text("中华人民共和国行政许可法", "Administrative Licensing Law of the People's Republic of China"),
                "第六十条",
                source,
            ),
        )
        register(Kind("scenarios", ".toml", declarations.read, checks.check))
        kinds = {kind.folder: kind for kind in declarations_api.kinds()}
        register(process_checks.extend(kinds["processes"]))
        processes.register_host(host.NAME, host.CaseHost())
        outbox.subscribe(events.OperationRequested, registry.requested, name="cases.operations")
        outbox.subscribe(events.ProcessMoved, subscriptions.process_moved, name="cases.moved")
        outbox.subscribe(events.ProcessMigrated, subscriptions.process_migrated, name="cases.migrated")
        outbox.subscribe(BillPaid, subscriptions.bill_paid, name="cases.paid")
        outbox.subscribe(CalendarPublished, subscriptions.calendar_published, name="cases.calendar")
