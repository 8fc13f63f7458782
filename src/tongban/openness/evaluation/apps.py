"""Registers the block with Django."""

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "tongban.openness.evaluation"
    label = "evaluation"
