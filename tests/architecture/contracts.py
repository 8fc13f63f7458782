"""The contract `front_door`: a block is entered only through its `api` and `events` modules."""

from __future__ import annotations

from typing import Any

from importlinter import Contract, ContractCheck, output

STRATA = (
    "kernel",
    "trust",
    "engines",
    "exchange",
    "registers",
    "services",
    "openness",
    "governance",
    "channels",
)
DOORS = ("api", "events")
OFFLINE = ("offline", "runs")  # for commands that work without a node: `api` of a block with tables needs one
SETTINGS = "tongban.settings"  # may also enter by a block's own `settings`: those of the library that it wraps


def block_of(module: str) -> str | None:
    """`tongban.services.cases` for any module inside that block; None outside a block."""
    parts = module.split(".")
    return ".".join(parts[:3]) if len(parts) >= 3 and parts[1] in STRATA else None


def enters_by_the_door(importer: str, imported: str) -> bool:
    """Whether an import stays inside a block, goes to no block, or enters by one of its doors."""
    block = block_of(imported)
    if block is None or block == block_of(importer) or imported == block:
        return True
    door = imported.split(".")[3]
    alone = importer.startswith("tongban.cli.") and door in OFFLINE
    return door in DOORS or alone or (importer == SETTINGS and door == "settings")


def is_test(module: str) -> bool:
    return "tests" in module.split(".") or module.endswith("conftest")


class FrontDoor(Contract):  # type: ignore[misc]
    """Lists every import that climbs in through a window."""

    type_name = "front_door"

    def check(self, graph: Any, verbose: bool) -> ContractCheck:  # noqa: ARG002 (the library's signature)
        windows = [
            (importer, imported)
            for importer in sorted(graph.modules)
            if not is_test(importer)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if not enters_by_the_door(importer, imported)
        ]
        return ContractCheck(kept=not windows, metadata={"windows": windows})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["windows"]:
            output.print_error(f"{importer} imports {imported}: enter by {block_of(imported)}.api or .events")
