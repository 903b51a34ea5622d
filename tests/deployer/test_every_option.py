"""Every option of every class, written in code, lands in the blueprint: a table of where. None may be missing in it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from archloom.deployer.blueprint import Blueprint
from archloom.resources.deduction import deduce
from archloom.resources.kinds import DECLARED

from .lowered import inputs, lower

CODE = """
from archloom.resources import Bucket, Function, KVStore, Queue, Router, SageMaker, Schedule, Secret, Topic, Website

api = Router("api", cors=True)
orders = KVStore("orders", partition_key="number", ttl="gone_at")
docs = Bucket("docs", versioned=True)
jobs = Queue("jobs", dead_letter=4, timeout=90)
line = Queue("line", fifo=True)
news = Topic("news")
nightly = Schedule("nightly", cron="0 2 * * ? *", timezone="Europe/Berlin")
often = Schedule("often", rate="5 minutes")
key = Secret("openai", env="OPENAI_API_KEY")
llama = SageMaker("llama", image="registry/tgi:2", instance_type="ml.g5.xlarge", environment={"HF_MODEL_ID": "tiny"})
site = Website("site", folder="pages", index="home.html")


@Function(name="report", memory=1024, timeout=77, environment={"MODE": "careful"})
def report(payload):
    return orders.get("a"), llama.invoke({}), key.get()


@api.get("/orders")
def listed(request):
    return list(orders.scan())


@jobs.subscribe
def work(message): ...


@nightly.run
@often.run
def wake(): ...


@news.subscribe
def hear(message): ...
"""

WHERE: dict[tuple[str, str], tuple[str, str, Any]] = {
    ("Router", "cors"): ("api-api", "corsConfiguration.allowOrigins", ["*"]),
    ("KVStore", "partition_key"): ("orders-table", "hashKey", "number"),
    ("KVStore", "ttl"): ("orders-table", "ttl.attributeName", "gone_at"),
    ("Bucket", "versioned"): ("docs-versions", "versioningConfiguration.status", "Enabled"),
    ("Queue", "dead_letter"): ("jobs-queue", "redrivePolicy.maxReceiveCount", 4),
    ("Queue", "timeout"): ("jobs-queue", "visibilityTimeoutSeconds", 90),
    ("Queue", "fifo"): ("line-queue", "fifoQueue", True),
    ("Schedule", "cron"): ("nightly-schedule", "scheduleExpression", "cron(0 2 * * ? *)"),
    ("Schedule", "timezone"): ("nightly-schedule", "scheduleExpressionTimezone", "Europe/Berlin"),
    ("Schedule", "rate"): ("often-schedule", "scheduleExpression", "rate(5 minutes)"),
    ("Secret", "env"): ("report", "environment.variables.ARCHLOOM_SECRETS.OPENAI_API_KEY", "<openai-secret.arn>"),
    ("SageMaker", "image"): ("llama-model", "primaryContainer.image", "registry/tgi:2"),
    ("SageMaker", "environment"): ("llama-model", "primaryContainer.environment.HF_MODEL_ID", "tiny"),
    ("SageMaker", "instance_type"): ("llama-config", "productionVariants.0.instanceType", "ml.g5.xlarge"),
    ("Website", "folder"): ("site/home.html", "key", "home.html"),
    ("Website", "index"): ("site-hosting", "indexDocument.suffix", "home.html"),
    ("Function", "memory"): ("report", "memorySize", 1024),
    ("Function", "timeout"): ("report", "timeout", 77),
    ("Function", "environment"): ("report", "environment.variables.MODE", "careful"),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Blueprint:
    root = tmp_path_factory.mktemp("shop")
    (root / "main.py").write_text(CODE)
    (root / "pages").mkdir()
    (root / "pages" / "home.html").write_text("<h1>Hello</h1>")
    return lower(deduce(root, cache=False), root=root)


def test_the_table_has_every_option_of_every_class() -> None:
    options = {(kind.class_name, known.name) for kind in DECLARED for known in kind.properties if known.argument}
    assert options == WHERE.keys()


@pytest.mark.parametrize("option", WHERE, ids=".".join)
def test_an_option_lands_in_the_blueprint(made: Blueprint, option: tuple[str, str]) -> None:
    name, path, expected = WHERE[option]
    found: Any = inputs(made.by_name[name])
    for part in path.split("."):
        found = json.loads(found) if isinstance(found, str) else found
        found = found[int(part) if isinstance(found, list) else part]
    assert found == expected
