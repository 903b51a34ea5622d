"""Deployments to the sandbox from end to end, with architectures by hand."""

from __future__ import annotations

import json
import socket
import threading
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3
import pytest

from archloom.deployer import deploy as use
from archloom.deployer import package
from archloom.deployer import state as states
from archloom.deployer.engines.engine import Outcome
from archloom.deployer.errors import DeployError
from archloom.deployer.events import Done, Event, Failed, Finished, Output, Planned, Started
from archloom.deployer.lock import locked
from archloom.deployer.sandbox import addresses
from archloom.deployer.sandbox import cloud as local_cloud
from archloom.resources.architecture import Architecture, Resource

from . import shop

pytestmark = pytest.mark.usefixtures("quick_package")
ORDERS = shop.resource("kv_store", "orders", service="dynamodb", partition_key="id")
JOBS = shop.resource("queue", "jobs", service="sqs")


def stores(*resources: Resource) -> Architecture:
    return shop.of(list(resources), [], [])


def run(project: Path, architecture: Architecture, **more: Any) -> tuple[Outcome, list[Event]]:
    events: list[Event] = []
    return use.deploy(project, architecture=architecture, emit=events.append, **more), events


def home(project: Path) -> Path:
    return use.locate(project, stack="dev", target="sandbox")[0].home


def aws(project: Path, service: str) -> Any:
    found = local_cloud.find(home(project))
    assert found is not None
    make: Callable[..., Any] = boto3.client
    return make(
        service, endpoint_url=found.endpoint, region_name="us-east-1", aws_access_key_id="archloom",
        aws_secret_access_key="archloom",
    )  # fmt: skip


def actions(outcome: Outcome) -> dict[str, str]:
    return {change.name: change.action for change in outcome.plan.pending}


def test_everything_can_be_deployed_answers_is_stable_and_can_be_destroyed(project: Path) -> None:
    outcome, events = run(project, shop.everything())

    assert outcome.failures == ()
    assert outcome.result == "succeeded"
    with urllib.request.urlopen(outcome.outputs["main-app.url"]) as answer:
        assert answer.read() == b"hello"
    request = urllib.request.Request(outcome.outputs["api.url"] + "/chat", method="POST", data=b"{}")
    with urllib.request.urlopen(request) as answer:
        assert json.load(answer) == {"said": "hello"}
    assert _finished(events) == {change.name for change in outcome.plan.pending}

    again, _ = run(project, shop.everything())
    assert again.plan.pending == ()
    assert again.outputs == outcome.outputs

    gone = use.destroy(project)
    assert gone.result == "succeeded"
    assert {change.action for change in gone.plan.changes} == {"delete"}
    assert local_cloud.find(home(project)) is None
    assert states.load(home(project)).resources == {}


def _finished(events: list[Event]) -> set[str]:
    return {event.name for event in events if isinstance(event, Finished)}


def test_events_come_in_order(running: Path) -> None:
    _, events = run(running, stores(ORDERS))

    kinds = [type(event) for event in events if isinstance(event, Planned | Started | Finished | Output | Done)]
    assert kinds == [Planned, Started, Finished, Output, Done]


def test_a_preview_changes_nothing_and_needs_no_cloud(project: Path) -> None:
    plan = use.preview(project, architecture=stores(ORDERS))

    assert [(change.name, change.action) for change in plan.pending] == [("orders-table", "create")]
    assert not home(project).exists()


def test_nothing_is_written_into_the_project(running: Path) -> None:
    before = sorted(path.name for path in running.iterdir())

    run(running, stores(ORDERS))

    assert sorted(path.name for path in running.iterdir()) == before


