"""The front door of declarations: what a system package holds, and which version of it is in force.

A block that reads a kind of file from packages says so once, in its `apps.py`:

    declarations.register(Kind(folder="offers", suffix=".toml", read=read_offer, check=check_offer))

Loading a package parses every file by its kind, lets every kind check the whole, and publishes all or nothing.
Published texts are immutable and named by a content hash; a case pins the versions that it began with.
"""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from dataclasses import replace as altered
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from tongban.kernel.declarations.loader import DeclarationError, Problem, parse, parse_many, parse_toml
from tongban.kernel.declarations.releases import Release, in_force, releases
from tongban.kernel.declarations.sayings import Saying, Sayings
from tongban.kernel.declarations.sayings import say as plainly
from tongban.kernel.declarations.text import LegalBasis, Text
from tongban.kernel.declarations.writing import line, literal, said

__all__ = [
    "DeclarationError", "Item", "Kind", "LegalBasis", "Package", "Problem", "Release", "Saying", "Sayings",
    "Superseded", "System", "Text",
    "amend", "begin", "check", "current", "current_all", "in_force", "kinds", "line", "literal", "parse", "parse_many",
    "parse_toml", "pinned", "plainly", "publish", "read", "register", "releases", "said", "version_of",
]  # fmt: skip

T = TypeVar("T")


@dataclass(frozen=True)
class System:
    """`system.toml`: what a package is."""

    id: str
    version: str
    title: Text
    authorities: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    summary: Text = field(default_factory=lambda: Text("", ""))


@dataclass(frozen=True)
class Item:
    """One declared text: `key` is the file's stem, `value` what its kind made of the text."""

    kind: str
    key: str
    version: str
    source: str
    text: str
    value: Any


@dataclass(frozen=True)
class Package:
    """A whole package, parsed."""

    system: System
    folder: Path
    items: tuple[Item, ...]

    def of(self, kind: str) -> Iterator[Item]:
        return (item for item in self.items if item.kind == kind)

    def find(self, kind: str, key: str) -> Item | None:
        return next((item for item in self.of(kind) if item.key == key), None)


@dataclass(frozen=True)
class Kind:
    """A kind of declaration. `read(text, source)` raises DeclarationError; `check(package, item)` yields problems;
    `publish(package, item, at)` runs in the publishing transaction, once for each item that is new or changed.
    """

    folder: str
    suffix: str
    read: Callable[[str, str], Any]
    check: Callable[[Package, Item], Iterable[Problem]] | None = None
    publish: Callable[[Package, Item, dt.datetime], None] | None = None


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Adds a kind of declaration; called in a block's `apps.py`."""
    _KINDS[kind.folder] = kind


def kinds() -> tuple[Kind, ...]:
    """All registered kinds, by folder name."""
    return tuple(_KINDS[name] for name in sorted(_KINDS))


