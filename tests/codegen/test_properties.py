"""SetProperty: arguments in code, values in archloom.toml, paths in decorators."""

from __future__ import annotations

import pytest

from archloom.codegen import SetProperty

from .conftest import ToyProject

MAIN = """
    from archloom.resources import KVStore, Queue, Router, SageMaker, Schedule

    TIMES = 3
    api = Router("api")
    orders = KVStore("orders", partition_key="Id")  # by number
    jobs = Queue(
        "jobs",
        dead_letter=TIMES,
    )
    nightly = Schedule("nightly", cron="0 2 * * ? *")


    @api.get("/order")
    def read(request): ...
"""


@pytest.mark.parametrize(
    ("edit", "line"),
    [
        (SetProperty("kv_store:orders", "ttl", "expires"),
         'orders = KVStore("orders", partition_key="Id", ttl="expires")  # by number'),
        (SetProperty("kv_store:orders", "partition_key", "key"),
         'orders = KVStore("orders", partition_key="key")  # by number'),
        (SetProperty("kv_store:orders", "partition_key", None), 'orders = KVStore("orders")  # by number'),
        (SetProperty("router:api", "cors", True), 'api = Router("api", cors=True)'),
        (SetProperty("queue:jobs", "fifo", True), '"jobs",\n    dead_letter=TIMES,\n    fifo=True,\n)'),
        (SetProperty("schedule:nightly", "rate", "5 minutes"), 'nightly = Schedule("nightly", rate="5 minutes")'),
    ],
)  # fmt: skip
def test_an_argument_is_set_added_or_dropped(project: ToyProject, edit: SetProperty, line: str) -> None:
    assert line in project.write({"main.py": MAIN}).after(edit)


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (SetProperty("kv_store:orders", "colour", 1), "orders has no property 'colour'. It has partition_key, ttl."),
        (SetProperty("kv_store:orders", "ttl", 5), "Expires by takes a text, not 5."),
        (SetProperty("schedule:nightly", "cron", None), "Cron is needed. Set rate instead; this one goes then."),
        (SetProperty("entry:main.read", "path", "x"),
         "The path 'x' does not begin with `/`. Give a path such as /items/{id}."),
    ],
)  # fmt: skip
def test_a_value_that_may_not_be_is_refused(project: ToyProject, edit: SetProperty, reason: str) -> None:
    assert project.write({"main.py": MAIN}).refusal(edit) == reason


def test_the_path_of_a_route_changes_in_its_decorator(project: ToyProject) -> None:
    assert '@api.get("/orders/{id}")\ndef read' in project.write({"main.py": MAIN}).after(
        SetProperty("entry:main.read", "path", "/orders/{id}")
    )


def test_options_behind_two_stars_are_refused_with_their_place(project: ToyProject) -> None:
    text = MAIN + '    more = {}\n    other = KVStore("other", **more)\n'
    reason = project.write({"main.py": text}).refusal(SetProperty("kv_store:other", "ttl", "expires"))
    assert reason == "other takes its options from a `**` at main.py:16. Change ttl there."


def test_what_the_class_has_no_argument_for_goes_to_the_settings(project: ToyProject) -> None:
    text = MAIN + '    llama = SageMaker("llama")\n'
    project.write({"main.py": text})
    made = project.plan(SetProperty("model_endpoint:llama", "existing", "prod-llama"))
    assert "would not be set" in str(made)  # the toy reads no settings: nothing may be written unseen
