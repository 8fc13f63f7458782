"""Registers the block with Django and hands the ledger its signing key."""

from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    name = "tongban.trust.signatures"
    label = "signatures"

    def ready(self) -> None:
        from tongban.trust.audit import api as audit
        from tongban.trust.signatures import api as signatures

        audit.use_key(signatures.note_key)
