"""A link is possible when the code chooses at run time whether it is used; all else that is reached is proven."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

Opened = Callable[..., Architecture]

ORDERS = 'import boto3, os\norders, users = (boto3.resource("dynamodb").Table(name) for name in ("orders", "users"))\n'
READS = ORDERS + "def a(): orders.get_item(Key={})\ndef b(): users.get_item(Key={})\n"
MODELS = "from langchain_openai import ChatOpenAI\nfrom langchain_anthropic import ChatAnthropic\n"
GPT, CLAUDE = "model:gpt-4o", "model:claude-3"
NEW_GPT, NEW_CLAUDE = 'ChatOpenAI(model="gpt-4o")', 'ChatAnthropic(model="claude-3")'
BOTH = {"kv_store:orders": "possible", "kv_store:users": "possible"}
PROVEN = {"kv_store:orders": "proven", "kv_store:users": "proven"}

CASES: dict[str, tuple[str, dict[str, str]]] = {
    "each branch reaches what it calls": (READS + "def f(x):\n if x: a()\n else: b()\n", PROVEN),
    "a callee that a condition chooses": (READS + "def f(x): (a if x else b)()\n", BOTH),
    "a receiver that branches chose": (
        ORDERS + "def f(x):\n if x: t = orders\n else: t = users\n t.get_item(Key={})\n", BOTH),
    "a registry with an undecided key": (READS + 'ALL = {"a": a, "b": b}\ndef f(x): ALL[x]()\n', BOTH),
    "a registry with a decided key": (READS + 'ALL = {"a": a, "b": b}\ndef f(x): ALL["a"]()\n',
                                      {"kv_store:orders": "proven"}),
    "get of a registry": (READS + 'ALL = {"a": a, "b": b}\ndef f(x): ALL.get(x)()\n', BOTH),
    "a loop over all of a registry": (READS + 'ALL = {"a": a, "b": b}\ndef f(x):\n for one in ALL.values(): one()\n',
                                      PROVEN),
    "a factory that gives one of several": (
        ORDERS + "def table(x):\n if x: return orders\n return users\ndef f(x): table(x).get_item(Key={})\n", BOTH),
    "a class that a registry chooses": (
        ORDERS + "class A:\n def run(self): orders.get_item(Key={})\nclass B:\n def run(self): users.get_item(Key={})\n"
        'ALL = {"a": A, "b": B}\ndef f(x): ALL[x]().run()\n', BOTH),
    "a method that getattr chooses": (
        ORDERS + "class A:\n def a(self): orders.get_item(Key={})\n def b(self): users.get_item(Key={})\n"
        "def f(x): getattr(A(), x)()\n", BOTH),
    "a method of one of the classes below": (
        ORDERS + "from abc import ABC, abstractmethod\nclass Base(ABC):\n @abstractmethod\n def run(self): ...\n"
        "class A(Base):\n def run(self): orders.get_item(Key={})\n"
        "class B(Base):\n def run(self): users.get_item(Key={})\ndef f(x: Base): x.run()\n", BOTH),
    "a name that is chosen": (
        'import boto3\ndef f(x):\n boto3.resource("dynamodb").Table("orders" if x else "users").get_item(Key={})\n',
        BOTH),
    "several names of one call": (
        'import boto3\ndef f(x):\n boto3.client("dynamodb").batch_get_item('
        'RequestItems={"orders": {"Keys": []}, "users": {"Keys": []}})\n', PROVEN),
    "None or a client that is made late": (
        'import boto3\ntable = None\ndef get():\n global table\n if table is None:\n'
        '  table = boto3.resource("dynamodb").Table("orders")\n return table\ndef f(x): get().get_item(Key={})\n',
        {"kv_store:orders": "proven"}),
    "a parameter with a default": (ORDERS + "def g(t=orders): t.get_item(Key={})\ndef f(x): g(t=x or orders)\n",
                                   {"kv_store:orders": "proven"}),
    "two objects for one table": (
        'import boto3\ndef table(): return boto3.resource("dynamodb").Table("orders")\n'
        "def f(x):\n t = table() if x else boto3.resource('dynamodb').Table('orders')\n t.get_item(Key={})\n",
        {"kv_store:orders": "proven"}),
    "what all alternatives have in common": (
        READS + "def c(): a(); b()\ndef f(x): (a if x else c)()\n",
        {"kv_store:orders": "proven", "kv_store:users": "possible"}),
    "what is also done for sure, later and further away": (
        READS + "def g(): h()\ndef h(): b()\ndef f(x):\n (a if x else b)()\n g()\n",
        {"kv_store:orders": "possible", "kv_store:users": "proven"}),
    "what a chosen function calls for sure": (
        READS + "def g(): a()\ndef h(): pass\ndef f(x): (g if x else h)()\n", {"kv_store:orders": "possible"}),
    "a function that one caller chooses and another does not": (
        READS + "def g(x): (a if x else b)()\ndef f(x):\n a()\n g(x)\n",
        {"kv_store:orders": "proven", "kv_store:users": "possible"}),
    "choices within choices": (
        READS + "def g(x): (a if x else b)()\ndef f(x): (g if x else a)(x)\n", BOTH),
    "one of several models": (
        MODELS + f"def f(x):\n llm = {NEW_GPT} if x else {NEW_CLAUDE}\n llm.invoke(x)\n",
        {GPT: "possible", CLAUDE: "possible"}),
    "a model with a fallback": (
        MODELS + f"def f(x): {NEW_GPT}.with_fallbacks([{NEW_CLAUDE}]).invoke(x)\n", {GPT: "proven", CLAUDE: "proven"}),
    "configurable alternatives": (
        MODELS + "from langchain_core.runnables import ConfigurableField\ndef f(x):\n"
        f' {NEW_GPT}.configurable_alternatives(ConfigurableField(id="llm"), b={NEW_CLAUDE}).invoke(x)\n',
        {GPT: "possible", CLAUDE: "possible"}),
    "one of several models in a chain": (
        MODELS + "from langchain_core.prompts import ChatPromptTemplate\ndef f(x):\n"
        f' (ChatPromptTemplate.from_template("x") | ({NEW_GPT} if x else {NEW_CLAUDE})).invoke(x)\n',
        {GPT: "possible", CLAUDE: "possible"}),
}  # fmt: skip


def states(architecture: Architecture, kinds: tuple[str, ...] = ("kv_store", "model")) -> dict[str, str]:
    """State of every permission on a table or a model."""
    links = [one for one in architecture.links if one.kind == "permission" and one.end.startswith(kinds)]
    return {one.end: one.state for one in links}


@pytest.mark.parametrize("case", CASES)
def test_a_link_is_possible_only_if_its_use_is_chosen_at_run_time(opened: Opened, case: str) -> None:
    source, wanted = CASES[case]
    assert states(opened(source, "app.f")) == wanted


def test_the_secret_of_a_provider_that_may_be_chosen_is_possible_too(opened: Opened) -> None:
    source = 'import os\ndef f(x): return os.environ["OPENAI_API_KEY" if x else "COHERE_API_KEY"]\n'
    found = {one.end: one.state for one in opened(source, "app.f").links}
    assert found == {"secret:OPENAI_API_KEY": "possible", "secret:COHERE_API_KEY": "possible"}


def test_the_evidence_of_a_proven_link_is_a_way_without_a_choice(opened: Opened) -> None:
    source = READS + "def g(): h()\ndef h(): b()\ndef f(x):\n (a if x else b)()\n g()\n"
    [link] = [one for one in opened(source, "app.f").links if one.end == "kv_store:users"]
    lines = [[span.line for span in proof.path] for proof in link.evidence]
    start = READS.count("\n") + 1
    assert lines == [[start + 2, start + 4, start, start + 1]]


def registry(size: int) -> str:
    tables = "".join(f'def f{i}(): boto3.resource("dynamodb").Table("t{i}").get_item(Key={{}})\n' for i in range(size))
    named = ", ".join(f'"{i}": f{i}' for i in range(size))
    return f"import boto3\n{tables}ALL = {{{named}}}\ndef f(x):\n ALL[x]()\n"


def test_a_registry_of_very_many_is_told_once_with_its_place_and_a_remedy(opened: Opened) -> None:
    source = registry(12) + "def g(x):\n f(x)\n f(1)\n"
    architecture = opened(source, "app.f", "app.g")
    [problem] = [one for one in architecture.problems if one.code == "dynamic-dispatch"]
    assert (problem.severity, problem.source.line) == ("info", 16)
    assert "One of 12 things" in problem.message
    assert problem.remedy
    assert set(states(architecture).values()) == {"possible"}


def test_a_small_registry_is_no_problem(opened: Opened) -> None:
    assert not [one for one in opened(registry(3), "app.f").problems if one.code == "dynamic-dispatch"]
