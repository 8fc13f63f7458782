"""The first text of a wholly new form: one page with one question."""

from __future__ import annotations

from tongban.engines.forms import api as forms
from tongban.kernel.declarations.api import Text


def begin(key: str, name: Text) -> str:  # noqa: ARG001 (what every kind is told)
    """A form that can be filled in."""
    question = forms.Field("first", "text", Text("第一个问题", "First question"), length=200)
    page = forms.Page("first", Text("第一页", "First page"), (question,))
    return forms.written(forms.Form(name, (page,)))
