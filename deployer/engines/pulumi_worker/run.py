"""Serves one request: preview, apply, destroy, outputs or refresh of one stack."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pulumi.automation import Stack
from pulumi.automation.errors import CommandError, ConcurrentUpdateError, StackAlreadyExistsError

from ... import package
from ...blueprint import Blueprint, Code
from ...errors import DeployError
from ...events import Emit, Output, Planned, Progressed
from ...plan import Plan
from ...plan import to_json as plan_to_json
from ...secret_values import SecretValues
from ...values import encode, secrets_in
from ..pulumi_cli import CliMissingError
from ..pulumi_logs import FUNCTIONS, SECRETS
from ..pulumi_request import Request
from .command import Command, found, install
from .program import Files, Program
from .reading import Reader
from .refusal import refusal
from .stack import open_stack

PLAN = "plan.json"
SUBJECTS = "subjects.json"


class Run:
    """One request with its stack. `cancel` may come from a signal handler at any time."""

    def __init__(self, request: Request, emit: Emit, approved: Callable[[], bool]) -> None:
        self._approved = approved
        self._request = request
        self._emit = emit
        self._command: Command | None = None
        self._cancelled = False

    def cancel(self) -> None:
        """Stops what runs; the state stays whole."""
        self._cancelled = True
        if self._command is not None:
            self._command.cancel()

    def serve(self) -> dict[str, Any]:
        """The result as JSON. Raises DeployError; without a CLI at once, so that nothing is built in vain."""
        self._command = self._cli()
        match self._request.verb:
            case "preview":
                return {"plan": plan_to_json(self._preview(self._stack(self._files())))}
            case "apply":
                return self._apply()
            case "destroy":
                return self._destroy()
            case "outputs":
                return {"outputs": self._outputs(self._stack(None))}
            case "refresh":
                return self._refresh()

    def _apply(self) -> dict[str, Any]:
        stack = self._stack(self._files())
        plan = self._preview(stack)
        self._emit(Planned(plan))
        self._cancelled = self._cancelled or (self._request.asks and not self._approved())
        if not plan.pending or self._cancelled:
            return self._ended(plan, self._outputs(stack), [])
        reader = self._reader()
        self._remember_subjects()
        self._guarded(
            reader, lambda: stack.up(on_event=reader, plan=str(self._plan_file), color="never", on_error=self._heard)
        )
        return self._ended(plan, self._outputs(stack), reader.failures)

    def _destroy(self) -> dict[str, Any]:
        stack = self._stack(None)
        reader = self._reader()
        self._guarded(reader, lambda: stack.destroy(on_event=reader, color="never"))
        if not reader.failures and not self._cancelled:
            stack.workspace.remove_stack(stack.name)
        return self._ended(self._plan(reader), {}, reader.failures)

    def _refresh(self) -> dict[str, Any]:
        stack = self._stack(None)
        reader = self._reader()
        self._guarded(reader, lambda: stack.refresh(on_event=reader, color="never"))
        return self._ended(self._plan(reader), self._outputs(stack), reader.failures)

    def _preview(self, stack: Stack) -> Plan:
        reader = self._reader()
        self._emit(Progressed("plan", "comparing with what is deployed"))
        self._guarded(
            reader,
            lambda: stack.preview(on_event=reader, plan=str(self._plan_file), color="never", on_error=self._heard),
        )
        return self._plan(reader)

    def _heard(self, line: str) -> None:
        """The first run downloads the AWS plugin (200 MB), of which only the CLI's own output tells."""
        if line.lstrip().startswith(("Downloading", "Installing")):
            self._emit(Progressed("pulumi", line.strip()))

    def _guarded(self, reader: Reader, work: Callable[[], Any]) -> None:
        """Runs it; failures of single resources are in the reader, everything else is a refusal."""
        try:
            work()
        except ConcurrentUpdateError as error:
            raise DeployError(
                f"stack {self._request.place.stack}", "another deployment holds it.",
                "Wait for it to end; if none is running, `pulumi cancel` frees the stack.",
            ) from error  # fmt: skip
        except CommandError as error:
            if not self._cancelled and not reader.failures:
                raise refusal(reader.errors(), str(error)) from error

    def _stack(self, files: Files | None) -> Stack:
        request, command = self._request, self._command or self._cli()
        program = Program(_blueprint(request), files) if files else lambda: None
        region = request.blueprint.region if request.blueprint else str(request.settings.get("region", "us-east-1"))
        try:
            return open_stack(request.place, request.settings, region, command, program)
        except (CommandError, StackAlreadyExistsError) as error:
            raise refusal([], str(error)) from error

    def _cli(self) -> Command:
        path = found(self._request.settings.get("pulumi"))
        if path is None and self._request.install:
            self._emit(Progressed("pulumi", "downloading Pulumi's command line tool"))
            path = install()
        if path is None:
            raise CliMissingError
        return Command(path)

    def _files(self) -> Files:
        """Builds what the blueprint names, before Pulumi is asked for anything."""
        place, blueprint = self._request.place, _blueprint(self._request)
        secrets = SecretValues(place.project)

        def secret(variable: str) -> str:
            if (value := secrets.value(variable)) is not None:
                return value
            raise DeployError(
                variable, "this secret has no value here.", f"Set {variable} in the environment or in .env."
            )

        return Files(place.project, self._zips(blueprint), secret)

    def _zips(self, blueprint: Blueprint) -> Mapping[str, Path]:
        zips: dict[str, Path] = {}
        for resource in blueprint.resources:
            code = resource.inputs.get("code")
            if isinstance(code, Code) and code.digest not in zips:
                python = str(resource.inputs.get("runtime", "python3.12")).removeprefix("python")
                architectures = resource.inputs.get("architectures") or ["x86_64"]
                architecture = str(architectures[0]) if isinstance(architectures, list) else "x86_64"
                zips[code.digest] = package.build(
                    self._request.place.project, code.digest, python=python, architecture=architecture, emit=self._emit
                )
        return zips

    def _outputs(self, stack: Stack) -> dict[str, str]:
        values = {name: value.value for name, value in stack.outputs().items() if not value.secret}
        subjects = {
            named.name: named.subject for named in (self._request.blueprint.outputs if self._request.blueprint else ())
        }
        for name, value in values.items():
            if self._request.verb == "apply":
                self._emit(Output(name, str(value), subjects.get(name)))
        return {name: str(value) for name, value in values.items()}

    def _ended(self, plan: Plan, outputs: Mapping[str, str], failures: list[str]) -> dict[str, Any]:
        result = "cancelled" if self._cancelled else "failed" if failures else "succeeded"
        return {"result": result, "plan": plan_to_json(plan), "outputs": dict(outputs), "failures": failures}

    def _plan(self, reader: Reader) -> Plan:
        place, blueprint = self._request.place, self._request.blueprint
        return Plan(place.name, place.stack, place.target, reader.changes(), blueprint.notes if blueprint else ())

    def _reader(self) -> Reader:
        return Reader(self._request.blueprint, self._subjects(), self._emit)

    @property
    def _plan_file(self) -> Path:
        return self._request.place.home / "pulumi" / PLAN

    def _subjects(self) -> Mapping[str, str | None]:
        """Name -> card of what was deployed last, for what is deleted now and stands in no blueprint any more."""
        try:
            return json.loads((self._request.place.home / "pulumi" / SUBJECTS).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}

    def _remember_subjects(self) -> None:
        resources = _blueprint(self._request).resources
        subjects = {**self._subjects(), **{resource.name: resource.subject for resource in resources}}
        groups = {
            f"/aws/lambda/{resource.inputs['name']}": resource.subject or resource.name
            for resource in resources
            if resource.type == "aws:lambda/function:Function"
        }
        self._write(SUBJECTS, subjects)
        self._write(FUNCTIONS, groups)
        self._write(SECRETS, sorted(set(secrets_in([encode(dict(resource.inputs)) for resource in resources]))))

    def _write(self, name: str, data: Mapping[str, Any] | list[str]) -> None:
        (self._request.place.home / "pulumi" / name).write_text(json.dumps(data, indent=1), encoding="utf-8")


def _blueprint(request: Request) -> Blueprint:
    if request.blueprint is None:
        raise ValueError(f"a request to {request.verb} needs a blueprint")
    return request.blueprint
