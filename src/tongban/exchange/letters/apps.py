"""Registers the block: the arrival of a letter."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "tongban.exchange.letters"
    label = "letters"

    def ready(self) -> None:
        from tongban.exchange.letters import taking
        from tongban.exchange.letters.events import LetterCame
        from tongban.kernel.outbox import api as outbox

        outbox.subscribe(LetterCame, taking.came, name="letters.came")
