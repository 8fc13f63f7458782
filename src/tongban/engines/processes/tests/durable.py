"""The moves of a random run carried out on the rows of an instance, and what the rows then hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tongban.engines.processes import api, models, store
from tongban.engines.processes.command import command
from tongban.engines.processes.marking import Marking
from tongban.engines.processes.tests.building import AT, Host, flows, graph, node
from tongban.engines.processes.tests.random_runs import Move

KEY = "case-1"
INNER = graph(node("start", "s"), node("user", "i"), node("end", "e"), flows("s>i", "i>e"), key="inner")


def begin(model: api.Graph, data: Mapping[str, Any], key: str = KEY) -> int:
    """Starts the model under a host that also knows the process that it calls; the number of its instance."""
    api.register_host("test", Host(model, INNER))
    step = api.start(
        host="test", definition=(model.key, "v1"), graph=model, business_key=key, data=data, by="person:anna", at=AT
    )
    return step.instance


def act(instance: int, move: Move, patch: Mapping[str, Any]) -> None:
    """Carries a move out as the front door would: the task or call at the token, or the event it waits for."""
    here = {"instance": instance, "token": move.token}
    task, call = models.Task.objects.filter(**here).first(), models.Call.objects.filter(**here).first()
    if move.kind == "finish" and task is not None:
        api.complete(task=task.pk, patch=patch, by="person:bo", at=AT)
    elif move.kind == "finish" and call is not None:
        api.finish_call(call=call.pk, patch=patch, at=AT)
    elif move.kind == "finish":
        called = models.Task.objects.get(instance__parent=instance, instance__parent_token=move.token)
        api.complete(task=called.pk, patch={}, by="person:bo", at=AT)
    else:
        key = models.Instance.objects.get(pk=instance).business_key
        with command(key, "system", AT) as running:
            acts = {
                "fail": lambda game: game.fail(move.token, move.key),
                "fire": lambda game: game.fire(move.token, move.key, {}),
            }
            running.play(running.record(instance), acts[move.kind])


def stored(instance: int) -> Marking:
    """The marking of a running instance as its rows have it, read again."""
    key = models.Instance.objects.get(pk=instance).business_key
    found = [record for record in store.lock(key) if record.id == instance]
    if found:
        return found[0].loaded()
    head = models.Instance.objects.get(pk=instance)
    assert not models.Token.objects.filter(instance=instance).exists()
    return Marking(head.data, {}, head.following, head.status, head.error)
