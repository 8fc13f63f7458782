"""The addresses of rules, below the list of them."""

from django.urls import path

from tongban.channels.desk.views.rules import editing, overtaking, publishing, reading, trying

urlpatterns = [
    path("<slug:key>", reading.rule, name="rule"),
    path("<slug:key>/compare", reading.compare, name="rule-compare"),
    path("<slug:key>/dmn", reading.dmn, name="rule-dmn"),
    path("<slug:key>/xlsx", editing.book, name="rule-xlsx"),
    path("<slug:key>/try", trying.published, name="rule-try"),
    path("<slug:key>/draft", editing.draft, name="rule-draft"),
    path("<slug:key>/draft/row", editing.row, name="rule-row"),
    path("<slug:key>/draft/act", editing.act, name="rule-act"),
    path("<slug:key>/draft/merge", overtaking.merge, name="rule-merge"),
    path("<slug:key>/draft/upload", editing.upload, name="rule-upload"),
    path("<slug:key>/draft/try", trying.draft, name="rule-draft-try"),
    path("<slug:key>/draft/replay", publishing.replay, name="rule-replay"),
    path("<slug:key>/draft/submit", publishing.submit, name="rule-submit"),
    path("<slug:key>/draft/review", publishing.review, name="rule-review"),
]
