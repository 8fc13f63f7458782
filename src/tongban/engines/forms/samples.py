"""A field of each kind as its own example declares it: for the gallery, the reference and the tests."""

from __future__ import annotations

from tongban.engines.forms.declarations import Field, Form, read
from tongban.engines.forms.kinds import REGISTRY, Kind


def declaration(kind: Kind) -> str:
    """The example as it stands in a form text."""
    label = f'label = {{ zh = "{kind.title.zh}", en = "{kind.title.en}" }}'
    head = f'[[pages.fields]]\nname = "{kind.name}"\nkind = "{kind.name}"\n{label}\n'
    return head + (f"{kind.example}\n" if kind.example else "")


def page_of(kind: Kind) -> str:
    """A form text of one page with the example alone."""
    start = 'title = { zh = "示例", en = "Example" }\n[[pages]]\nid = "example"\n'
    return f'{start}title = {{ zh = "示例", en = "Example" }}\n{declaration(kind)}'


def sample_form(kind: Kind) -> Form:
    """The form with the example alone."""
    return read(page_of(kind), f"{kind.name}.toml")


def sample(name: str) -> Field:
    """The field of the example of a kind. Raises KeyError."""
    return sample_form(REGISTRY[name]).fields()[0]
