"""What AWS would refuse is refused where it is written, in a sentence. A reason stands beside each row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from archloom.resources import (
    Bucket,
    DeclarationError,
    Function,
    KVStore,
    Queue,
    Router,
    SageMaker,
    Schedule,
    Secret,
    Topic,
    Website,
)


def work() -> None:
    """Something to be a handler."""


TAKEN: list[tuple[str, Callable[[], Any]]] = [
    ("the shortest name of a table", lambda: KVStore("abc")),
    ("the longest name of a table", lambda: KVStore("a" * 255)),
    ("dots and underscores in a table", lambda: KVStore("a.b_c-D")),
    ("the shortest name of a bucket", lambda: Bucket("abc")),
    ("the longest name of a bucket", lambda: Bucket("a" * 63)),
    ("a bucket with a dot", lambda: Bucket("docs.shop", versioned=True)),
    ("a queue with all its options", lambda: Queue("jobs_1", fifo=True, dead_letter=1000, timeout=43200)),
    ("the longest name of a queue", lambda: Queue("q" * 75)),
    ("a topic", lambda: Topic("news_EU-1")),
    ("a schedule by cron", lambda: Schedule("nightly", cron="0 2 * * ? *", timezone="Europe/Berlin")),
    ("one minute", lambda: Schedule("often", rate="1 minute")),
    ("several days", lambda: Schedule("seldom", rate="10 days")),
    ("a secret with a path", lambda: Secret("prod/openai_key+=.@-", env="OPENAI_API_KEY")),
    ("the least memory", lambda: Function(work, "work", memory=128, timeout=1)),
    ("the most memory", lambda: Function(work, "work", memory=10240, timeout=900)),
    ("a function named by its handler", lambda: Function(work)),
    ("variables of a function", lambda: Function(work, "work", environment={"LOG_LEVEL": "debug"})),
    ("an endpoint", lambda: SageMaker("llama-2", image="1.dkr.ecr.x/y:z", instance_type="ml.g5.2xlarge")),
    ("a folder in a folder", lambda: Website("docs", folder="site/public", index="start.html")),
    ("an API with spaces", lambda: Router("my api", cors=True)),
]

REFUSED: list[tuple[str, Callable[[], Any], str]] = [
    ("too short", lambda: KVStore("ab"), "3 to 255"),
    ("too long", lambda: KVStore("a" * 256), "256 characters"),
    ("a space", lambda: KVStore("my table"), "letters, digits"),
    ("no text", lambda: KVStore(7), "a text, not 7"),
    ("an empty key", lambda: KVStore("abc", partition_key=""), "Partition key"),
    ("the key is where the value is kept", lambda: KVStore("abc", partition_key="value"), "Partition key 'value'"),
    ("the key is the time", lambda: KVStore("abc", partition_key="id", ttl="id"), "partition key already"),
    ("capitals in a bucket", lambda: Bucket("Docs"), "small letters"),
    ("an underscore in a bucket", lambda: Bucket("my_docs"), "small letters"),
    ("a hyphen at its end", lambda: Bucket("docs-"), "at both ends"),
    ("two dots", lambda: Bucket("a..b"), "two dots"),
    ("an IP address", lambda: Bucket("192.168.5.4"), "IP address"),
    ("a prefix of AWS", lambda: Bucket("xn--docs"), "AWS keeps for itself"),
    ("a suffix of AWS", lambda: Bucket("docs-s3alias"), "AWS keeps for itself"),
    ("a text for a switch", lambda: Bucket("docs", versioned="yes"), "true or false"),
    ("the suffix that the deployment adds", lambda: Queue("jobs.fifo", fifo=True), ".fifo` is added"),
    ("a name without room for it", lambda: Queue("q" * 76), "1 to 75"),
    ("no tries at all", lambda: Queue("jobs", dead_letter=0), "1 to 1000"),
    ("more than twelve hours", lambda: Queue("jobs", timeout=43201), "0 to 43200"),
    ("a dot in a topic", lambda: Topic("a.b"), "letters, digits"),
    ("neither cron nor rate", lambda: Schedule("s"), "neither is given"),
    ("both", lambda: Schedule("s", cron="0 2 * * ? *", rate="1 day"), "both is given"),
    ("five fields", lambda: Schedule("s", cron="0 2 * * *"), "AWS takes six"),
    ("one of several", lambda: Schedule("s", rate="1 minutes"), "`1 minute`"),
    ("several of one", lambda: Schedule("s", rate="5 minute"), "`5 minutes`"),
    ("none", lambda: Schedule("s", rate="0 minutes"), "Every '0 minutes'"),
    ("a time zone with spaces", lambda: Schedule("s", rate="1 day", timezone="New York"), "Europe/Berlin"),
    ("a space in a secret", lambda: Secret("my key"), "letters, digits"),
    ("a variable with a hyphen", lambda: Secret("key", env="OPENAI-KEY"), "no digit first"),
    ("too little memory", lambda: Function(work, "work", memory=127), "128 to 10240 MB, not 127"),
    ("memory in words", lambda: Function(work, "work", memory="512"), "whole number"),
    ("a switch for a number", lambda: Function(work, "work", memory=True), "whole number"),
    ("a fraction", lambda: Function(work, "work", timeout=1.5), "whole number"),
    ("over fifteen minutes", lambda: Function(work, "work", timeout=901), "1 to 900 s"),
    ("a variable of AWS", lambda: Function(work, "work", environment={"AWS_REGION": "x"}), "set by AWS itself"),
    ("a variable of one letter", lambda: Function(work, "work", environment={"A": "x"}), "two or more"),
    ("a number for a value", lambda: Function(work, "work", environment={"AB": 1}), "takes a text"),
    ("over four kilobytes", lambda: Function(work, "work", environment={"AB": "x" * 4095}), "4097 bytes"),
    ("no function and no name", lambda: Function(), "0 characters"),
    ("name before function", lambda: Function("work", "work"), "takes a function first"),
    ("a hyphen first", lambda: SageMaker("-llama"), "at both ends"),
    ("no such machine", lambda: SageMaker("llama", instance_type="g5.xlarge"), "ml.g5.2xlarge"),
    ("an image with a space", lambda: SageMaker("llama", image="a b"), "without a space"),
    ("a folder above the project", lambda: Website("docs", folder="../site"), "inside the project"),
    ("a folder by its whole path", lambda: Website("docs", folder="/srv/site"), "inside the project"),
    ("a folder on a Windows drive", lambda: Website("docs", folder="C:\\site"), "inside the project"),
    ("no folder", lambda: Website("docs", folder=None), "Folder is needed"),
    ("an index in a folder", lambda: Website("docs", folder="site", index="a/b.html"), "without `/`"),
    ("a slash in an API", lambda: Router("a/b"), "letters, digits"),
]


@pytest.mark.parametrize("make", [row[1] for row in TAKEN], ids=[row[0] for row in TAKEN])
def test_what_aws_allows_is_taken(make: Callable[[], Any]) -> None:
    make()


@pytest.mark.parametrize(("make", "said"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_aws_refuses_is_refused_in_a_sentence(make: Callable[[], Any], said: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        make()

    assert said in str(caught.value)
    assert str(caught.value).endswith(".")


def test_the_error_says_which_resource_it_is() -> None:
    with pytest.raises(DeclarationError, match=r"^KVStore\('ab'\): "):
        KVStore("ab")


def test_every_option_is_kept_as_an_attribute() -> None:
    function = Function(work, "work", memory=256, timeout=60, environment={"AB": "c"})
    endpoint = SageMaker("llama", image="i", instance_type="ml.m5.xlarge", environment={"A": "b"})

    assert (function.handler, function.memory, function.timeout, function.environment) == (work, 256, 60, {"AB": "c"})
    assert (endpoint.image, endpoint.instance_type, endpoint.environment) == ("i", "ml.m5.xlarge", {"A": "b"})
    assert (Queue("jobs", fifo=True, dead_letter=3, timeout=40).dead_letter, Secret("k", env="K").env) == (3, "K")
