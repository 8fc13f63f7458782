"""What a process knew of its case is erased: its variables, what it asked and was answered. Its steps stay."""

from __future__ import annotations

from tongban.engines.processes.models import Call, History, Instance, Letter, Task, Token, Wait
from tongban.trust.audit import api as audit


def erase(*, business_key: str) -> None:
    """Empties the variables of every process of a business key, running or over; who did which step when stays for
    statistics. Again: changes nothing.
    """
    with audit.erasing("processes"):
        Instance.objects.filter(business_key=business_key).update(data={}, error="")
        Token.objects.filter(instance__business_key=business_key).update(local=None, rounds=None, queue=None)
        Task.objects.filter(business_key=business_key).update(item=None)
        Call.objects.filter(business_key=business_key).update(inputs={}, error="")
        Wait.objects.filter(business_key=business_key).update(correlation="", stuck="")
        Letter.objects.filter(business_key=business_key).delete()
        History.objects.filter(business_key=business_key).update(data=None)
