"""Properties over generated projects: an edit makes exactly its change, all else stays, undo restores every byte.

The projects are written in many manners (quotes, line ends, layout of calls and imports, comments everywhere) and over
one file or two. `plan` itself holds the new architecture against the old one; here the bytes are compared.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, event, given, note, settings
from hypothesis import strategies as st

from archloom.codegen import (
    AddResource,
    AddTrigger,
    Change,
    Connect,
    Disconnect,
    Edit,
    RemoveResource,
    RenameResource,
    SetOperations,
    SetProperty,
    plan,
    undo,
    write,
)
from archloom.resources.architecture import Architecture
from archloom.resources.connecting import held, why_not
from archloom.resources.deduction import deduce
from archloom.resources.kinds import KINDS

from .toy import Toy

STORES = {"kv_store": "KVStore", "bucket": "Bucket", "queue": "Queue", "topic": "Topic", "secret": "Secret"}
ANYONES = (b"# before", b"Doc:", b"'odd'", b"def f", b"# used", b"# the handlers", b'"""')
NAMES = ("orders", "documents", "chat-history", "inbox", "long-name-of-a-thing", "keys")


@dataclass(frozen=True)
class Manner:
    """How a person writes."""

    newline: str
    quote: str
    bracketed: bool
    indent: str
    apart: bool
    """Are the resources declared in a file of their own?"""


MANNERS = st.builds(
    Manner,
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(['"', "'"]),
    st.booleans(),
    st.sampled_from(["    ", "\t", "  "]),
    st.booleans(),
)


@st.composite
def projects(draw: st.DrawFn) -> dict[str, bytes]:
    manner = draw(MANNERS)
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True))
    kinds = {name: draw(st.sampled_from(sorted(STORES))) for name in names}
    declared = ["api = Router('api')", *(_declaration(name, kinds[name], manner) for name in names)]
    handlers = [_handler(draw, number, names, kinds, manner) for number in range(draw(st.integers(1, 3)))]
    imports = _imports({"Router", *(STORES[kind] for kind in kinds.values())}, handlers, manner)
    variables = ["api", *map(_variable, names)]
    if manner.apart:
        home = [*imports[0], "", *declared, ""]
        code = ["# the handlers", *imports[1], f"from store import {', '.join(variables)}", "", *handlers]
        return {"store.py": _bytes(home, manner), "main.py": _bytes(code, manner)}
    return {
        "main.py": _bytes(['"""What it is."""', "", *imports[0], *imports[1], "", *declared, "", *handlers], manner)
    }


def _variable(name: str) -> str:
    return name.replace("-", "_")


def _declaration(name: str, kind: str, manner: Manner) -> str:
    quoted = f"{manner.quote}{name}{manner.quote}"
    if manner.bracketed:
        return f"{_variable(name)} = {STORES[kind]}(\n{manner.indent}{quoted},  # its name\n)"
    return f"{_variable(name)} = {STORES[kind]}({quoted})  # about {name}"


def _imports(classes: set[str], handlers: list[str], manner: Manner) -> tuple[list[str], list[str]]:
    names = sorted(classes)
    if manner.bracketed:
        lines = ["from archloom.resources import (", *(f"{manner.indent}{name}," for name in names), ")"]
    else:
        lines = [f"from archloom.resources import {', '.join(names)}"]
    return lines, ["from archloom.resources import allow"] if any("@allow" in handler for handler in handlers) else []


def _handler(draw: st.DrawFn, number: int, names: list[str], kinds: dict[str, str], manner: Manner) -> str:
    operations = [(_variable(name), operation.name) for name in names for operation in KINDS[kinds[name]].operations]
    granted = draw(st.lists(st.sampled_from(operations), max_size=3, unique=True))
    used = draw(st.lists(st.sampled_from(operations), max_size=2, unique=True))
    lines = ["", f"# before f{number}", f"@api.get({manner.quote}/f{number}{manner.quote})"]
    if granted:
        lines.append(f"@allow({', '.join(f'{variable}.{operation}' for variable, operation in granted)})  # granted")
    lines.append(f"{draw(st.sampled_from(['', 'async ']))}def f{number}(request):")
    lines.append(f"{manner.indent}'''Doc: é'''")
    lines.extend(f"{manner.indent}{variable}.{operation}('x')  # used" for variable, operation in used)
    return "\n".join([*lines, f"{manner.indent}return  {{ 'odd'  :1 }}", ""])


def _bytes(lines: list[str], manner: Manner) -> bytes:
    return "\n".join([*lines, ""]).replace("\n", manner.newline).encode()


