"""The compiled tables are read by package, and only those that somebody asks for."""

import json

import pytest

from archloom.resources.catalog import compiled
from archloom.resources.catalog.loader import load


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The parts that are read from now on."""
    names: list[str] = []
    whole = compiled._part.__wrapped__

    def noted(name: str) -> object:
        names.append(name)
        return whole(name)

    monkeypatch.setattr(compiled, "_part", noted)
    return names


def test_each_part_is_found_where_the_first_line_says() -> None:
    whole = json.loads(compiled.FILE.read_text(encoding="utf-8"))
    for name in whole["parts"]:
        read = {section: dict(rows) for section, rows in compiled._part(name).items()}
        assert read == whole[name], name


def test_a_row_is_read_with_its_package_and_no_other(read: list[str]) -> None:
    section = compiled.Section("calls")
    assert section["langchain_openai.ChatOpenAI"]["service"] == "openai"
    assert "numpy.array" not in section
    assert section.get("redis.Redis", {})["kind"] == "cache"
    assert read == ["langchain_openai", "numpy", "redis"]


def test_a_package_that_nothing_is_known_of_has_no_rows() -> None:
    assert compiled._part("numpy") == {}


def test_the_names_of_packages_are_known_without_their_rows(read: list[str]) -> None:
    assert {"langchain", "langchain_openai", "boto3", "fastapi", "llama_index"} <= load().packages
    assert set(read) <= {""}  # what belongs to no package
