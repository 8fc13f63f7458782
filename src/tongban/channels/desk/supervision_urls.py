"""The addresses of supervision, under /desk/supervision/."""

from django.urls import path

from tongban.channels.desk.views import findings, supervision

urlpatterns = [
    path("cases", supervision.cases, name="supervised-cases"),
    path("cases.csv", supervision.export, name="supervised-cases-export"),
    path("findings", findings.findings, name="findings"),
    path("findings.csv", findings.export, name="findings-export"),
    path("findings/<int:finding>", findings.finding, name="finding"),
]
