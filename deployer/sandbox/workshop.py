"""One deployment at work on the local cloud: the state as it grows, and single operations on single resources.

Every operation is announced in the state file, done, and recorded; so a process that is killed between two of these
leaves a state that says what to look for (`recover.py`). Used by several threads at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from .. import state as states
from ..aws.types import deletes_first, facts
from ..blueprint import AWS, CloudResource, Known, settle_inputs
from ..errors import DeployError
from ..events import Emit, Log
from ..secret_values import SecretValues
from ..state import Pending, Record, State
from ..values import encode_inputs
from . import cloud as local_cloud
from .client import Cloud
from .handlers import HANDLERS, Handler, is_missing
from .iam import ACCOUNT

T = TypeVar("T")
_THERE_ALREADY = frozenset({
    "ResourceInUseException", "EntityAlreadyExists", "ResourceConflictException", "ResourceExistsException",
    "BucketAlreadyExists", "BucketAlreadyOwnedByYou", "ResourceAlreadyExistsException", "ParameterAlreadyExists",
})  # fmt: skip
OLD = "~old"
"""Ends the logical name of a resource that was replaced and waits to be deleted."""


class Workshop:
    """The state of one stack and the cloud that it describes."""

    def __init__(self, home: Path, state: State, cloud: Cloud, secrets: SecretValues, emit: Emit) -> None:
        self.home, self.cloud = home, cloud
        self._state, self._secrets, self._emit = state, secrets, emit
        self._lock = threading.RLock()

    @property
    def state(self) -> State:
        return self._state

    def change_state(self, change: Callable[[State], State], *, durable: bool = False) -> None:
        """Puts a changed state in place of the old one, in memory and on disk.

        Between single steps it does not wait for the disk: a power failure takes the local cloud with it anyway.
        """
        with self._lock:
            self._state = change(self._state)
            states.save(self.home, self._state, durable=durable)

    def known(self) -> Known:
        """The outputs that there are now."""
        outputs = {name: record.outputs for name, record in self._state.resources.items()}
        return Known({**account(), **outputs}, self.digest)

    def digest(self, variable: str) -> str:
        return self._state.digest(self._secrets.value(variable))

    def create(self, resource: CloudResource) -> None:
        """Makes a resource that is not there."""
        inputs = settle_inputs(resource, self.known())
        self._begin("create", resource, inputs)
        self._log(resource.name, f"create {_title(resource.type, inputs)}", resource.subject)
        handler = handler_of(resource)
        id_, outputs = self._do(resource, lambda: handler.create(self.cloud, resource.name, inputs))
        self.record(resource, id_, inputs, outputs)

    def update(self, resource: CloudResource) -> bool:
        """Changes a resource in place. False when it proves to be as it should be already."""
        record = self._state.resources[resource.name]
        inputs = settle_inputs(resource, self.known())
        if inputs == record.inputs and not record.uncertain:
            self.record(resource, record.id, inputs, record.outputs)
            return False
        changed = {key for key in {*inputs, *record.inputs} if inputs.get(key) != record.inputs.get(key)}
        if changed & facts(resource.type).forces:
            self.replace(resource)
            return True
        self._begin("update", resource, inputs)
        what = f"{_title(resource.type, inputs)}: {', '.join(sorted(changed))}"
        self._log(resource.name, f"update {what}", resource.subject)
        handler = handler_of(resource)
        outputs = self._do(
            resource, lambda: handler.update(self.cloud, record.id, record.inputs, inputs, record.outputs)
        )
        self.record(resource, record.id, inputs, outputs)
        return True

    def replace(self, resource: CloudResource) -> bool:
        """Makes it anew; the old one goes first only if both would bear one name, else when all else is done.

        False when it proves to be as it should be already.
        """
        record = self._state.resources[resource.name]
        inputs = settle_inputs(resource, self.known())
        if inputs == record.inputs and record.type == resource.type and not record.uncertain:
            self.record(resource, record.id, inputs, record.outputs)
            return False
        key = facts(resource.type).name_input or ""
        if record.type == resource.type and not deletes_first(resource.type, record.inputs.get(key), inputs.get(key)):
            self.change_state(lambda state: state.forgotten(resource.name).recorded(resource.name + OLD, record))
        else:
            self.delete(resource.name)
        self.create(resource)
        return True

    def delete(self, name: str) -> None:
        """Removes a resource that the state knows; gone already is good too."""
        record = self._state.resources[name]
        pending = Pending("delete", record.type, record.spec, record.inputs, record.needs, record.subject)
        self.change_state(lambda state: state.begun(name, pending))
        self._log(name, f"delete {_title(record.type, record.inputs)}", record.subject)
        handler = HANDLERS[record.type]
        try:
            self._call(lambda: handler.delete(self.cloud, record.id, record.outputs))
        except ClientError as error:
            if not is_missing(error):
                raise refused(name, record.type, error, record.subject) from error
        self.change_state(lambda state: state.forgotten(name))

    def record(self, resource: CloudResource, id_: str, inputs: Mapping[str, Any], outputs: Mapping[str, Any]) -> None:
        """Writes down that a resource is there."""
        spec = encode_inputs(resource.inputs)
        needs = tuple(sorted(resource.needs))
        made = Record(resource.type, id_, spec, inputs, {"id": id_, **outputs}, needs, resource.subject)
        self.change_state(lambda state: state.recorded(resource.name, made))

    def look(self, ask: Callable[[], T | None]) -> T | None:
        """What a handler finds; None when there is no such thing."""
        try:
            return self._call(ask)
        except ClientError as error:
            if is_missing(error):
                return None
            raise

    def _begin(self, action: str, resource: CloudResource, inputs: Mapping[str, Any]) -> None:
        spec, needs = encode_inputs(resource.inputs), tuple(sorted(resource.needs))
        pending = Pending(action, resource.type, spec, inputs, needs, resource.subject)
        self.change_state(lambda state: state.begun(resource.name, pending))

    def _do(self, resource: CloudResource, work: Callable[[], T]) -> T:
        """Runs one handler and puts a refusal into words. What was refused is not pending."""
        try:
            return self._call(work)
        except (ClientError, OSError, KeyError) as error:
            self.change_state(lambda state: state.dropped(resource.name))
            raise refused(resource.name, resource.type, error, resource.subject) from error

    def _call(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except (BotoCoreError, ResponseParserError) as error:  # no answer, or the half of one
            raise local_cloud.gone(error) from error

    def _log(self, source: str, message: str, subject: str | None) -> None:
        self._emit(Log(source.removesuffix(OLD), message, subject))


def account() -> dict[str, Mapping[str, Any]]:
    """The facts of the sandbox's account."""
    return {AWS: {"accountId": ACCOUNT}}


