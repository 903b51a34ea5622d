"""What the inspector says about things that no IAM permission opens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from archloom.app.inspector.access import is_here, keys_of
from archloom.app.window import MainWindow
from archloom.resources.architecture import Resource, Span

from .conftest import open_in


def said(widget: QWidget) -> str:
    return "\n".join(label.text() or label.accessibleName() for label in widget.findChildren(QLabel))


def test_a_model_of_another_provider_asks_for_a_key_and_no_role(
    window: MainWindow, example: Callable[[str], Path], qtbot: QtBot
) -> None:
    open_in(window, example("support_agent"), qtbot)
    window.bench.view.select([("permission", "entry:agent.graph.graph", "model:gpt-4o-mini")])
    words = said(window.bench.inspector)
    assert "not a matter of IAM" in words
    assert "OPENAI_API_KEY" in words
    assert "OpenAI" in words
    assert "bedrock:" not in words
    assert "Allow" not in words


def test_a_table_still_shows_its_statement(window: MainWindow, example: Callable[[str], Path], qtbot: QtBot) -> None:
    open_in(window, example("support_agent"), qtbot)
    window.bench.view.select([("permission", "entry:agent.graph.graph", "kv_store:tickets")])
    words = said(window.bench.inspector)
    assert "Allow" in words
    assert "dynamodb:PutItem" in words
    assert "not a matter of IAM" not in words


def test_an_operation_of_a_library_shows_its_action_or_nothing(
    window: MainWindow, example: Callable[[str], Path], qtbot: QtBot
) -> None:
    open_in(window, example("llama_chatbot"), qtbot)
    window.bench.view.select([("permission", "entry:main.handler", "kv_store:conversations")])
    lines = said(window.bench.inspector).splitlines()
    assert "dynamodb:GetItem +1" in lines
    assert "manage" not in lines


def test_a_name_that_the_code_says_is_granted_as_it_is(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "main.py").write_text(
        "import boto3\n\ntable = boto3.resource('dynamodb').Table('orders-2019')\n\n\n"
        "def lambda_handler(event, context):\n    return table.scan()\n"
    )
    open_in(window, tmp_path, qtbot)
    window.bench.view.select([("permission", "entry:main.lambda_handler", "kv_store:orders-2019")])
    assert "table/orders-2019" in said(window.bench.inspector)


def test_the_key_is_the_one_that_bears_the_name_of_the_service(
    window: MainWindow, example: Callable[[str], Path], qtbot: QtBot
) -> None:
    open_in(window, example("rag_documents"), qtbot)
    assert window.project is not None
    architecture = window.project.architecture
    assert architecture is not None
    link = next(link for link in architecture.links if link.end == "model:text-embedding-3-small")
    assert [key.id for key in keys_of(link, architecture)] == ["secret:openai"]


def test_what_lives_beside_the_code_needs_no_way_out() -> None:
    assert is_here(Resource("local_store:x", "local_store", "chroma", "x", None, "deduced", Span("a.py", 1)))
    assert not is_here(Resource("model:x", "model", "openai", "x", None, "deduced", Span("a.py", 1)))
