"""What a stack consists of, on disk: one JSON file per project, stack and target, in the user's state folder.

A deployment writes nothing into the project. The folder is `<state>/<project>-<hash of its path>/<stack>/<target>`,
`<state>` being platformdirs' folder or $ARCHLOOM_STATE. Every change of a resource is announced in the file before it
is made (`pending`) and recorded after it, each time by an atomic replacement of the file: a process that is killed at
any point leaves a state from which the next one knows what to look for. Secrets stand in it as salted digests only.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import platformdirs

from .errors import DeployError
from .values import secrets_in

SCHEMA = 1
FILE = "state.json"


@dataclass(frozen=True, slots=True)
class Record:
    """A resource that is there. `spec` is what it was made from, references and all; `inputs` the same, settled."""

    type: str
    id: str
    spec: Mapping[str, Any]
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    needs: tuple[str, ...] = ()
    subject: str | None = None
    uncertain: bool = False
    """An update of it was cut off, so that nobody knows which of the two it is."""


@dataclass(frozen=True, slots=True)
class Pending:
    """An operation that was begun. `action` is create, update or delete."""

    action: str
    type: str
    spec: Mapping[str, Any]
    inputs: Mapping[str, Any]
    needs: tuple[str, ...] = ()
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class State:
    """All of it. `facts` holds what else an engine must remember (the code's folder, the interpreter, ports)."""

    project: str = ""
    stack: str = ""
    salt: str = field(default_factory=lambda: secrets.token_hex(16))
    resources: Mapping[str, Record] = field(default_factory=dict[str, Record])
    pending: Mapping[str, Pending] = field(default_factory=dict[str, Pending])
    outputs: Mapping[str, str] = field(default_factory=dict[str, str])
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def secret_variables(self) -> frozenset[str]:
        """The variables whose values some resource was made from."""
        return frozenset(secrets_in([record.spec for record in self.resources.values()]))

    def digest(self, secret: str | None) -> str:
        """What stands for a secret: enough to see that it changed, too costly to guess it from."""
        if secret is None:
            return ""
        return hashlib.scrypt(secret.encode(), salt=bytes.fromhex(self.salt), n=2**12, r=8, p=1, dklen=12).hex()

    def begun(self, name: str, pending: Pending) -> State:
        return replace(self, pending={**self.pending, name: pending})

    def recorded(self, name: str, record: Record) -> State:
        return replace(self, resources={**self.resources, name: record}, pending=_without(self.pending, name))

    def forgotten(self, name: str) -> State:
        return replace(self, resources=_without(self.resources, name), pending=_without(self.pending, name))

    def dropped(self, name: str) -> State:
        """Without the pending operation."""
        return replace(self, pending=_without(self.pending, name))


def _without(mapping: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in mapping.items() if key != name}


def folder(project: Path, name: str, stack: str, target: str) -> Path:
    """Where the files of a stack are kept."""
    base = os.environ.get("ARCHLOOM_STATE") or platformdirs.user_state_path("archloom")
    mark = hashlib.sha256(str(project.resolve()).encode()).hexdigest()[:8]
    return Path(base) / f"{name}-{mark}" / stack / target


def load(home: Path) -> State:
    """The state in a folder; an empty one when there is none. Raises DeployError when it cannot be understood."""
    path = home / FILE
    try:
        return from_json(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return State()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DeployError(
            str(path),
            f"the state of this stack cannot be read ({type(error).__name__}: {error}).",
            "Put back a good copy, or delete the file if nothing is deployed.",
        ) from error


def save(home: Path, state: State, *, durable: bool = True) -> None:
    """Replaces the file in one step. `durable` waits for the disk, so that it also outlives a power failure."""
    text = json.dumps(to_json(state))  # on one line: with line breaks it takes ten times as long, twice per resource
    try:
        write_text(home / FILE, text, durable=durable)
    except OSError as error:
        raise DeployError(
            str(home), f"the state cannot be written: {error.strerror or error}.", "Make room or make it writable."
        ) from error


def write_text(path: Path, text: str, *, durable: bool = True) -> None:
    """A file that is either the old or the new one, whenever one looks. Only its owner may read it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def to_json(state: State) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "project": state.project,
        "stack": state.stack,
        "salt": state.salt,
        "resources": {name: _plain(record) for name, record in sorted(state.resources.items())},
        "pending": {name: _plain(pending) for name, pending in sorted(state.pending.items())},
        "outputs": state.outputs,
        "facts": state.facts,
    }


def _plain(item: Record | Pending) -> dict[str, Any]:
    """The fields as they are; `asdict` would copy all that is in them."""
    return {part.name: getattr(item, part.name) for part in fields(item)}


def from_json(data: Mapping[str, Any]) -> State:
    if data["schema"] != SCHEMA:
        raise ValueError(f"schema {data['schema']} is not {SCHEMA}; a newer Archloom wrote it")
    return State(
        data["project"],
        data["stack"],
        data["salt"],
        {name: Record(**_tuples(item)) for name, item in data["resources"].items()},
        {name: Pending(**_tuples(item)) for name, item in data["pending"].items()},
        data["outputs"],
        data["facts"],
    )


def _tuples(item: Mapping[str, Any]) -> dict[str, Any]:
    return {**item, "needs": tuple(item["needs"])}
