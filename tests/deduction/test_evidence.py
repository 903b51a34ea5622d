"""The evidence of every link replays: its places are in the source, and each lies in what the one before it calls.

A path begins where the entry is registered (a decorator, `app.add_route`, the `def` itself) or in its handler. After
that a place lies in the function that runs now, in one that this function calls (by the call graph), or outside of any
function: an object made at import, which a library runs. An object may also have been made by another function than
the one that runs it; then the place must be a call.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from archloom.resources.architecture import Architecture, Evidence, Span
from archloom.resources.deduction import deduce
from archloom.resources.deduction.call_graph import call_graph
from archloom.resources.deduction.reach import LONGEST

from .conftest import write

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@dataclass(frozen=True)
class Source:
    """A file: the functions around each of its places, and the places of its calls."""

    module: str
    lines: tuple[str, ...]
    bodies: tuple[tuple[str, tuple[int, int], tuple[int, int]], ...]
    nodes: frozenset[tuple[int, int, int, int]]
    calling: frozenset[int]
    """Lines of calls, first to last."""

    def around(self, span: Span) -> set[str]:
        """The functions that may run this place: the innermost one, or any on the line when only the line is known."""
        start = (span.line, span.column)
        if span.end_line:
            inside = [body for body in self.bodies if body[1] <= start < body[2]]
            return {max(inside, key=lambda body: body[1])[0]} if inside else {self.module}
        found = {name for name, first, last in self.bodies if first[0] <= span.line <= last[0]}
        return found | {self.module}

    def has(self, span: Span) -> bool:
        if not 1 <= span.line <= len(self.lines):
            return False
        if not span.end_line:
            return bool(self.lines[span.line - 1].strip())
        return (span.line, span.column, span.end_line, span.end_column) in self.nodes


@cache
def source(root: Path, file: str) -> Source:
    text = (root / file).read_text(encoding="utf-8")
    tree = ast.parse(text)
    module = re.sub(r"(^|/)__init__$", "", file.removesuffix(".py")).replace("/", ".")
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.expr | ast.stmt)]
    return Source(
        module, tuple(text.splitlines()), tuple(_bodies(tree, module)),
        frozenset((n.lineno, n.col_offset, n.end_lineno or 0, n.end_col_offset or 0) for n in nodes),
        frozenset(line for n in nodes if isinstance(n, ast.Call) for line in range(n.lineno, (n.end_lineno or 0) + 1)),
    )  # fmt: skip


def _bodies(node: ast.AST, scope: str) -> Iterator[tuple[str, tuple[int, int], tuple[int, int]]]:
    """The functions below a node by name, with where their bodies begin and end. Decorators are outside."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            first, last = child.body[0], child.body[-1]
            yield f"{scope}.{child.name}", (first.lineno, 0), (last.end_lineno or 0, (last.end_col_offset or 0) + 1)
            yield from _bodies(child, f"{scope}.{child.name}")
        elif isinstance(child, ast.Lambda):
            end = (child.body.end_lineno or 0, child.body.end_col_offset or 0)
            yield f"{scope}.<lambda>", (child.body.lineno, child.body.col_offset), end
            yield from _bodies(child, f"{scope}.<lambda>")
        else:
            yield from _bodies(child, f"{scope}.{child.name}" if isinstance(child, ast.ClassDef) else scope)


def faults(root: Path, architecture: Architecture) -> list[str]:
    """What does not replay, as sentences."""
    graph = _plain(call_graph(root, [entry.handler for entry in architecture.entries]))
    found: list[str] = []
    for link in architecture.links:
        entry = architecture.entry_by_id[link.entry]
        for evidence in link.evidence:
            where = f"{link.kind} {link.start} -> {link.end}"
            found += [f"{where}: {span} is not in the source" for span in (*evidence.path, evidence.span)
                      if span.file.endswith(".py") and not source(root, span.file).has(span)]  # fmt: skip
            if link.kind != "trigger":
                found += [f"{where}: {fault}" for fault in _replay(root, evidence, entry.source, graph)]
    return found


