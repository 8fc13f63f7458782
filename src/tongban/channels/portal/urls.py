"""The portal's addresses."""

from django.urls import path

from tongban.channels.portal.views import apply, cases, data, guide, home, money, pages, ratings, verify, wallet

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("services", guide.services, name="services"),
    path("services/<slug:key>", guide.guide, name="guide"),
    path("services/<slug:key>/apply", apply.begin, name="apply"),
    path("services/<slug:key>/apply/check", apply.check, name="check"),
    path("services/<slug:key>/apply/discard", apply.discard, name="discard"),
    path("services/<slug:key>/apply/files/<slug:file>", apply.file, name="draft-file"),
    path("services/<slug:key>/apply/<slug:page>", apply.page, name="apply-page"),
    path("my/cases", cases.cases, name="cases"),
    path("my/cases/<slug:number>", cases.case, name="case"),
    path("my/cases/<slug:number>/received", cases.received, name="received"),
    path("my/cases/<slug:number>/why", cases.why, name="why"),
    path("my/cases/<slug:number>/why.json", cases.why_json, name="why-json"),
    path("my/cases/<slug:number>/supplement", cases.supplement, name="supplement"),
    path("my/cases/<slug:number>/withdraw", cases.withdraw, name="withdraw"),
    path("my/cases/<slug:number>/files/<slug:file>", cases.file, name="case-file"),
    path("my/cases/<slug:number>/rate", ratings.rate, name="rate"),
    path("my/bills/<slug:number>", money.bill, name="bill"),
    path("my/bills/<slug:number>/receipt.pdf", money.receipt, name="receipt"),
    path("my/certificates", wallet.wallet, name="wallet"),
    path("my/certificates/<slug:number>.pdf", wallet.pdf, name="certificate-pdf"),
    path("my/notices", data.notices, name="notices"),
    path("my/data", data.data, name="data"),
    path("verify", verify.verify, name="verify"),
    path("verify/<slug:number>", verify.number, name="verify-number"),
    path("accessibility", pages.accessibility, name="accessibility"),
    path("data-protection", pages.protection, name="protection"),
]