@st.composite
def edits(draw: st.DrawFn, architecture: Architecture) -> Edit:
    entry = draw(st.sampled_from([entry for entry in architecture.entries if entry.kind == "http"]))
    resource = draw(st.sampled_from([r for r in architecture.resources if r.kind in STORES]))
    words = [operation.name for operation in KINDS[resource.kind].operations]
    operations = tuple(draw(st.lists(st.sampled_from(words), min_size=1, unique=True)))
    number = draw(st.integers(0, 99))
    return draw(
        st.sampled_from(
            [
                Connect(entry.id, resource.id, operations),
                SetOperations(entry.id, resource.id, operations),
                Disconnect(entry.id, resource.id),
                Disconnect(entry.id, "router:api"),
                AddResource(draw(st.sampled_from(sorted(STORES))), f"new-{number}"),
                RemoveResource(resource.id),
                RenameResource(resource.id, f"renamed-{number}"),
                SetProperty("router:api", "cors", draw(st.booleans())),
                AddTrigger("router:api", entry.handler, "post", f"/more/{number}"),
            ]
        )
    )


Deduce = Callable[[Mapping[str, bytes | None]], Architecture]


def real(root: Path) -> Deduce:
    return lambda overlay: deduce(root, overlay=overlay, cache=False)


RELAXED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}


@settings(max_examples=100, **RELAXED)
@given(files=projects(), data=st.data())
def test_edits_make_their_change_leave_the_rest_and_can_be_undone(files: dict[str, bytes], data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        _edit_and_check(Path(folder), files, data, Toy(Path(folder)))


@settings(max_examples=40, **RELAXED)
@given(files=projects(), data=st.data())
def test_what_the_real_deduction_makes_of_it_is_the_edit(files: dict[str, bytes], data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        _edit_and_check(Path(folder), files, data, real(Path(folder)))


def _edit_and_check(root: Path, files: dict[str, bytes], data: st.DataObject, deducer: Deduce) -> None:
    for name, content in files.items():
        (root / name).write_bytes(content)
    for _ in range(data.draw(st.integers(1, 3), label="how many edits")):
        before = {path.name: path.read_bytes() for path in root.iterdir()}
        architecture = deducer({})
        routes = [entry for entry in architecture.entries if entry.kind == "http"]
        if not routes or not any(r.kind in STORES for r in architecture.resources):
            return
        edit = data.draw(edits(architecture), label="edit")
        made = plan(root, architecture, edit, deducer=deducer)
        note(str(made))
        event(f"{type(edit).__name__} {type(made).__name__}")
        if not isinstance(made, Change):
            assert _may_be_refused(architecture, edit) or _still_used(architecture, edit, before), str(made)
            continue
        write(root, made)
        _check(before, {path.name: path.read_bytes() for path in root.iterdir()}, made)
        undo(root, made)
        assert {path.name: path.read_bytes() for path in root.iterdir()} == before
        write(root, made)


def _may_be_refused(architecture: Architecture, edit: Edit) -> bool:
    """Edits that ask for what is there, or for what the code's own use forbids; all others must succeed."""
    match edit:
        case Connect(entry, resource, operations):
            return why_not(architecture, entry, resource) is not None or set(operations) <= set(
                held(architecture, entry, resource)
            )
        case SetOperations(entry, resource, operations):
            has = set(held(architecture, entry, resource))
            return has == set(operations) or bool(_used(architecture, entry, resource) - set(operations))
        case Disconnect(entry, resource) if resource != "router:api":
            return not held(architecture, entry, resource) or bool(_used(architecture, entry, resource))
        case RemoveResource(resource):
            return any(link.state == "proven" for link in architecture.links_to(resource))
        case AddTrigger(path=path):
            return any(path in " ".join(link.operations) for link in architecture.links)
        case AddResource(kind, name):
            return f"{kind}:{name}" in architecture.by_id
        case RenameResource(resource, name):
            return f"{architecture.by_id[resource].kind}:{name}" in architecture.by_id
        case SetProperty(resource, name, value):
            return architecture.by_id[resource].properties.get(name) == value
        case _:
            return False


def _still_used(architecture: Architecture, edit: Edit, files: dict[str, bytes]) -> bool:
    """Does a line use what is to be removed, also in a function that nothing starts any more?"""
    if not isinstance(edit, RemoveResource):
        return False
    variable = (architecture.by_id[edit.resource].symbol or "").rpartition(".")[2]
    lines = [line for content in files.values() for line in content.decode().splitlines()]
    return any(f"{variable}." in line and not line.lstrip().startswith("@") for line in lines)


def _used(architecture: Architecture, entry: str, resource: str) -> set[str]:
    links = [link for link in architecture.links_of(entry) if link.resource == resource and link.kind == "permission"]
    return {
        piece.operation
        for link in links
        for piece in link.evidence
        if piece.span.line > architecture.entry_by_id[entry].source.line
    }


def _check(before: dict[str, bytes], after: dict[str, bytes], made: Change) -> None:
    touched = {file.path for file in made.files}
    for name, content in after.items():
        ast.parse(content)
        if name not in touched:
            assert content == before[name]
            continue
        lines = [line for line in before.get(name, b"").splitlines(keepends=True) if _is_anyones(line)]
        assert [line for line in content.splitlines(keepends=True) if _is_anyones(line)] == lines
        windows = b"\r\n" in before.get(name, b"")
        assert windows == (b"\r\n" in content)
        assert not windows or content.count(b"\n") == content.count(b"\r\n")


def _is_anyones(line: bytes) -> bool:
    """A line that no edit has any business with."""
    return any(mark in line for mark in ANYONES)
