import time
from django.db import connection
from django.test.utils import CaptureQueriesContext
def test_probe(city):
    print(city)
    N = city.cases
    for who, company, urls in (("owner", True, ["/", "/services?q=饭", "/services/open-restaurant", "/services/shop-sign/apply", "/services/shop-sign/apply/company", "/services/shop-sign/apply/check", "/my/cases", *(f"/my/cases/{n}" for n in city.cases.values()), "/my/cases/%s/why" % N["closed"],"/my/cases/%s/why.json" % N["closed"], "/my/cases/%s/supplement" % N["notice"], "/my/cases/%s/withdraw" % N["sent"], "/my/cases/%s/rate" % N["closed"], "/my/cases/%s/received" % N["sent"], f"/my/bills/{city.bill}", "/my/certificates", f"/my/certificates/{city.certificate}.pdf", f"/verify/{city.certificate}?code={city.code}", "/verify", "/my/notices", "/my/data", "/accessibility", "/data-protection", "/api/", "/api/openapi.json", "/api/oauth/authorized_tokens/"]), ("cgj.clerk", False, ["/desk/", *(f"/desk/cases/{n}" for n in city.cases.values()), "/desk/opinions", "/desk/cases.csv"]), ("wjw.clerk", False, ["/desk/cases/%s" % N["notice"]]), ("officer.audit", False, ["/desk/ledger", "/desk/ledger?verify"]), ("officer.system", False, ["/desk/undelivered", "/api/oauth/applications/"])):
        c = city.client(who, company=company)
        c.raise_request_exception = False
        for u in urls:
            with CaptureQueriesContext(connection, ) as q:
                t = time.time(); r = c.get(u); e=time.time() - t
            print(who, u, r.status_code, len(q), round(e, 3), getattr(r, "url", ""))
            if r.status_code == 500: print(repr(getattr(r,"exc_info",None)))
