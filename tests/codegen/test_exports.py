"""Text pictures: every card and line is there, odd names do no harm."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from archloom.codegen.exports import ExportError, dot, drawio, mermaid, write_text
from archloom.resources import contract
from archloom.resources.architecture import Architecture, Entry, Link, ProjectInfo, Resource, Span

HERE = Span("a.py", 1)
CHAT = Architecture.of(
    ProjectInfo("chat & co", 1, 10),
    [
        Resource("web_app:a.app", "web_app", "", "a.app", None, "deduced", HERE),
        Resource("function:work", "function", "lambda", "work", None, "declared", HERE, {"memory": 512}),
        Resource("queue:jobs", "queue", "sqs", 'j"<ob>s', None, "declared", HERE),
        Resource("kv_store:t", "kv_store", "dynamodb", "t", None, "deduced", HERE, {"partition_key": "Id"}),
    ],
    [
        Entry("entry:a.chat", "http", "POST /chat", "a.chat", "web_app:a.app", HERE),
        Entry("entry:a.work", "queue", "work", "a.work", "function:work", HERE),
    ],
    [
        Link("permission", "entry:a.chat", "kv_store:t", ("get_item",), ("dynamodb:GetItem",)),
        Link("permission", "entry:a.chat", "queue:jobs", ("push",), ("sqs:SendMessage",), "declared"),
        Link("trigger", "queue:jobs", "entry:a.work", ("subscribe",)),
    ],
)


def test_mermaid_draws_rows_in_their_app_and_dashes_what_is_only_declared() -> None:
    assert mermaid.text(CHAT) == (
        "flowchart LR\n"
        '    r1["work<br/>Function · 512"]\n'
        '    r2["t<br/>DynamoDB table · Id"]\n'
        '    r3["j#quot;#lt;ob#gt;s<br/>SQS queue"]\n'
        '    subgraph r4["a.app · Web app"]\n'
        '        e1["POST /chat"]\n'
        "    end\n"
        '    e1 -->|"read"| r2\n'
        '    e1 -.->|"send"| r3\n'
        '    r3 ==>|"subscribe"| r1\n'
    )


def test_graphviz_gets_clusters_styles_and_escaped_names() -> None:
    text = dot.text(CHAT)
    assert 'digraph "chat & co" {' in text
    assert 'subgraph cluster_r4 {\n        label="a.app · Web app"\n        e1 [label="POST /chat"]\n    }' in text
    assert r'r3 [label="j\"<ob>s\nSQS queue"]' in text
    assert 'e1 -> r3 [label="send", style=dashed]' in text
    assert text.count("{") == text.count("}")


def test_drawio_is_xml_whose_lines_end_at_cells_and_whose_flow_goes_right() -> None:
    root = ElementTree.fromstring(drawio.text(CHAT))
    cells = {cell.get("id"): cell for cell in root.iter("mxCell")}
    edges = [cell for cell in cells.values() if cell.get("edge")]
    assert {(edge.get("source"), edge.get("target")) for edge in edges} == {("e1", "r2"), ("e1", "r3"), ("r3", "r1")}
    assert all(edge.get("source") in cells and edge.get("target") in cells for edge in edges)
    assert cells["r3"].get("value") == '<b>j"&lt;ob&gt;s</b><br>SQS queue'
    left = {key: int(cells[key].find("mxGeometry").get("x")) for key in ("r4", "r3", "r1")}
    assert left["r4"] < left["r3"] < left["r1"]
    assert cells["e1"].get("parent") == "r4"
    assert (cells["0"].get("parent"), cells["1"].get("parent")) == (None, "0")  # the page and its layer


def test_a_cycle_of_cards_still_gets_columns() -> None:
    back = Link("permission", "entry:a.work", "queue:jobs", ("push",))
    circle = Architecture.of(CHAT.project, CHAT.resources, CHAT.entries, [*CHAT.links, back])
    assert ElementTree.fromstring(drawio.text(circle)) is not None


def test_an_empty_project_is_still_a_picture() -> None:
    empty = Architecture.of(ProjectInfo("", 0, 0))
    assert mermaid.text(empty) == "flowchart LR\n"
    assert dot.text(empty).endswith("}\n")
    assert ElementTree.fromstring(drawio.text(empty)) is not None


@pytest.mark.parametrize("name", ["a.mmd", "a.dot", "a.drawio", "a.JSON"])
def test_the_ending_of_the_file_names_the_format(tmp_path: Path, name: str) -> None:
    write_text(CHAT, tmp_path / name)
    assert (tmp_path / name).read_text(encoding="utf-8").strip()


def test_json_is_the_contract(tmp_path: Path) -> None:
    write_text(CHAT, tmp_path / "a.json")
    assert (tmp_path / "a.json").read_text(encoding="utf-8") == contract.write(CHAT)


def test_an_unknown_ending_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"\.xyz is no format of text\. There are \.mmd"):
        write_text(CHAT, tmp_path / "a.xyz")
