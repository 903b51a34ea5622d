"""The process of the local cloud, its addresses and the logs beside it."""

from __future__ import annotations

import json
import os
import socket
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from archloom.deployer.errors import DeployError
from archloom.deployer.sandbox import addresses, cloud, log_files
from archloom.deployer.sandbox.addresses import Ports
from archloom.deployer.sandbox.cloud import LocalCloud


def test_it_listens_on_this_computer_only(local: LocalCloud) -> None:
    others = [item[4][0] for item in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]

    for address in {str(item) for item in others} - {"127.0.0.1", "127.0.1.1"}:
        with pytest.raises(OSError), socket.create_connection((address, local.port), timeout=2):
            pass
    assert local.endpoint.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(("method", "word"), [("GET", "health"), ("POST", "refresh"), ("POST", "stop")])
def test_only_those_with_the_token_may_steer_it(local: LocalCloud, method: str, word: str) -> None:
    request = urllib.request.Request(
        f"{local.endpoint}/archloom/{word}", method=method, headers={"X-Archloom-Token": "x"}
    )

    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(request)


@pytest.mark.parametrize("text", ["", "{}", '{"endpoint": "http://127.0.0.1:1", "token": "", "pid": 1}'])
def test_a_file_that_leads_nowhere_is_no_cloud(tmp_path: Path, text: str) -> None:
    (tmp_path / "cloud.json").write_text(text)

    assert cloud.find(tmp_path) is None
    assert cloud.stop(tmp_path) is False


def test_another_clouds_token_is_not_ours(tmp_path: Path, local: LocalCloud) -> None:
    (tmp_path / "cloud.json").write_text(json.dumps({"endpoint": local.endpoint, "token": "x", "pid": local.pid}))

    assert cloud.find(tmp_path) is None


def test_a_wished_port_that_is_taken_is_a_sentence(tmp_path: Path, local: LocalCloud) -> None:
    with pytest.raises(DeployError, match=rf"port {local.port} .*taken by another program.*another `port`"):
        cloud.start(tmp_path, "key", local.port)


def test_a_process_that_ends_at_once_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cloud, "__package__", "archloom.no_such_package")

    with pytest.raises(DeployError, match=r"did not start: .*no_such_package"):
        cloud.start(tmp_path, "key")


def test_a_cloud_that_nobody_can_find_any_more_ends_by_itself(tmp_path: Path) -> None:
    started = cloud.start(tmp_path, str(tmp_path))

    (tmp_path / cloud.FILE).unlink()

    assert os.waitpid(started.pid, 0)[0] == started.pid


def test_the_same_name_gets_the_same_port_unless_another_has_it() -> None:
    first = addresses.choose("shop dev api")

    assert addresses.choose("shop dev api") == first
    assert addresses.choose("shop dev api", {first}) != first
    with socket.socket() as other:
        other.bind(("127.0.0.1", first))
        assert addresses.choose("shop dev api") != first


def test_an_address_keeps_its_port() -> None:
    free = addresses.choose("kept by this test")
    with socket.socket() as ours:
        ours.bind(("127.0.0.1", free))
        assert Ports("key", {"api": free}, ours=True).port_for("api") == free
        assert Ports("key", {"api": free}, ours=False).port_for("api") != free


def test_two_addresses_never_share_a_port() -> None:
    ports = Ports("key", {}, ours=False)

    assert len({ports.port_for(name) for name in ("a", "b", "c", "d")}) == 4


def _write(home: Path, name: str, *lines: tuple[float, str]) -> None:
    (home / "logs").mkdir(exist_ok=True)
    with (home / "logs" / f"{name}.jsonl").open("a") as file:
        for at, message in lines:
            file.write(json.dumps({"at": at, "function": f"function:main.{name}", "message": message}) + "\n")


def test_logs_of_all_functions_come_in_order(tmp_path: Path) -> None:
    _write(tmp_path, "chat", (1.0, "one"), (3.0, "three"))
    _write(tmp_path, "work", (2.0, "two"))

    assert [line.message for line in log_files.read(tmp_path, None, False)] == ["one", "two", "three"]


@pytest.mark.parametrize("name", ["chat", "function:main.chat", "main.chat"])
def test_one_function_is_found_by_each_of_its_names(tmp_path: Path, name: str) -> None:
    _write(tmp_path, "chat", (1.0, "one"))
    _write(tmp_path, "work", (2.0, "two"))

    assert [line.message for line in log_files.read(tmp_path, name, False)] == ["one"]


def test_following_goes_on_with_what_is_new_and_whole(tmp_path: Path) -> None:
    _write(tmp_path, "chat", (1.0, "one"))
    lines = log_files.read(tmp_path, None, True)
    assert next(lines).message == "one"

    with (tmp_path / "logs" / "chat.jsonl").open("a") as file:
        file.write('{"at": 2.0, "function": "f", "mess')
    _write(tmp_path, "work", (3.0, "three"))
    assert next(lines).message == "three"
    with (tmp_path / "logs" / "chat.jsonl").open("a") as file:
        file.write('age": "two"}\n')

    assert next(lines).message == "two"


def test_there_are_no_logs_before_the_first_deployment(tmp_path: Path) -> None:
    assert list(log_files.read(tmp_path, None, False)) == []