def test_a_changed_option_updates_in_place_and_keeps_the_data(running: Path) -> None:
    run(running, stores(ORDERS))
    aws(running, "dynamodb").put_item(TableName="shop-dev-orders", Item={"id": {"S": "1"}})

    outcome, _ = run(running, stores(replace(ORDERS, properties={"partition_key": "id", "ttl": "expires"})))

    change = outcome.plan.pending[0]
    assert (change.action, change.loses) == ("update", None)
    assert [(item.path, item.before, item.after) for item in change.properties] == [
        ("ttl", None, {"attributeName": "expires", "enabled": True})
    ]
    said = aws(running, "dynamodb").describe_time_to_live(TableName="shop-dev-orders")["TimeToLiveDescription"]
    assert said == {"AttributeName": "expires", "TimeToLiveStatus": "ENABLED"}
    assert aws(running, "dynamodb").scan(TableName="shop-dev-orders")["Count"] == 1


def test_a_changed_key_replaces_the_table_and_says_what_is_lost(running: Path) -> None:
    run(running, stores(ORDERS))

    outcome, _ = run(running, stores(replace(ORDERS, properties={"partition_key": "order"})))

    change = outcome.plan.pending[0]
    assert (change.action, change.loses) == ("replace", "every item of the table")
    assert {item.path for item in change.properties if item.forces} == {"hashKey"}
    table = aws(running, "dynamodb").describe_table(TableName="shop-dev-orders")["Table"]
    assert table["KeySchema"] == [{"AttributeName": "order", "KeyType": "HASH"}]


def test_what_gets_another_name_is_made_before_the_old_one_goes(running: Path) -> None:
    run(running, stores(JOBS))

    outcome, events = run(running, stores(replace(JOBS, properties={"fifo": True})))

    assert actions(outcome) == {"jobs-queue": "replace"}
    assert _finished(events) == {"jobs-queue"}
    assert isinstance(events[-1], Done)
    assert events[-1].message == "1 change made"
    assert [event.message for event in events if type(event).__name__ == "Log"] == [
        "create Queue shop-dev-jobs.fifo",
        "delete Queue shop-dev-jobs",
    ]
    urls = aws(running, "sqs").list_queues()["QueueUrls"]
    assert [url.rpartition("/")[2] for url in urls] == ["shop-dev-jobs.fifo"]


def test_what_left_the_code_is_deleted_users_first(project: Path) -> None:
    run(project, shop.everything())

    outcome, events = run(project, stores())

    assert set(actions(outcome).values()) == {"delete"}
    order = [event.name for event in events if isinstance(event, Finished)]
    assert order.index("main-app-url") < order.index("main-app") < order.index("main-app-role")
    assert aws(project, "iam").list_roles()["Roles"] == []
    assert aws(project, "lambda").list_functions()["Functions"] == []
    assert aws(project, "apigatewayv2").get_apis()["Items"] == []


def test_a_refused_plan_changes_nothing(running: Path) -> None:
    outcome, _ = run(running, stores(ORDERS), approve=lambda plan: False)

    assert (outcome.result, outcome.failures) == ("cancelled", ())
    assert aws(running, "dynamodb").list_tables()["TableNames"] == []


def test_what_a_service_refuses_is_told_and_the_rest_goes_on(running: Path) -> None:
    bad = shop.resource("bucket", "ab", service="s3", origin="deduced")

    outcome, events = run(running, stores(ORDERS, JOBS, bad))

    failed = [event for event in events if isinstance(event, Failed)]
    assert outcome.result == "failed"
    assert [event.subject for event in failed] == [bad.id]
    assert "CreateBucket was refused" in failed[0].message
    assert _finished(events) == {"orders-table", "jobs-queue"}
    done = events[-1]
    assert isinstance(done, Done)
    assert done.message == "2 changes made, 1 failed, 1 not begun because of it; deploy again to make what is missing"


def test_cancelling_stops_between_changes_and_a_second_run_goes_on(project: Path) -> None:
    cancelled = threading.Event()
    events: list[Event] = []

    def emit(event: Event) -> None:
        events.append(event)
        if isinstance(event, Finished):
            cancelled.set()

    outcome = use.deploy(project, architecture=shop.everything(), emit=emit, cancelled=cancelled)

    assert outcome.result == "cancelled"
    done = events[-1]
    assert isinstance(done, Done)
    assert "deploy again to go on" in done.message
    assert 0 < len(states.load(home(project)).resources) < len(outcome.plan.pending)
    assert states.load(home(project)).pending == {}
    again, _ = run(project, shop.everything())
    assert again.result == "succeeded"
    assert run(project, shop.everything())[0].plan.pending == ()


