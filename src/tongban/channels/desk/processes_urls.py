"""The addresses of process models, below the list of them."""

from __future__ import annotations

from django.urls import URLPattern, path

from tongban.channels.desk.views.performance import report, simulating
from tongban.channels.desk.views.processes import editing, migrating, publishing, reading, trying

urlpatterns: list[URLPattern] = [
    path("<slug:key>", reading.process, name="process"),
    path("<slug:key>/compare", reading.compare, name="process-compare"),
    path("<slug:key>/bpmn", reading.bpmn, name="process-bpmn"),
    path("<slug:key>/svg", reading.svg, name="process-svg"),
    path("<slug:key>/draft", editing.draft, name="process-draft"),
    path("<slug:key>/draft/draw", editing.draw, name="process-draw"),
    path("<slug:key>/draft/upload", editing.upload, name="process-upload"),
    path("<slug:key>/draft/text", editing.text, name="process-text"),
    path("<slug:key>/draft/act", publishing.act, name="process-act"),
    path("<slug:key>/draft/try", trying.draft, name="process-try"),
    path("<slug:key>/draft/submit", publishing.submit, name="process-submit"),
    path("<slug:key>/draft/review", publishing.review, name="process-review"),
    path("<slug:key>/report", report.report, name="process-report"),
    path("<slug:key>/report/export", report.export, name="process-export"),
    path("<slug:key>/simulate", simulating.simulate, name="process-simulate"),
    path("<slug:key>/simulate/compare", simulating.compare, name="process-simulations"),
    path("<slug:key>/simulate/<int:study>", simulating.study, name="process-study"),
    path("<slug:key>/migrate", migrating.migrate, name="process-migrate"),
    path("<slug:key>/migrate/<int:migration>", migrating.migration, name="process-migration"),
]
