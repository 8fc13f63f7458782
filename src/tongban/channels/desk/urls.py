"""The desk's addresses."""

from django.urls import include, path

from tongban.channels.desk.views import (
    acting,
    board,
    case,
    exchange,
    inbox,
    money,
    more,
    node,
    officers,
    opinions,
    ratings,
    repairing,
    supervision,
    visits,
)
from tongban.channels.desk.views.processes import reading as processes
from tongban.channels.desk.views.rules import reading as rules

app_name = "desk"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("cases.csv", inbox.export, name="export"),
    path("cases/<slug:number>", case.case, name="case"),
    path("cases/<slug:number>/files/<slug:file>", case.file, name="file"),
    path("cases/<slug:number>/resume/<slug:cause>", acting.resume, name="resume"),
    path("cases/<slug:number>/retry/<int:call>", acting.retry, name="retry"),
    path("cases/<slug:number>/repair", repairing.repair, name="repair"),
    path("cases/<slug:number>/<slug:act>", acting.whole, name="act-whole"),
    path("cases/<slug:number>/<slug:act>/<int:task>", acting.act, name="act"),
    path("copies/<int:copy>", inbox.read, name="copy-read"),
    path("opinions", opinions.opinions, name="opinions"),
    path("opinions/<int:opinion>", opinions.opinion, name="opinion"),
    path("more", more.more, name="more"),
    path("board", board.board, name="board"),
    path("appointments", visits.visits, name="visits"),
    path("appointments/<slug:number>", visits.visit, name="visit"),
    path("ratings", ratings.ratings, name="ratings"),
    path("ratings/bad", ratings.follow_ups, name="follow-ups"),
    path("ratings/bad/<int:follow_up>", ratings.follow_up, name="follow-up"),
    path("money", money.money, name="money"),
    path("money.csv", money.export, name="money-export"),
    path("catalogue", exchange.resources, name="resources"),
    path("catalogue/<str:key>", exchange.resource, name="resource"),
    path("doubts", exchange.doubts, name="doubts"),
    path("supervision", supervision.board, name="supervision"),
    path("supervision/", include("tongban.channels.desk.supervision_urls")),
    path("rules", rules.all_rules, name="rules"),
    path("rules/", include("tongban.channels.desk.rules_urls")),
    path("processes", processes.all_processes, name="processes"),
    path("processes/", include("tongban.channels.desk.processes_urls")),
    path("node", node.node, name="node"),
    path("ledger", officers.ledger, name="ledger"),
    path("undelivered", officers.letters, name="letters"),
    path("undelivered/<int:letter>", officers.redrive, name="redrive"),
]
