"""YAML of project files: read as Python's own reader does, and no file ends the process or takes minutes."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from archloom.resources.deduction import deduce, read_yaml

TEMPLATE = """
Resources:
  Jobs:
    Type: AWS::SQS::Queue
  Work:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Environment: {Variables: {QUEUE: !GetAtt Jobs.QueueName}}
      Events:
        One: {Type: SQS, Properties: {Queue: !GetAtt Jobs.Arn}}
"""


@pytest.mark.parametrize("text", [
    b"", b"a: [1, 'b', {c: null}]\n", b"- x\n- y: 1.5\n", "name: gr\u00f6\u00dfe\n".encode(),
    b"\n".join(b"- [{a: %d}]" % number for number in range(600)),
    b"base: &base {a: 1}\nmore:\n  <<: *base\n  b: *base\n", b"1: one\nyes: no\n~: 2020-01-02\n",
    b"'1': 'yes'\nx: !!str 1\ny: |\n  two\n  lines\nz:\n", b'{"a": [1, 2.5, null, "b"], "c": {}}', b"{a: b}\n",
    b"--- a\n...\n",
])  # fmt: skip
def test_it_says_what_the_reader_in_python_says(text: bytes) -> None:
    assert read_yaml.load(text) == yaml.safe_load(text)


@pytest.mark.parametrize("text", [
    b"a: 1\n---\nb: 2\n", b"a: !Ref b\n", b"a: [1\n", b"a: *b\n", b"a: !!python/object:x {}\n", b"? [a, b]\n: c\n",
])  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_reason(text: bytes) -> None:
    with pytest.raises(yaml.YAMLError) as expected:
        yaml.safe_load(text)
    with pytest.raises(yaml.YAMLError) as said:
        read_yaml.load(text)

    assert type(said.value) is type(expected.value)


@pytest.mark.parametrize("text", [b"a: !Of [!Ref x, {b: !Of c}]\n", b"a: &one !Of [!Ref x, {b: !Of c}]\nd: *one\n"])
def test_tags_are_told_with_what_stands_under_them(text: bytes) -> None:
    read = read_yaml.load(text, lambda tag, value: (tag, value))

    assert read["a"] == ("Of", [("Ref", "x"), {"b": ("Of", "c")}])


@pytest.mark.parametrize("text", [
    b"a: " + b"[" * 100_000 + b"]" * 100_000, b"a: " + b"{x: " * 50_000, b"- " * 50_000 + b"x",
    b"".join(b" " * depth + b"a:\n" for depth in range(1200)),
])  # fmt: skip
def test_files_that_are_nested_very_deeply_do_not_end_the_process(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "app.py").write_text("def handler(event, context): pass\n", encoding="utf-8")
    (tmp_path / "template.yaml").write_bytes(text)

    assert [entry.handler for entry in deduce(tmp_path, cache=False).entries] == ["app.handler"]


def test_the_tags_of_a_template_are_understood(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("def handler(event, context): pass\n", encoding="utf-8")
    (tmp_path / "template.yaml").write_text(TEMPLATE, encoding="utf-8")

    seen = deduce(tmp_path, cache=False)

    assert [(link.start, link.end) for link in seen.links if link.kind == "trigger"] == [
        ("queue:QUEUE", "entry:app.handler")
    ]
