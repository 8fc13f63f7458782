"""Registers the block with Django, and hands the register to the forms that ask for a division."""

import datetime as dt

from django.apps import AppConfig


class DivisionsConfig(AppConfig):
    name = "tongban.registers.divisions"
    label = "divisions"

    def ready(self) -> None:
        from tongban.engines.forms import api as forms
        from tongban.registers.divisions import api

        def children(code: str, on: dt.date) -> tuple[forms.Place, ...]:
            return tuple(forms.Place(one.code, one.name, one.level) for one in api.children(code=code, on=on))

        def way(code: str, on: dt.date) -> tuple[forms.Place, ...]:
            try:
                found = api.path(code=code, on=on)
            except api.UnknownDivision:
                return ()
            return tuple(forms.Place(one.code, one.name, one.level) for one in found)

        forms.declare_divisions(children=children, way=way)
