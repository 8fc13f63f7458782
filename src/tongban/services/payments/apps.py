"""Registers the block with Django, and its permissions."""

from __future__ import annotations

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "tongban.services.payments"
    label = "payments"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from tongban.kernel.declarations.api import Text
        from tongban.services.payments import ledger
        from tongban.trust.authority import api as authority

        post_migrate.connect(ledger.open_accounts, sender=self, dispatch_uid="payments-accounts")
        authority.declare_permission("payments.read", Text("查看缴款书与收据", "See bills and receipts"))
        authority.declare_permission("payments.void", Text("作废缴款书", "Void bills"))
        authority.declare_permission("payments.refund", Text("决定退款", "Decide on refunds"))
        authority.declare_attributes(
            authority.Attribute("amount", "number", Text("金额", "amount"), scale=100),
            permissions=["payments.read", "payments.void", "payments.refund"],
        )
