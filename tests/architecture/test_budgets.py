"""The budgets of the design; each equals or beats the best measured anchor. Raised only by an ADR."""

import ast
import statistics
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "tongban"


def is_code(path: Path) -> bool:
    return "migrations" not in path.parts and "tests" not in path.parts


@cache
def files() -> tuple[Path, ...]:
    return tuple(path for path in sorted(SOURCE.rglob("*.py")) if is_code(path))


@cache
def functions() -> tuple[tuple[int, str, ast.FunctionDef], ...]:
    found = []
    for path in files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                place = f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
                found.append((node.end_lineno - node.lineno + 1, place, node))
    return tuple(found)


def share(sizes: list[int], fraction: float) -> int:
    return sorted(sizes)[int(len(sizes) * fraction)]


def test_files_are_small():
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in files()}
    assert {str(p.relative_to(ROOT)): n for p, n in sizes.items() if n > 400} == {}
    assert share(list(sizes.values()), 0.9) <= 200
    assert statistics.median(sizes.values()) <= 75  # docs/decisions/0013


def test_functions_are_small():
    sizes = [size for size, _, _ in functions()]
    assert [(size, place) for size, place, _ in functions() if size > 60] == []
    assert share(sizes, 0.9) <= 25
    assert statistics.median(sizes) <= 8


def test_everything_is_annotated():
    bare = []
    for _, place, node in functions():
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        named = [a for a in arguments if a.arg not in ("self", "cls")]
        if node.returns is None or any(a.annotation is None for a in named):
            bare.append(place)
    assert bare == []


def test_templates_are_small():
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCE.rglob("templates/**/*.*")}
    assert {str(p.relative_to(ROOT)): n for p, n in sizes.items() if n > 120} == {}


def test_a_system_package_has_little_python():
    for folder in (SOURCE / "systems").iterdir():
        lines = (
            sum(len(p.read_text().splitlines()) for p in folder.rglob("*.py") if is_code(p)) if folder.is_dir() else 0
        )
        assert lines <= 150, folder.name


def test_the_node_has_few_settings():
    from tongban.kernel.config.api import FIELDS

    assert len(FIELDS) <= 40


def test_nothing_repeats():
    """Six equal consecutive lines of code in two places count as repeated; at most half a percent of all lines."""
    seen: dict[tuple[str, ...], str] = {}
    repeated, total = set(), 0
    for path in files():
        lines = [(n, text.strip()) for n, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)]
        code = [(n, t) for n, t in lines if len(t) > 3 and not t.startswith(("#", "from ", "import ", '"""', "@"))]
        total += len(code)
        for i in range(len(code) - 5):
            key = tuple(text for _, text in code[i : i + 6])
            here = f"{path.relative_to(ROOT)}:{code[i][0]}"
            if key in seen and seen[key] != here:
                repeated.add((seen[key], here))
            seen.setdefault(key, here)
    assert 6 * len(repeated) <= total * 0.005, sorted(repeated)


def test_every_dependency_is_pinned_by_hash_without_an_index():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert "--hash=sha256:" in text
        assert "index-url" not in text
        assert "://" not in text
    wanted = [line.split(">")[0].split("[")[0] for line in (ROOT / "requirements.in").read_text().splitlines()]
    names = [name.lower() for name in wanted if name and not name.startswith("#")]
    assert [n for n in names if f"\n{n}==" not in "\n" + (ROOT / "requirements.txt").read_text().lower()] == []
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["license"] == "Apache-2.0"
