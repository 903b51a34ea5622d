from __future__ import annotations

from typing import Any

from werkzeug.test import Client, EnvironBuilder

from archloom.deployer.sandbox.runtime.control import Control
from archloom.deployer.sandbox.runtime.result import Raised, Result, Returned

TOKEN = {"X-Archloom-Token": "secret"}


def invoke(function: str, event: Any) -> Result:
    return Returned({function: event}) if function == "job" else Raised("ValueError", "bad", log=("line",))


def fire(schedule: str) -> Result:
    return {"nightly": Returned("done")}[schedule]


CONTROL = Control(invoke, fire, "secret")
CLIENT = Client(CONTROL)


def test_a_function_is_called_with_the_body_as_event() -> None:
    assert CLIENT.post("/archloom/invoke/job", json={"a": 1}, headers=TOKEN).json == {"value": {"job": {"a": 1}}}


def test_a_failure_comes_with_its_log() -> None:
    answer = CLIENT.post("/archloom/invoke/other", headers=TOKEN).json

    assert answer == {"error": {"errorMessage": "bad", "errorType": "ValueError", "stackTrace": []}, "log": ["line"]}


def test_a_schedule_is_fired() -> None:
    assert CLIENT.post("/archloom/fire/nightly", headers=TOKEN).json == {"value": "done"}
    assert CLIENT.post("/archloom/fire/unknown", headers=TOKEN).status_code == 404


def test_nobody_gets_in_without_the_token() -> None:
    assert CLIENT.post("/archloom/invoke/job").status_code == 403
    assert CLIENT.post("/archloom/invoke/job", headers={"X-Archloom-Token": "guess"}).status_code == 403


def test_every_other_path_is_left_to_the_local_cloud() -> None:
    assert CONTROL(EnvironBuilder("/archloom/health").get_environ(), lambda *_: None) is None
