"""The runtime follows what is deployed: it changes what differs and leaves the rest alone."""

from __future__ import annotations

import json
import socket
import sys
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archloom.deployer.errors import DeployError
from archloom.deployer.sandbox.client import Cloud
from archloom.deployer.sandbox.deployed import Address, Deployed, Function, Route, ScheduleSource
from archloom.deployer.sandbox.runtime.result import Raised, Returned
from archloom.deployer.sandbox.runtime.runtime import Runtime

CODE = """
import os
def who(event, context):
    return {"pid": os.getpid(), "word": os.environ.get("WORD"), "from": event.get("detail-type")}
"""
Follow = Callable[[Deployed], Runtime]


@pytest.fixture
def follow(tmp_path: Path, cloud: Cloud) -> Iterator[Follow]:
    """`follow(deployed)`: one runtime that is told of what is deployed now."""
    now: list[Deployed] = []
    runtime = Runtime(tmp_path, cloud.endpoint, read=lambda _home: now[-1])

    def told(deployed: Deployed) -> Runtime:
        now.append(deployed)
        runtime.refresh()
        return runtime

    yield told
    runtime.stop()


@pytest.fixture
def function(tmp_path: Path, cloud: Cloud) -> Function:
    code = tmp_path / "code"
    code.mkdir()
    (code / "main.py").write_text(CODE)
    trust = json.dumps({"Version": "2012-10-17", "Statement": []})
    name = f"who-{uuid.uuid4().hex[:8]}"
    role = cloud("iam").create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    return Function(
        "who", "function:who", name, cloud.arn("lambda", f"function:{name}"), role, {"WORD": "one"}, 256, 20, code,
        Path(sys.executable), "/logs", "main.who",
    )  # fmt: skip


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def address(port: int, name: str = "who-url") -> Address:
    return Address(name, "function:who", port, "function_url", (Route("$default", "who"),), timeout=0)


def ask(port: int) -> dict[str, object]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as response:
        return json.load(response)


def test_what_stays_the_same_keeps_its_process_and_its_port(follow: Follow, function: Function) -> None:
    port, other = free_port(), free_port()
    follow(Deployed(functions={"who": function}, addresses=(address(port),)))
    before = ask(port)

    follow(Deployed(functions={"who": function}, addresses=(address(port), address(other, "second"))))

    assert ask(port) == ask(other) == before


def test_a_changed_function_runs_with_what_changed(follow: Follow, function: Function) -> None:
    port = free_port()
    follow(Deployed(functions={"who": function}, addresses=(address(port),)))
    before = ask(port)

    follow(Deployed(functions={"who": replace(function, environment={"WORD": "two"})}, addresses=(address(port),)))
    after = ask(port)

    assert (before["word"], after["word"]) == ("one", "two")
    assert before["pid"] != after["pid"]


def test_what_is_gone_answers_no_more(follow: Follow, function: Function) -> None:
    port = free_port()
    follow(Deployed(functions={"who": function}, addresses=(address(port),)))
    ask(port)

    runtime = follow(Deployed())

    with pytest.raises(OSError, match="refused"):
        ask(port)
    assert not isinstance(runtime.invoke("who", {}), Returned)


def test_a_port_that_another_program_took_is_named_and_the_rest_is_served(follow: Follow, function: Function) -> None:
    port = free_port()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with pytest.raises(DeployError, match=rf"taken-url: another program listens on port {taken} of this computer"):
            follow(Deployed(functions={"who": function}, addresses=(address(taken, "taken-url"), address(port))))

    assert ask(port)["word"] == "one"


def test_a_role_that_is_not_there_is_named(follow: Follow, function: Function) -> None:
    runtime: list[Runtime] = []
    wrong = replace(function, role_arn="no arn at all")

    with pytest.raises(DeployError, match=r"who: the local cloud gives no keys for its role no arn at all"):
        runtime.append(follow(Deployed(functions={"who": wrong})))


def test_a_function_is_called_by_any_of_its_names(follow: Follow, function: Function) -> None:
    runtime = follow(Deployed(functions={"who": function}))

    results = [runtime.invoke(name, {}) for name in ("who", function.physical, function.arn)]

    assert all(isinstance(result, Returned) for result in results)


def test_a_schedule_is_fired_with_the_event_of_the_clock(follow: Follow, function: Function) -> None:
    nightly = ScheduleSource("nightly", "cron(0 2 * * ? *)", "UTC", "who")
    runtime = follow(Deployed(functions={"who": function}, schedules=(nightly,)))

    result = runtime.fire("nightly")

    assert isinstance(result, Returned)
    assert result.value["from"] == "Scheduled Event"
    with pytest.raises(KeyError):
        runtime.fire("weekly")


def test_a_changed_address_answers_on_the_port_although_a_starting_process_holds_a_copy_of_it(
    follow: Follow, function: Function
) -> None:
    port = free_port()
    runtime = follow(Deployed(functions={"who": function}, addresses=(address(port),)))
    listening = runtime._servers[port][1]._server.socket
    with listening.dup():  # what a child has between fork and exec
        follow(Deployed(functions={"who": function}, addresses=(replace(address(port), name="renamed"),)))
    assert ask(port)["word"] == "one"


def test_a_secret_that_a_handler_prints_is_not_in_its_log(
    follow: Follow, function: Function, cloud: Cloud, tmp_path: Path
) -> None:
    value = f"sk-{uuid.uuid4().hex}"
    cloud("secretsmanager").create_secret(Name=f"key-{uuid.uuid4().hex[:8]}", SecretString=value)
    (function.code / "main.py").write_text(f"def who(event, context):\n    print('the key is', {value!r})\n")
    assert follow(Deployed(functions={"who": function})).invoke("who", {}) == Returned(None)
    assert "the key is •••" in (tmp_path / "logs" / "who.jsonl").read_text(encoding="utf-8")
    assert value not in (tmp_path / "logs" / "who.jsonl").read_text(encoding="utf-8")


def test_the_answer_of_a_failing_call_holds_no_secret_either(follow: Follow, function: Function, cloud: Cloud) -> None:
    value = f"sk-{uuid.uuid4().hex}"
    cloud("secretsmanager").create_secret(Name=f"key-{uuid.uuid4().hex[:8]}", SecretString=value)
    code = f"def who(event, context):\n    print({value!r})\n    raise ValueError({value!r})\n"
    (function.code / "main.py").write_text(code)
    answer = follow(Deployed(functions={"who": function})).invoke("who", {})
    assert isinstance(answer, Raised)
    assert answer.message == "•••"
    assert value not in repr(answer)
