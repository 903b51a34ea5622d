"""What a killed deployment and a killed local cloud leave behind, and how the next deployment goes on from there."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from archloom.deployer import deploy as use
from archloom.deployer import state as states
from archloom.deployer.events import Event, Progressed
from archloom.deployer.sandbox import cloud as local_cloud

from . import shop
from .test_deploy import aws, home, run

pytestmark = pytest.mark.usefixtures("quick_package")

# Deploys, and dies without a word (as by SIGKILL) when the state is to be written for the Nth time.
KILLED = """
import os, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
import shop
from archloom.deployer import deploy, package, state
package.environment = lambda project, emit: Path(sys.executable)
save, count = state.save, 0
def save_or_die(home, new, **more):
    global count
    count += 1
    if count == {point}:
        os._exit(9)
    save(home, new, **more)
state.save = save_or_die
deploy.deploy(Path({project!r}), architecture={architecture})
"""
FIFO = 'shop.of([shop.resource("queue", "jobs", service="sqs", fifo=True)], [], [])'


def die(project: Path, point: int, architecture: str = "shop.everything()") -> int:
    code = KILLED.format(tests=str(Path(__file__).parent), project=str(project), point=point, architecture=architecture)
    return subprocess.run([sys.executable, "-c", code], check=False, env=dict(os.environ)).returncode


def census(project: Path) -> dict[str, int]:
    """How many there are of the things whose names the cloud makes up itself, and of some others."""
    api = aws(project, "apigatewayv2")
    apis = [item["ApiId"] for item in api.get_apis()["Items"]]
    functions = aws(project, "lambda")
    return {
        "apis": len(apis),
        "routes": sum(len(api.get_routes(ApiId=item)["Items"]) for item in apis),
        "integrations": sum(len(api.get_integrations(ApiId=item)["Items"]) for item in apis),
        "mappings": len(functions.list_event_source_mappings()["EventSourceMappings"]),
        "functions": len(functions.list_functions()["Functions"]),
        "subscriptions": len(aws(project, "sns").list_subscriptions()["Subscriptions"]),
        "roles": len(aws(project, "iam").list_roles()["Roles"]),
        "secrets": len(aws(project, "secretsmanager").list_secrets()["SecretList"]),
        "queues": len(aws(project, "sqs").list_queues()["QueueUrls"]),
    }


WHOLE = {
    "apis": 1, "routes": 2, "integrations": 1, "mappings": 1, "functions": 6, "subscriptions": 1, "roles": 8,
    "secrets": 2, "queues": 3,
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("point", [10, 41, 99])
def test_a_deployment_that_was_killed_is_completed_without_duplicates(project: Path, point: int) -> None:
    assert die(project, point) == 9

    outcome, _ = run(project, shop.everything())

    assert outcome.result == "succeeded"
    assert census(project) == WHOLE
    assert run(project, shop.everything())[0].plan.pending == ()


@pytest.mark.slow
@pytest.mark.parametrize("point", [2, 3, 4, 5, 6])
def test_a_replacement_that_was_killed_leaves_one_queue(project: Path, point: int) -> None:
    run(project, shop.of([shop.resource("queue", "jobs", service="sqs")], [], []))
    assert die(project, point, FIFO) == 9

    outcome, _ = run(project, shop.of([shop.resource("queue", "jobs", service="sqs", fifo=True)], [], []))

    assert outcome.result == "succeeded"
    urls = aws(project, "sqs").list_queues()["QueueUrls"]
    assert [url.rpartition("/")[2] for url in urls] == ["shop-dev-jobs.fifo"]
    assert list(states.load(home(project)).resources) == ["jobs-queue"]


@pytest.mark.slow
def test_a_deployment_that_was_killed_can_be_destroyed_without_orphans(project: Path) -> None:
    assert die(project, 60) == 9
    found = local_cloud.find(home(project))
    assert found is not None
    seen: list[Event] = []

    outcome = use.destroy(project, emit=seen.append)

    assert outcome.result == "succeeded"
    assert local_cloud.find(home(project)) is None
    assert not states.load(home(project)).resources


def test_a_local_cloud_that_was_killed_is_made_again_and_that_is_said(project: Path) -> None:
    first, _ = run(project, shop.everything())
    _kill(project)
    assert any("not running" in note.message for note in use.preview(project, architecture=shop.everything()).notes)

    again, events = run(project, shop.everything())

    assert again.plan.pending == ()
    assert census(project) == WHOLE
    assert {name: url for name, url in again.outputs.items() if name.endswith(".url")} == {
        name: url for name, url in first.outputs.items() if name.endswith(".url")
    }
    assert any("made again" in event.message for event in events if isinstance(event, Progressed))


def _kill(project: Path) -> None:
    found = local_cloud.find(home(project))
    assert found is not None
    os.kill(found.pid, signal.SIGKILL)
    os.waitpid(found.pid, 0)


def test_a_cloud_that_dies_in_the_middle_is_reported_and_the_next_run_goes_on(project: Path) -> None:
    from archloom.deployer.events import Failed, Finished

    events: list[Event] = []

    def emit(event: Event) -> None:
        events.append(event)
        if isinstance(event, Finished) and event.name == "orders-table":
            _kill(project)

    outcome = use.deploy(project, architecture=shop.everything(), emit=emit)

    assert outcome.result == "failed"
    told = [event for event in events if isinstance(event, Failed)]
    assert any("stopped answering in the middle" in event.message for event in told)
    assert any("Deploy again" in event.next_step for event in told)
    again, _ = run(project, shop.everything())
    assert again.result == "succeeded"
    assert census(project) == WHOLE


def test_a_cut_off_update_is_done_again(project: Path) -> None:
    run(project, shop.everything())
    state = states.load(home(project))
    record = state.resources["main-app"]
    pending = states.Pending("update", record.type, record.spec, record.inputs, record.needs, record.subject)
    states.save(home(project), state.begun("main-app", pending))

    outcome, _ = run(project, shop.everything())

    # The plan is made after the interrupted update has been looked at.
    assert [(change.name, change.action) for change in outcome.plan.pending] == [("main-app", "update")]
    assert run(project, shop.everything())[0].plan.pending == ()


# Presses Ctrl-C, as far as the process can tell, when the first resource is there.
INTERRUPTED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
import shop
from archloom.deployer import deploy, events, package
package.environment = lambda project, emit: Path(sys.executable)
def emit(event):
    if isinstance(event, events.Finished) and event.name == "docs-bucket":
        os.kill(os.getpid(), signal.SIGINT)
print(deploy.deploy(Path({project!r}), architecture=shop.everything(), emit=emit).result)
"""


