"""Posts and units in place of persons: what the references of candidates stand for."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.kernel.declarations.api import Text
from tongban.trust.authority import api as authority

LEAST = 3  # groups of fewer cases are not shown one by one


@dataclass(frozen=True)
class Body:
    """A department: the code and name of its unit; both empty when nobody was asked."""

    code: str
    name: Text


NOBODY = Body("", Text("（无）", "(nobody)"))


@dataclass(frozen=True)
class Directory:
    """Units and posts, read once: two queries."""

    units: dict[str, authority.Unit]
    posts: dict[str, authority.Post]

    @classmethod
    def read(cls) -> Directory:
        return cls({one.code: one for one in authority.units()}, {one.code: one for one in authority.posts()})

    def body(self, reference: str) -> Body:
        """The unit that a candidate's reference belongs to."""
        kind, _colon, code = reference.partition(":")
        post = self.posts.get(code) if kind == "post" else None
        unit = self.units.get(post.unit if post else code)
        if unit is not None:
            return Body(unit.code, unit.name)
        return Body(code, Text(code, code)) if code and kind != "person" else NOBODY

    def title(self, reference: str) -> Text:
        """What a reference is called: unit and post. A person is never named."""
        kind, _colon, code = reference.partition(":")
        post = self.posts.get(code) if kind == "post" else None
        if post is not None:
            return Text(f"{post.unit_name.zh} {post.title.zh}", f"{post.unit_name.en}, {post.title.en}")
        return self.body(reference).name

    def references(self, unit: str) -> tuple[str, ...]:
        """Every reference that stands for a unit: itself and its posts."""
        posts = tuple(authority.post_ref(one.code) for one in self.posts.values() if one.unit == unit)
        return (authority.unit_ref(unit), *posts)