def version_of(text: str) -> str:
    """The content hash that names a version: 16 hexadecimal digits of SHA-256 over the text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


KEY = re.compile(r"[a-z0-9][a-z0-9_-]*")
MAX_BYTES = 20_000_000
CODE_FILES = {"__init__.py", "rules.py", "system.toml", "roles.toml"}
SINGLE = {"roles.toml": "roles", "rules.py": "functions"}  # files of their own beside the folders
OTHER_FOLDERS = {"tests", "locale", "__pycache__"}


def _strangers(folder: Path) -> Iterator[Problem]:
    known = {kind.folder: kind.suffix for kind in _KINDS.values()}
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name not in known and path.name not in OTHER_FOLDERS:
            near = difflib.get_close_matches(path.name, known, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(sorted(known))}"
            yield Problem(str(path), "", "unknown folder in a package", hint)
        if path.is_file() and path.name not in CODE_FILES and path.suffix not in (".md", ".pyc"):
            yield Problem(str(path), "", "a package holds no such file", f"known: {', '.join(sorted(CODE_FILES))}")


def read(folder: Path) -> Package:
    """Parses a package folder. Raises DeclarationError holding the faults of all its files. Runs no code."""
    problems: list[Problem] = []
    items: list[Item] = []
    manifest = folder / "system.toml"
    if not manifest.is_file():
        raise DeclarationError([Problem(str(manifest), "", "missing: a package begins with system.toml")])
    try:
        system = parse(_text(manifest), System, source=f"{folder.name}/{manifest.name}")
    except DeclarationError as error:
        system = None
        problems.extend(error.problems)
    problems.extend(_strangers(folder))
    for kind in kinds():
        for path in sorted((folder / kind.folder).glob("*")):
            if path.suffix != kind.suffix:
                problems.append(Problem(str(path), "", f"expected files ending in {kind.suffix} here"))
                continue
            _read_one(kind, path, folder, items, problems)
    for name, single in SINGLE.items():
        if (folder / name).is_file() and single in _KINDS:
            _read_one(_KINDS[single], folder / name, folder, items, problems)
    if problems or system is None:
        raise DeclarationError(problems)
    return Package(system, folder, tuple(_named(item, system) for item in items))


def _named(item: Item, system: System) -> Item:
    # Every package may have one such file of its own; its key is then the package's id.
    single = SINGLE.get(item.source.rpartition("/")[2]) == item.kind and item.source.count("/") == 1
    return altered(item, key=system.id) if single else item


def _text(path: Path) -> str:
    if path.is_symlink() or not path.is_file():
        raise DeclarationError([Problem(str(path), "", "expected a plain file")])
    if path.stat().st_size > MAX_BYTES:
        raise DeclarationError([Problem(str(path), "", f"larger than {MAX_BYTES} bytes")])
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DeclarationError([Problem(str(path), f"byte {error.start}", "not UTF-8 text")]) from None


def _read_one(kind: Kind, path: Path, root: Path, items: list[Item], problems: list[Problem]) -> None:
    source = f"{root.name}/{path.relative_to(root)}"
    if not KEY.fullmatch(path.stem):
        problems.append(Problem(source, "", "a file's name is lower-case letters, digits, - and _", "rename it"))
        return
    try:
        text = _text(path)
        value = kind.read(text, source)
    except DeclarationError as error:
        problems.extend(error.problems)
        return
    items.append(Item(kind.folder, path.stem, version_of(text), source, text, value))


def check(package: Package) -> list[Problem]:
    """What every kind has to say about the package: errors stop publishing, warnings do not."""
    found: list[Problem] = []
    for item in package.items:
        kind = _KINDS[item.kind]
        if kind.check is not None:
            found.extend(kind.check(package, item))
    return found


def publish(package: Package, *, at: dt.datetime, replace: Collection[str] = ()) -> int:
    """Publishes a checked package, all or nothing; returns how many texts were new or changed.

    Publishing the same package again changes nothing. Raises DeclarationError when `check` finds an error, and when
    the package brings another text for what was amended on this node, unless `replace` names it as "kind/key". An
    amendment stays in force while the package still holds the text that it amends.
    """
    from django.db import transaction  # noqa: PLC0415 (commands without a node read declarations too)

    from tongban.kernel.declarations.models import Current  # noqa: PLC0415 (importable before Django)

    errors = [problem for problem in check(package) if problem.severity == "error"]
    if errors:
        raise DeclarationError(errors)
    with transaction.atomic():
        list(Current.objects.select_for_update().order_by("pk"))  # one publisher at a time
        amended = _amended()
        return sum(_publish(package, item, at, amended, replace) for item in package.items)


def _amended() -> dict[int, Any]:
    from tongban.kernel.declarations.models import Amendment  # noqa: PLC0415

    return {one.current_id: one for one in Amendment.objects.select_for_update()}


def _stays(item: Item, in_force: str, amendment: Any, replace: Collection[str]) -> bool:
    """Whether a text that was amended on this node stays as it is. Raises DeclarationError for a third text."""
    name = f"{item.kind}/{item.key}"
    if item.version == amendment.base:
        return True
    if item.version != in_force and name not in replace:
        fault = f"{name} was changed on this node ({amendment.at:%Y-%m-%d}, version {in_force})"
        advice = f"bring that text into the package, or load it with --replace {name} to give the change up"
        raise DeclarationError([Problem(item.source, "", fault, advice)])
    amendment.delete()
    return item.version == in_force


def _foreign(item: Item, there: Any, replace: Collection[str]) -> None:
    """Raises DeclarationError for a key that another package has, or this node with another text unless `replace` names
    it.
    """
    name = f"{item.kind}/{item.key}"
    if there.package:
        fault, advice = f"{name} belongs to package {there.package}", "give it another name"
        raise DeclarationError([Problem(item.source, "", fault, advice)])
    if name not in replace and there.version != item.version:
        fault, advice = f"{name} was begun on this node", f"give it another name, or load with --replace {name}"
        raise DeclarationError([Problem(item.source, "", fault, advice)])


def _publish(
    package: Package, item: Item, at: dt.datetime, amended: Mapping[int, Any], replace: Collection[str]
) -> bool:
    from tongban.kernel.declarations.models import Current, Published  # noqa: PLC0415

    names = {"kind": item.kind, "key": item.key}
    now = Current.objects.filter(**names).select_related("published").first()
    if now is not None and now.published.package != package.system.id:
        _foreign(item, now.published, replace)
    if now is not None and now.pk in amended and _stays(item, now.published.version, amended[now.pk], replace):
        return False
    if now is not None and now.published.version == item.version:
        return False
    facts = {
        "package": package.system.id,
        "package_version": package.system.version,
        "source": item.source,
        "text": item.text,
        "published": at,
    }
    row, _ = Published.objects.get_or_create(**names, version=item.version, defaults=facts)
    Current.objects.update_or_create(kind=item.kind, key=item.key, defaults={"published": row, "since": at})
    hook = _KINDS[item.kind].publish
    if hook is not None:
        hook(package, item, at)
    return True


@lru_cache(maxsize=4096)
def _parsed(kind: str, key: str, version: str, source: str, text: str) -> Item:
    return Item(kind, key, version, source, text, _KINDS[kind].read(text, source))


@lru_cache(maxsize=4096)
def pinned(kind: str, key: str, version: str) -> Item:
    """A published version; as it never changes, it is read once. Raises LookupError when there is none."""
    from tongban.kernel.declarations.models import Published  # noqa: PLC0415

    row = Published.objects.filter(kind=kind, key=key, version=version).first()
    if row is None:
        raise LookupError(f"no published {kind}/{key} in version {version}")
    return _parsed(kind, key, version, row.source, row.text)


def current(kind: str, key: str) -> Item:
    """The version in force. Raises LookupError when the key was never published."""
    from tongban.kernel.declarations.models import Current  # noqa: PLC0415

    row = Current.objects.filter(kind=kind, key=key).select_related("published").first()
    if row is None:
        raise LookupError(f"no published {kind}/{key}; is the package loaded?")
    one = row.published
    return _parsed(kind, key, one.version, one.source, one.text)


def current_all(kind: str, *, keys: Iterable[str] | None = None) -> list[Item]:
    """Every declaration of a kind in force, or those of the keys named, by key: one query."""
    from tongban.kernel.declarations.models import Current  # noqa: PLC0415

    rows = Current.objects.filter(kind=kind).select_related("published").order_by("key")
    if keys is not None:
        rows = rows.filter(key__in=tuple(keys))
    return [_parsed(kind, r.key, r.published.version, r.published.source, r.published.text) for r in rows]


class Superseded(RuntimeError):  # noqa: N818 (a refusal)
    """The version that was to be amended is not in force any more; `version` is the one that is."""

    def __init__(self, kind: str, key: str, version: str) -> None:
        self.version = version
        super().__init__(f"{kind}/{key} is in force in version {version} by now")


def amend(*, kind: str, key: str, text: str, base: str, at: dt.datetime) -> Item:
    """Puts another text of one declaration in force on this node; `base` is the version that it was made from.

    It stays until the package brings that text, or one that is published with `replace`. Amending back to the
    package's own text ends the amendment. Raises LookupError for what was never published, DeclarationError for a
    faulty text, Superseded when `base` is not in force, ValueError for a kind that publishes whole packages only.
    """
    from django.db import transaction  # noqa: PLC0415

    from tongban.kernel.declarations.models import Amendment, Current, Published  # noqa: PLC0415

    if _KINDS[kind].publish is not None:
        raise ValueError(f"{kind} are published with their package only")
    with transaction.atomic():
        list(Current.objects.select_for_update().order_by("pk"))
        now = Current.objects.filter(kind=kind, key=key).select_related("published", "amendment").first()
        if now is None:
            raise LookupError(f"no published {kind}/{key}; is the package loaded?")
        old = now.published
        if old.version != base:
            raise Superseded(kind, key, old.version)
        made = _parsed(kind, key, version_of(text), old.source, text)
        if made.version == base:
            return made
        facts = {"package": old.package, "package_version": old.package_version, "source": old.source, "text": text}
        row, _ = Published.objects.get_or_create(
            kind=kind, key=key, version=made.version, defaults={**facts, "published": at}
        )
        Current.objects.filter(pk=now.pk).update(published=row, since=at)
        before = Amendment.objects.filter(current=now).first()
        kept = before.base if before else base
        Amendment.objects.filter(current=now).delete()
        if kept != made.version and old.package:
            Amendment.objects.create(current=now, base=kept, at=at)
    return made


def begin(*, kind: str, key: str, text: str, at: dt.datetime) -> Item:
    """Puts the first text of a key in force that no package has: it belongs to this node, its package is "".

    Raises DeclarationError for a faulty text, Superseded when the key is in force, ValueError for a kind that publishes
    whole packages only and for a key that could be no file's name.
    """
    from django.db import transaction  # noqa: PLC0415

    from tongban.kernel.declarations.models import Current, Published  # noqa: PLC0415

    if _KINDS[kind].publish is not None or not KEY.fullmatch(key):
        raise ValueError(f"{kind}/{key} cannot begin on a node")
    source = f"{kind}/{key}{_KINDS[kind].suffix}"
    made = _parsed(kind, key, version_of(text), source, text)
    with transaction.atomic():
        list(Current.objects.select_for_update().order_by("pk"))
        now = Current.objects.filter(kind=kind, key=key).select_related("published").first()
        if now is not None:
            raise Superseded(kind, key, now.published.version)
        facts = {"package": "", "package_version": "", "source": source, "text": text, "published": at}
        row, _ = Published.objects.get_or_create(kind=kind, key=key, version=made.version, defaults=facts)
        Current.objects.create(kind=kind, key=key, published=row, since=at)
    return made