def handler_of(resource: CloudResource) -> Handler:
    """Raises DeployError for a type that the sandbox does not know."""
    if resource.type not in HANDLERS:
        raise unsupported(resource.name, resource.type, resource.subject)
    return HANDLERS[resource.type]


def unsupported(name: str, what: str, subject: str | None) -> DeployError:
    next_step = "Deploy it to AWS, or leave it out of this stack."
    return DeployError(name, f"the sandbox does not support {what}.", next_step, subject=subject)


def refused(name: str, type_: str, error: Exception, subject: str | None) -> DeployError:
    """The words for what a service answered."""
    if not isinstance(error, ClientError):
        what = f"{type_} could not be made: {error}."
        return DeployError(name, what, "Correct it and deploy again.", subject=subject)
    answer: Mapping[str, Any] = error.response
    if answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) >= 500:
        return unsupported(name, error.operation_name, subject)
    details = answer.get("Error", {})
    said = str(details.get("Message") or details.get("Code")).rstrip(".")
    next_step = "Change it in the code and deploy again."
    if details.get("Code") in _THERE_ALREADY:
        next_step = f'If it is yours, say `existing = true` under [resources."{subject}"] in archloom.toml.'
    return DeployError(name, f"{error.operation_name} was refused: {said}.", next_step, subject=subject)


def _title(type_: str, inputs: Mapping[str, Any]) -> str:
    kind = type_.rpartition(":")[2]
    name = inputs.get(facts(type_).name_input or "name")
    return f"{kind} {name}" if isinstance(name, str) else kind
