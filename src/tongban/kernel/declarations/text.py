"""Text in the node's two languages."""

from __future__ import annotations

from dataclasses import dataclass


def _language() -> str:
    from django.utils.translation import get_language  # noqa: PLC0415 (commands without a node hold texts too)

    return get_language() or "zh-hans"


@dataclass(frozen=True)
class Text:
    """A text in Chinese and English; `str()` gives the language of the page. Empty English falls back to Chinese."""

    zh: str
    en: str = ""

    def __str__(self) -> str:
        return self.inn(_language())

    @classmethod
    def of(cls, written: str) -> Text:
        """A text written in one line as “中文 / English”, as models of other formats hold it."""
        zh, _slash, en = written.partition(" / ")
        return cls(zh, en)

    def inn(self, language: str) -> str:
        """The text in a language code such as `en` or `zh-hans`."""
        return (self.en or self.zh) if language.startswith("en") else (self.zh or self.en)


@dataclass(frozen=True)
class LegalBasis:
    """An article of a law. `source` says where the text of the article was read."""

    law: Text
    article: str
    source: str

    def __str__(self) -> str:
        english = _language().startswith("en")
        return f"{self.law}, {self.article}" if english else self.citation

    @property
    def citation(self) -> str:
        """As it is written down in records, whatever the language of the page: 《law》article."""
        return f"《{self.law.inn('zh-hans')}》{self.article}"
