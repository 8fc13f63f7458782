"""Registers the block with Django, and what it listens to."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "tongban.services.notices"
    label = "notices"

    def ready(self) -> None:
        from tongban.kernel.outbox.api import subscribe
        from tongban.services.appointments import events as appointments
        from tongban.services.cases import events as cases
        from tongban.services.certificates import events as certificates
        from tongban.services.notices import asking, colleagues, delivery, money, news, owing, parts
        from tongban.services.notices.events import NoticeWritten
        from tongban.services.payments import events as payments

        subscribe(cases.CaseOpened, news.received, name="notices")
        subscribe(cases.CaseAccepted, news.accepted, name="notices")
        subscribe(cases.AcceptanceDeclined, news.declined, name="notices")
        subscribe(cases.SupplementRequested, news.supplement, name="notices")
        subscribe(cases.DueDateChanged, news.due_moved, name="notices")
        subscribe(cases.MatterDecided, news.part_decided, name="notices")
        subscribe(cases.PartsFell, parts.fell, name="notices")
        subscribe(cases.CaseDecided, news.decided, name="notices")
        subscribe(cases.CaseReconsidered, news.reconsidered, name="notices")
        subscribe(cases.CaseReopened, news.reopened, name="notices")
        subscribe(cases.CaseWithdrawn, news.withdrawn, name="notices")
        subscribe(cases.CaseClosed, news.closed, name="notices")
        subscribe(cases.TaskUrged, colleagues.urged, name="notices")
        subscribe(cases.HearingMoved, news.hearing, name="notices")
        subscribe(cases.OpinionSilent, colleagues.silent, name="notices")
        subscribe(cases.OpinionDueSoon, asking.due_soon, name="notices")
        subscribe(cases.OpinionVoid, asking.void, name="notices")
        subscribe(cases.CaseEscalated, colleagues.escalated, name="notices")
        subscribe(cases.ObligationMoved, owing.owed, name="notices")
        subscribe(cases.CaseSupervised, colleagues.supervised, name="notices")
        subscribe(cases.CopySent, colleagues.copied, name="notices")
        subscribe(payments.BillIssued, money.billed, name="notices")
        subscribe(payments.BillPaid, money.paid, name="notices")
        subscribe(payments.BillVoided, money.voided, name="notices")
        subscribe(payments.BillRefunded, money.refunded, name="notices")
        subscribe(certificates.CertificateIssued, money.issued, name="notices")
        subscribe(certificates.CertificateRevoked, money.revoked, name="notices")
        subscribe(appointments.BookingMade, news.booked, name="notices")
        subscribe(appointments.BookingCancelled, news.unbooked, name="notices")
        subscribe(appointments.BookingMoved, news.moved, name="notices")
        subscribe(NoticeWritten, delivery.send_by_mail, name="notices.mail")
        subscribe(NoticeWritten, delivery.send_by_sms, name="notices.sms")
