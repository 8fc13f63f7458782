"""The addresses of forms, below the list of them."""

from __future__ import annotations

from django.urls import URLPattern, path

from tongban.channels.desk.views import form_moves
from tongban.channels.desk.views.forms import editing, pieces, previewing, publishing, reading
from tongban.channels.desk.views.trips import beginning, expecting, filling, listing, stepping
from tongban.channels.desk.views.trips import editing as trips_editing

urlpatterns: list[URLPattern] = [
    path("moves", form_moves.moves, name="form-moves"),
    path("moves.csv", form_moves.export, name="form-moves-export"),
    path("<slug:key>", reading.form, name="form"),
    path("<slug:key>/changes", form_moves.changes, name="form-changes"),
    path("<slug:key>/text", reading.text, name="form-text"),
    path("<slug:key>/paper", reading.paper, name="form-paper"),
    path("<slug:key>/draft", editing.draft, name="form-draft"),
    path("<slug:key>/draft/text", editing.text, name="form-draft-text"),
    path("<slug:key>/draft/piece", pieces.piece, name="form-piece"),
    path("<slug:key>/draft/arrange", pieces.arrange, name="form-arrange"),
    path("<slug:key>/draft/preview", previewing.preview, name="form-preview"),
    path("<slug:key>/draft/act", publishing.act, name="form-act"),
    path("<slug:key>/draft/trips", listing.trips, name="form-trips"),
    path("<slug:key>/draft/new-trip", beginning.begin, name="form-new-trip"),
    path("<slug:key>/draft/trips/<slug:name>", trips_editing.trip, name="form-trip"),
    path("<slug:key>/draft/trips/<slug:name>/fill", filling.fill, name="form-trip-fill"),
    path("<slug:key>/draft/trips/<slug:name>/step", stepping.step, name="form-trip-step"),
    path("<slug:key>/draft/trips/<slug:name>/expect", expecting.expect, name="form-trip-expect"),
    path("<slug:key>/draft/trips/<slug:name>/text", trips_editing.text, name="form-trip-text"),
    path("<slug:key>/draft/submit", publishing.submit, name="form-submit"),
    path("<slug:key>/draft/review", publishing.review, name="form-review"),
]
