"""A model as a file among others: what it imports is looked for, by namespace, in its own folder."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from xml.sax.saxutils import escape

from tongban.engines.rules.dmn import MAX_BYTES, document, read_root
from tongban.engines.rules.dmn_reader import attribute, children
from tongban.engines.rules.errors import Finding, ModelError
from tongban.engines.rules.model import Model
from tongban.engines.rules.saying import say
from tongban.kernel.xml import api as xml

MAX_FILES = 200


def read_file(path: Path, *, lenient: bool) -> Model:
    """Reads a model file. Raises ModelError, OSError."""
    return _Folder(path.parent, lenient=lenient).read(path, ())


class _Folder:
    def __init__(self, folder: Path, *, lenient: bool) -> None:
        self.folder, self.lenient = folder, lenient
        self.models: dict[Path, Model] = {}
        self.files: dict[str, Path | None] = {}

    def read(self, path: Path, trail: tuple[Path, ...]) -> Model:
        """The model of a file, after those that it imports; `trail` are the files that import it."""
        if path in trail:
            circle = " → ".join(one.name for one in (*trail, path))
            raise ModelError(
                (Finding("error", path.name, 0, 0, "", 1, say("models-import-one-another", circle=circle)),)
            )
        if path not in self.models:
            text, root = document(self._bytes(path), path.name)
            found = {}
            for node in children(root, "import"):
                file = self._find(attribute(node, "namespace"))
                if file is not None:
                    found[attribute(node, "namespace")] = self.read(file, (*trail, path))
            self.models[path] = read_root(root, text, path.name, found, lenient=self.lenient)
        return self.models[path]

    def _bytes(self, path: Path) -> bytes:
        """A file, and no more of it than a model may have."""
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)

    def _find(self, namespace: str) -> Path | None:
        """The file of a namespace; only files that name it somewhere are parsed."""
        if namespace not in self.files:
            self.files[namespace] = next((file for file in self._neighbours if self._is(file, namespace)), None)
        return self.files[namespace]

    def _is(self, file: Path, namespace: str) -> bool:
        try:
            data = self._bytes(file)
            return (
                escape(namespace) in xml.text(data)
                and attribute(document(data, file.name)[1], "namespace") == namespace
            )
        except (ModelError, xml.XmlError, OSError):
            return False  # a neighbour that is no model is imported by nobody

    @cached_property
    def _neighbours(self) -> list[Path]:
        return sorted(self.folder.glob("*.dmn"))[:MAX_FILES]
