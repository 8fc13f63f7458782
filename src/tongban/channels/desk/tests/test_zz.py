from django.utils import timezone
from tongban.services.cases import api as cases
def test_x(city):
    n=city.cases["sent"]; city.act(n,"accept","cgj")
    for w in ("cgj.leader","cgj.decider"):
        v=cases.desk_case(number=n, by=city.subject(w), at=timezone.now())
        print(w,[(a.code,a.allowed,a.reason) for a in v.acts])
    c=city.client("cgj.examiner"); r=c.post(f"/desk/cases/{n}/suspend", {"cause":"weather"}, follow=True); 
    import re; print(re.findall(r'class="notice[^>]*>.*?</div>', r.text, re.S))
    r=c.post(f"/desk/cases/{n}/suspend", {"cause":"hearing"}, follow=True); print(re.findall(r'class="notice[^>]*>.*?</div>', r.text, re.S))

    import datetime as dt
    by=city.subject("cgj.examiner")
    v=cases.desk_case(number=n, by=by, at=timezone.now())
    print([(a.code,a.allowed) for a in v.acts])
    for d in (0,1,2):
        print([ (k.kind,k.status,k.due,k.stopped,k.ledger[-1:]) for k in cases.why(number=n,by=by,at=timezone.now()+dt.timedelta(days=d))])