def _replay(root: Path, evidence: Evidence, handler: Span, graph: Mapping[str, set[str]]) -> Iterator[str]:
    running: set[str] = set()
    places = [*evidence.path, *([evidence.span] if len(evidence.path) < LONGEST else [])]
    for place in places:
        if not place.file.endswith(".py"):
            continue  # a project file starts a handler by its name
        here = source(root, place.file)
        around = here.around(place)
        reachable = running.union(*(graph.get(name, set()) for name in running))
        if around & reachable:
            running = around & reachable
        elif _within(place, handler) or (not running and here.module in around):
            running = around
        elif here.module not in around and place.line not in here.calling:
            yield f"{place} lies in {around}, which {running} does not call"


def _within(place: Span, whole: Span) -> bool:
    return place.file == whole.file and whole.line <= place.line <= max(whole.end_line, whole.line)


def _plain(graph: Mapping[str, set[str]]) -> dict[str, set[str]]:
    def plain(name: str) -> str:
        return re.sub(r"<lambda\d+>", "<lambda>", name)

    joined: dict[str, set[str]] = {}
    for caller, callees in graph.items():
        joined.setdefault(plain(caller), set()).update(map(plain, callees))
    return joined


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir()))
def test_the_evidence_of_an_example_replays(name: str) -> None:
    root = EXAMPLES / name

    assert faults(root, deduce(root, cache=False)) == []


def generated(layers: int, width: int) -> dict[str, str]:
    """A project whose handlers reach a table through LAYERS modules of WIDTH functions, by every sort of call."""
    ways = [
        "return {inner}(key)", "return (lambda: {inner}(key))()", "return [{inner}(k) for k in [key]]",
        "return functools.partial({inner}, key)()", "return list(map({inner}, [key]))",
        "class Local:\n        def go(self): return {inner}(key)\n    return Local().go()",
        "def nested(): return {inner}(key)\n    return nested()",
        "with contextlib.suppress(KeyError): return {inner}(key)\n    return None",
    ]  # fmt: skip
    files = {"layer0.py": "import boto3\ntable = boto3.resource('dynamodb').Table('orders')\n" + "".join(
        f"def f{i}(key): return table.get_item(Key={{'id': key}})\n" for i in range(width))}  # fmt: skip
    for layer in range(1, layers):
        bodies = [f"def f{i}(key):\n    " + ways[(i + layer) % len(ways)].format(inner=f"layer{layer - 1}.f{i}")
                  for i in range(width)]  # fmt: skip
        head = f"import contextlib\nimport functools\nimport layer{layer - 1}\n"
        files[f"layer{layer}.py"] = head + "\n".join(bodies) + "\n"
    routes = [f"@app.get('/r{i}')\ndef r{i}(key): return layer{layers - 1}.f{i}(key)\n" for i in range(width)]
    files["main.py"] = f"from fastapi import FastAPI\nimport layer{layers - 1}\napp = FastAPI()\n" + "\n".join(routes)
    return files


@pytest.mark.parametrize(("layers", "width"), [(3, 8), pytest.param(9, 24, marks=pytest.mark.slow)])
def test_the_evidence_of_a_generated_project_replays(tmp_path: Path, layers: int, width: int) -> None:
    root = write(tmp_path, generated(layers, width))
    seen = deduce(root, cache=False)

    assert len([link for link in seen.links if link.kind == "permission"]) == width
    assert all(link.evidence[0].path for link in seen.links if link.kind == "permission")
    assert faults(root, seen) == []


def test_the_path_of_a_script_begins_with_its_first_call(tmp_path: Path) -> None:
    root = write(tmp_path, {"job.py": """

        import boto3
        def load():
            boto3.client("s3").get_object(Bucket="files", Key="k")
        load()
        """})  # fmt: skip
    seen = deduce(root, cache=False)

    [evidence] = next(link for link in seen.links if link.end == "bucket:files").evidence
    assert [span.line for span in evidence.path] == [6]
    assert faults(root, seen) == []


def test_the_replay_notices_a_broken_path(tmp_path: Path) -> None:
    root = write(tmp_path, {"app.py": """
        import boto3
        def handler(event, context): return load()
        def load(): return boto3.client("s3").get_object(Bucket="files", Key="k")
        def other():
            x = 1
            return x
        """})  # fmt: skip
    graph = _plain(call_graph(root, ["app.handler"]))
    handler = Span("app.py", 3, 0, 3, 44)

    assert list(_replay(root, Evidence(Span("app.py", 4), "get_object", (Span("app.py", 3),)), handler, graph)) == []
    assert list(_replay(root, Evidence(Span("app.py", 6, 4, 6, 9), "", (Span("app.py", 3),)), handler, graph))
