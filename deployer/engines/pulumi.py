"""The production engine: Pulumi's Automation API on AWS, in a worker process of its own.

The worker (`pulumi_worker`) writes one JSON event per line. Cancelling sends it one SIGINT; it passes that on to the
CLI, which finishes what it began. The plan that was shown is kept to: apply runs with the plan of its own preview.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from ..blueprint import Blueprint
from ..errors import DeployError
from ..events import Done, Emit, Planned, Result, from_json, silent
from ..log_line import LogLine
from ..plan import Plan
from ..plan import from_json as plan_from_json
from .engine import Approve, Outcome, Place
from .pulumi_cli import CONSENT, CliMissingError, find_cli
from .pulumi_logs import lines
from .pulumi_request import Request, Verb

__all__ = ["CliMissingError", "PulumiEngine", "find_cli"]


class PulumiEngine:
    """Deploys to AWS. `settings` is the stack's table of archloom.toml; `may_install` is asked when there is no CLI."""

    def __init__(
        self,
        place: Place,
        settings: Mapping[str, Any],
        may_install: Callable[[], bool] = lambda: os.environ.get(CONSENT) == "1",
    ) -> None:
        self._place = place
        self._settings = settings
        self._may_install = may_install

    def preview(self, blueprint: Blueprint, emit: Emit) -> Plan:
        """What `apply` would change, from the events of Pulumi's own engine. Raises DeployError."""
        return plan_from_json(self._ask("preview", emit, blueprint=blueprint)["plan"])

    def apply(
        self, blueprint: Blueprint, emit: Emit, cancelled: threading.Event, approve: Approve | None = None
    ) -> Outcome:
        """Makes the stack what the blueprint says, if `approve` agrees. Raises DeployError when it could not begin."""
        return self._change("apply", emit, cancelled, blueprint, approve)

    def destroy(self, emit: Emit, cancelled: threading.Event) -> Outcome:
        """Deletes everything in the stack, then the stack. Raises DeployError."""
        if self._is_nowhere():
            plan = Plan(self._place.name, self._place.stack, self._place.target, ())
            emit(Planned(plan))
            emit(Done("succeeded", "nothing was deployed", 0.0))
            return Outcome("succeeded", plan)
        return self._change("destroy", emit, cancelled)

    def refresh(self, emit: Emit, cancelled: threading.Event) -> Outcome:
        """Reads what is in the cloud into the state; the plan says what had drifted. Raises DeployError."""
        return self._change("refresh", emit, cancelled)

    def outputs(self) -> Mapping[str, str]:
        """The outputs of the last deployment; empty when there was none. Raises DeployError."""
        return {} if self._is_nowhere() else self._ask("outputs", silent)["outputs"]

    def _is_nowhere(self) -> bool:
        """Is there no state of the stack, neither here nor at a backend?"""
        return not (self._place.home / "pulumi").is_dir() and not self._settings.get("backend")

    def logs(self, function: str | None, follow: bool) -> Iterator[LogLine]:
        """What the functions wrote to CloudWatch, oldest first. Raises DeployError."""
        return lines(self._place, self._settings, function, follow)

    def _change(
        self,
        verb: Verb,
        emit: Emit,
        cancelled: threading.Event,
        blueprint: Blueprint | None = None,
        approve: Approve | None = None,
    ) -> Outcome:
        begun = time.monotonic()
        answer = self._ask(verb, emit, cancelled, blueprint, approve)
        seconds = time.monotonic() - begun
        result: Result = answer["result"]
        emit(Done(result, _sentence(verb, result, answer["failures"]), seconds))
        return Outcome(result, plan_from_json(answer["plan"]), answer["outputs"], seconds, tuple(answer["failures"]))

    def _ask(
        self,
        verb: Verb,
        emit: Emit,
        cancelled: threading.Event | None = None,
        blueprint: Blueprint | None = None,
        approve: Approve | None = None,
    ) -> dict[str, Any]:
        """The result of a request to the worker; its events go to `emit`. Raises DeployError."""
        wanted = self._settings.get("pulumi")
        install = not wanted and find_cli() is None and self._may_install()
        if not wanted and not install and find_cli() is None:
            raise CliMissingError  # before a worker starts and anything is packaged
        request = Request(verb, self._place, dict(self._settings), blueprint, install, approve is not None)
        with _worker(request) as process, _Watch(process, cancelled):
            answer: dict[str, Any] = {}
            for line in process.stdout or ():
                data = json.loads(line)
                if "event" not in data:
                    answer = data
                    continue
                event = from_json(data)
                emit(event)
                if approve is not None and isinstance(event, Planned):
                    _reply(process, approve(event.plan))
            said = (process.stderr.read() if process.stderr else b"").decode(errors="replace")
        return _result(answer, said)


class _Watch:
    """Passes a cancellation on to the worker while it runs."""

    def __init__(self, process: subprocess.Popen[bytes], cancelled: threading.Event | None) -> None:
        self._process = process
        self._cancelled = cancelled
        self._over = threading.Event()

    def __enter__(self) -> None:
        if self._cancelled is not None:
            threading.Thread(target=self._wait, args=(self._cancelled,), daemon=True).start()

    def __exit__(self, *_error: object) -> None:
        self._over.set()

    def _wait(self, cancelled: threading.Event) -> None:
        while not self._over.is_set():
            if cancelled.wait(0.2):
                self._process.send_signal(signal.SIGINT)
                return


def _worker(request: Request) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-m", f"{__package__}.pulumi_worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C in the terminal reaches us, and we decide what the worker is told
    )
    _send(process, pickle.dumps(request))
    return process


def _reply(process: subprocess.Popen[bytes], agreed: bool) -> None:
    _send(process, b"yes\n" if agreed else b"no\n")


def _send(process: subprocess.Popen[bytes], message: bytes) -> None:
    """Writes to the worker. One that has died already tells why by its last words."""
    if process.stdin is None or process.stdin.closed:
        return
    try:
        process.stdin.write(message)
        process.stdin.flush()
    except BrokenPipeError:
        with suppress(BrokenPipeError):
            process.stdin.close()


def _result(answer: Mapping[str, Any], said: str) -> dict[str, Any]:
    if refused := answer.get("refused"):
        if refused["where"] == "Pulumi" and refused["what"] == CliMissingError().what:
            raise CliMissingError
        raise DeployError(refused["where"], refused["what"], refused["next_step"], subject=refused["subject"])
    if "result" not in answer:
        last = " ".join(said.strip().splitlines()[-3:])
        raise DeployError("Pulumi", f"its process ended without a result. {last}", "Deploy again.")
    return answer["result"]


def _sentence(verb: Verb, result: Result, failures: list[str]) -> str:
    done = {"apply": "deployed", "destroy": "destroyed", "refresh": "refreshed"}.get(verb, verb)
    match result:
        case "succeeded":
            return f"The stack is {done}."
        case "cancelled":
            return "Cancelled; what was made is kept."
        case _:
            return f"{len(failures)} of the changes failed: {'; '.join(failures)}"
