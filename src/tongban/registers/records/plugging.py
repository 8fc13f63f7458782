"""Plugs a register in: its type, its information resources, and itself as the one who answers for them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tongban.engines.forms import api as forms
from tongban.exchange.catalogue.api import declare_folder
from tongban.exchange.mediator import api as mediator
from tongban.registers.records.reading import get
from tongban.registers.records.types import NotRegistered, RegisterType, add_type


def declare(register: RegisterType, *, catalogue: Path | None = None) -> None:
    """Adds a register to the node; called in the `apps.py` of the block that keeps it.

    `catalogue` is a folder of TOML entries, each a resource of this register, which then answers through the mediator.
    Raises ValueError when an entry names a field that the register does not have.
    """
    add_type(register)
    forms.declare_held(register=register.code, items={field.name: field.title for field in register.fields})
    if catalogue is not None:
        for resource in declare_folder(catalogue):
            strangers = {item.name for item in resource.fields} - {field.name for field in register.fields}
            told = any(field.personal for field in register.fields if resource.item(field.name))
            if (register.personal or told) and not resource.personal:
                raise ValueError(f"{resource.id}: tells of residents, so it is personal")
            if strangers:
                raise ValueError(f"{resource.id}: not fields of {register.code}: {', '.join(sorted(strangers))}")
            mediator.register_provider(resource.id, _provider(register, resource.id))


def _provider(register: RegisterType, resource: str) -> mediator.Provider:
    def answer(key: str, fields: tuple[str, ...], _at: dt.datetime) -> mediator.Held | None:
        try:
            record = get(register=register.code, key=key.strip().upper(), fields=fields, resource=resource)
        except NotRegistered:
            return None
        return mediator.Held(record.data, record.as_of, record.reference)

    return answer