def test_ctrl_c_lets_what_runs_come_to_its_end(project: Path) -> None:
    code = INTERRUPTED.format(tests=str(Path(__file__).parent), project=str(project))
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env=dict(os.environ)
    )

    assert done.stdout == "cancelled\n"
    state = states.load(home(project))
    assert "docs-bucket" in state.resources
    assert state.pending == {}
    assert local_cloud.find(home(project)) is not None


def test_stopping_keeps_the_state(project: Path) -> None:
    run(project, shop.of([shop.resource("topic", "news", service="sns")], [], []))

    assert use.stop(project) is True
    assert use.stop(project) is False
    assert list(states.load(home(project)).resources) == ["news-topic"]


def test_a_state_file_is_whole_whenever_one_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    states.save(tmp_path, states.State("shop", "dev"))

    def no_room(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", no_room)
    with pytest.raises(states.DeployError, match="No space left"):
        states.save(tmp_path, states.State("other", "dev"))

    assert json.loads((tmp_path / "state.json").read_text())["project"] == "shop"
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]


def test_a_cloud_of_another_version_is_started_anew(project: Path) -> None:
    news = shop.of([shop.resource("topic", "news", service="sns")], [], [])
    run(project, news)
    known = json.loads((home(project) / local_cloud.FILE).read_text())
    (home(project) / local_cloud.FILE).write_text(json.dumps({**known, "version": "0.0.1"}))

    outcome, events = run(project, news)

    assert outcome.plan.pending == ()
    assert any("0.0.1" in event.message for event in events if isinstance(event, Progressed))
    found = local_cloud.find(home(project))
    assert found is not None
    assert found.pid != known["pid"]