def test_only_one_deployment_of_a_stack_runs_at_a_time(project: Path) -> None:
    with locked(home(project), "dev"), pytest.raises(DeployError, match="another deployment"):
        run(project, stores(ORDERS))


def test_secret_values_stand_nowhere_but_in_the_store(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / ".env").write_text('OPENAI_API_KEY="sk-very-secret"\n')
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-also-secret")
    events: list[Event] = []

    outcome = use.deploy(project, architecture=shop.everything(), emit=events.append)

    store = aws(project, "secretsmanager")
    assert store.get_secret_value(SecretId="shop-dev-openai")["SecretString"] == "sk-very-secret"
    told = repr(events) + repr(outcome)
    kept = "".join(path.read_text(errors="replace") for path in home(project).iterdir() if path.is_file())
    for value in ("sk-very-secret", "sk-also-secret"):
        assert value not in told + kept


def test_a_changed_secret_is_seen_and_not_shown(running: Path) -> None:
    key = shop.resource("secret", "openai", service="secretsmanager", env="OPENAI_API_KEY")
    (running / ".env").write_text("OPENAI_API_KEY=one\n")
    run(running, stores(key))
    (running / ".env").write_text("OPENAI_API_KEY=two\n")

    outcome, _ = run(running, stores(key))

    assert actions(outcome) == {"openai-value": "replace"}
    shown = outcome.plan.pending[0].properties[0]
    assert (shown.before, shown.after) == ("(secret)", "(secret)")
    assert aws(running, "secretsmanager").get_secret_value(SecretId="shop-dev-openai")["SecretString"] == "two"


def test_a_wished_port_is_kept_and_a_taken_one_is_refused(project: Path) -> None:
    port = addresses.choose("a port for this test")
    (project / "archloom.toml").write_text(f"[stacks.dev]\nport = {port}\n")
    app = shop.web_app()
    architecture = shop.of([app], [shop.entry("main.home", app)], [])
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        with pytest.raises(DeployError, match=rf"port {port} .*taken"):
            run(project, architecture)

    outcome, _ = run(project, architecture)

    assert outcome.outputs["main-app.url"] == f"http://127.0.0.1:{port}/"


def test_a_changed_policy_is_shown_statement_by_statement(project: Path) -> None:
    unit = shop.function("main.chat")
    start = shop.entry("main.chat", unit, "function")
    run(project, shop.of([ORDERS, unit], [start], [shop.uses(start, ORDERS, "dynamodb:GetItem")]))

    more = shop.uses(start, ORDERS, "dynamodb:GetItem", "dynamodb:PutItem")
    plan = use.preview(project, architecture=shop.of([ORDERS, unit], [start], [more]))

    statement = next(change for change in plan.pending if change.name == "main-chat-policy").statements[0]
    assert (statement.sid, statement.action) == ("Orders", "update")
    assert statement.actions_before == ("dynamodb:GetItem",)
    assert statement.actions_after == ("dynamodb:GetItem", "dynamodb:PutItem")


def test_changed_code_updates_the_functions_only(project: Path) -> None:
    architecture = shop.everything()
    run(project, architecture)
    (project / "main.py").write_text((project / "main.py").read_text().replace('"said": "hello"', '"said": "bye"'))

    outcome, _ = run(project, architecture)

    assert {change.type for change in outcome.plan.pending} == {"aws:lambda/function:Function"}
    assert {item.path for change in outcome.plan.pending for item in change.properties} == {"code"}
    request = urllib.request.Request(outcome.outputs["api.url"] + "/chat", method="POST", data=b"{}")
    with urllib.request.urlopen(request) as answer:
        assert json.load(answer) == {"said": "bye"}


