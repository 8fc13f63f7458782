"""The desk's addresses."""

from django.urls import path

from tongban.channels.desk.views import acts, case, inbox, officers, opinions

app_name = "desk"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("cases.csv", inbox.export, name="export"),
    path("cases/<slug:number>", case.case, name="case"),
    path("cases/<slug:number>/files/<slug:file>", case.file, name="file"),
    path("cases/<slug:number>/resume/<slug:cause>", acts.resume, name="resume"),
    path("cases/<slug:number>/retry/<int:call>", acts.retry, name="retry"),
    path("cases/<slug:number>/<slug:act>", acts.whole, name="act-whole"),
    path("cases/<slug:number>/<slug:act>/<int:task>", acts.act, name="act"),
    path("opinions", opinions.opinions, name="opinions"),
    path("opinions/<int:opinion>", opinions.opinion, name="opinion"),
    path("ledger", officers.ledger, name="ledger"),
    path("undelivered", officers.letters, name="letters"),
    path("undelivered/<int:letter>", officers.redrive, name="redrive"),
]
