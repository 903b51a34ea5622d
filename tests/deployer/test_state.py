from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from archloom.deployer import events, lock, state
from archloom.deployer.errors import DeployError, LockedError
from archloom.deployer.plan import Plan
from archloom.deployer.secret_values import SecretValues, read_env

from ..full_disk import full_disk


def test_a_state_survives_the_file(tmp_path: Path) -> None:
    record = state.Record(
        "t", "id", {"a": {"$ref": ["b", "arn"]}}, {"a": "x"}, {"arn": "y"}, ("b",), "kv_store:a", True
    )
    pending = state.Pending("create", "t", {}, {"a": 1}, ("b",), None)
    saved = state.State("shop", "dev").recorded("a", record).begun("c", pending)

    state.save(tmp_path, saved)

    assert state.load(tmp_path) == saved


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    state.save(tmp_path / "home", state.State())

    assert (tmp_path / "home" / "state.json").stat().st_mode & 0o077 == 0
    assert (tmp_path / "home").stat().st_mode & 0o077 == 0


def test_a_recorded_resource_is_no_longer_pending() -> None:
    begun = state.State().begun("a", state.Pending("create", "t", {}, {}))

    assert begun.recorded("a", state.Record("t", "1", {}, {}, {})).pending == {}
    assert begun.forgotten("a").pending == {}


def test_projects_stacks_and_targets_have_folders_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHLOOM_STATE", str(tmp_path))
    places = {
        state.folder(tmp_path / project, "shop", stack, target)
        for project in ("a", "b")
        for stack in ("dev", "prod")
        for target in ("sandbox", "aws")
    }

    assert len(places) == 8


def test_a_secret_is_known_again_but_not_read_from_its_digest() -> None:
    one, other = state.State(), state.State()

    assert one.digest("sk-1") == one.digest("sk-1") != one.digest("sk-2")
    assert one.digest("sk-1") != other.digest("sk-1")
    assert "sk-1" not in one.digest("sk-1")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema": 99}', '{"schema": 1}', "\x00\xff"])
def test_a_broken_state_is_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "state.json").write_bytes(text.encode("latin-1"))

    with pytest.raises(DeployError, match=r"state\.json.*cannot be read.*good copy"):
        state.load(tmp_path)


def test_a_lock_goes_with_its_process(tmp_path: Path) -> None:
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom archloom.deployer.lock import locked\n"
        f"with locked(Path({str(tmp_path)!r}), 'dev'):\n    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    holder = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"

    with pytest.raises(LockedError, match=f"process {holder.pid}"), lock.locked(tmp_path, "dev"):
        pass

    holder.kill()
    holder.communicate()
    with lock.locked(tmp_path, "dev"):
        assert (tmp_path / "lock").read_text() == str(os.getpid())


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with (
        pytest.raises(DeployError, match=r"cannot be written.*ARCHLOOM_STATE"),
        lock.locked(tmp_path / "file" / "x", "dev"),
    ):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_place_without_room_is_named(tmp_path: Path) -> None:
    with full_disk(0), pytest.raises(DeployError, match="there is room") as refused, lock.locked(tmp_path, "dev"):
        pass
    assert str(refused.value).startswith(str(tmp_path))


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("KEY=abc", "abc"),
        ("export KEY = abc ", "abc"),
        ('KEY="a b # c"', "a b # c"),
        ("KEY='a\"b'", 'a"b'),
        ("KEY=abc # said", "abc"),
        ('KEY="one\\ntwo"', "one\ntwo"),
        ("KEY=a=b", "a=b"),
        ("# KEY=no", None),
        ("KEY=", None),
        ("not a line", None),
    ],
)
def test_env_files_are_read_as_they_are_written(tmp_path: Path, line: str, value: str | None) -> None:
    (tmp_path / ".env").write_text(f"OTHER=1\n{line}\n")

    assert SecretValues(tmp_path, {}).value("KEY") == value


def test_the_environment_comes_before_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("KEY=file\nONLY=file\n")
    found = SecretValues(tmp_path, {"KEY": "environment", "EMPTY": ""})

    assert (found.value("KEY"), found.value("ONLY")) == ("environment", "file")
    assert found.names() == {"KEY", "ONLY"}
    assert "file" not in repr(found).replace("from .env", "")


def test_an_env_file_in_another_encoding_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"KEY=\xff\xfe")

    with pytest.raises(DeployError, match="not UTF-8"):
        read_env(tmp_path / ".env")


@pytest.mark.parametrize(
    "event",
    [
        events.Planned(Plan("shop", "dev", "sandbox")),
        events.Started("a", "t", "create", "kv_store:a"),
        events.Progressed("cloud", "starting", 0.5),
        events.Finished("a", "t", "create", 0.1),
        events.Failed("refused", "do this"),
        events.Output("a.url", "http://x"),
        events.Log("a", "create Table"),
        events.Done("succeeded", "1 change made", 1.0),
    ],
)
def test_events_survive_their_json_line(event: events.Event) -> None:
    assert events.from_json(json.loads(json.dumps(events.to_json(event)))) == event


def test_an_unknown_event_is_refused() -> None:
    with pytest.raises(ValueError, match="sung"):
        events.from_json({"event": "sung"})