def test_a_website_answers_and_follows_its_files(project: Path) -> None:
    (project / "site").mkdir()
    (project / "site" / "index.html").write_text("<h1>one</h1>")
    architecture = stores(shop.resource("website", "pages", service="s3", folder="site"))
    first, _ = run(project, architecture)
    (project / "site" / "index.html").write_text("<h1>two</h1>")

    second, _ = run(project, architecture)

    assert actions(second) == {"pages/index.html": "update"}
    assert second.outputs == first.outputs
    with urllib.request.urlopen(second.outputs["pages.url"]) as answer:
        assert answer.read() == b"<h1>two</h1>"


def test_stacks_stand_side_by_side(project: Path) -> None:
    run(project, stores(ORDERS))
    outcome = use.deploy(project, stack="test", architecture=stores(ORDERS))

    assert outcome.outputs == {"orders.table": "shop-test-orders"}
    assert use.outputs(project) == {"orders.table": "shop-dev-orders"}


def test_what_would_go_is_told_before_it_goes(running: Path) -> None:
    run(running, stores(ORDERS, JOBS))

    assert [(change.name, change.loses) for change in use.going(running)] == [
        ("jobs-queue", "the messages that wait in the queue"),
        ("orders-table", "every item of the table"),
    ]


def test_a_stack_does_not_move_to_another_region_by_itself(running: Path) -> None:
    run(running, stores(ORDERS))
    (running / "archloom.toml").write_text('[stacks.dev]\nregion = "eu-central-1"\n')

    with pytest.raises(DeployError, match=r"us-east-1.*eu-central-1.*Destroy it first"):
        use.preview(running, architecture=stores(ORDERS))


def test_without_code_that_can_run_no_cloud_is_left_behind(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_network(_project: Path, _emit: object) -> Path:
        raise DeployError("packages", "there is no network.", "Connect and deploy again.")

    monkeypatch.setattr(package, "environment", no_network)
    events: list[Event] = []

    with pytest.raises(DeployError, match="no network"):
        use.deploy(project, architecture=shop.everything(), emit=events.append)

    assert [type(event).__name__ for event in events[-2:]] == ["Failed", "Done"]
    assert local_cloud.find(home(project)) is None
    assert states.load(home(project)).resources == {}


def test_past_deployments_are_remembered(running: Path) -> None:
    run(running, stores(ORDERS))
    run(running, stores(ORDERS, JOBS))

    assert [(item.what, item.result, dict(item.counts)) for item in use.past(running)] == [
        ("deploy", "succeeded", {"create": 1}),
        ("deploy", "succeeded", {"create": 1}),
    ]


@pytest.mark.parametrize(
    ("path", "more", "words"),
    [
        ("missing", {}, "no such folder"),
        ("main.py", {}, "a file, not a folder"),
        (".", {"stack": "Dev 1"}, "small letters"),
        (".", {"target": "azure"}, "sandbox and aws"),
    ],
)
def test_bad_input_is_answered_with_a_sentence(project: Path, path: str, more: dict[str, str], words: str) -> None:
    with pytest.raises(DeployError, match=words):
        use.preview(project / path, architecture=stores(ORDERS), **more)


@pytest.mark.parametrize("text", ["[stacks\n", "[stacks.dev]\nfunctions = 3\n"])
def test_broken_settings_are_answered_with_a_sentence(project: Path, text: str) -> None:
    (project / "archloom.toml").write_text(text)

    with pytest.raises(DeployError, match=r"archloom\.toml"):
        use.preview(project, architecture=stores(ORDERS))


def test_a_state_that_cannot_be_read_is_not_overwritten(running: Path) -> None:
    run(running, stores(ORDERS))
    (home(running) / "state.json").write_text("{")

    with pytest.raises(DeployError, match="cannot be read"):
        run(running, stores(ORDERS))

    assert (home(running) / "state.json").read_text() == "{"
