"""Nothing that a person may have written in a case is forgotten by whoever adds a table to cases."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from tongban.services.cases.api.erasing import EMPTIED, REMOVED

WORDS = 64  # a text at most this long is a code or an identifier
KEPT = {  # what stays, and is about the service or an official's post, never about the applicant
    "basis", "title_zh", "title_en", "name_zh", "name_en", "post_zh", "post_en", "unit_zh", "unit_en", "what_zh",
    "what_en", "offer", "form", "process", "element", "silence", "result", "evidence", "kind", "code", "post",
    "post_name", "unit", "unit_path", "candidates", "properties", "limit", "choice", "problem", "posts",
    "rule", "region", "years", "entry", "number", "cause", "tasks", "waits_for",
}  # fmt: skip
ELSEWHERE = {"Work", "Batch", "Case", "Escalation", "Routing", "DueMove", "Clock", "Pause"}


def test_each_free_text_of_a_case_is_erased_or_named_as_kept() -> None:
    removed = {model for model, _path in REMOVED}
    emptied = {model: set(fields) for model, _path, fields in EMPTIED}
    left = []
    for model in apps.get_app_config("cases").get_models():
        if model in removed or model.__name__ in ELSEWHERE:
            continue
        for field in model._meta.get_fields():
            free = isinstance(field, models.TextField | models.JSONField) or (
                isinstance(field, models.CharField) and (field.max_length or 0) > WORDS
            )
            if free and field.name not in emptied.get(model, set()) | KEPT:
                left.append(f"{model.__name__}.{field.name}")
    assert left == []
