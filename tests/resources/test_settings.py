"""archloom.toml: what is read from it, and what is said when it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from archloom.resources import settings
from archloom.resources.settings import Settings, SettingsError


def test_a_project_without_the_file_has_no_settings(tmp_path: Path) -> None:
    assert settings.load(tmp_path) == Settings()


def test_every_table_is_read(tmp_path: Path) -> None:
    (tmp_path / "archloom.toml").write_text(
        """
        [project]
        name = "shop"
        ignore = ["scripts/**"]
        [answers]
        "app/db.py:TABLE" = "orders"
        [resources."kv_store:orders"]
        partition_key = "Id"
        [functions."app.main.chat"]
        memory = 1024
        [stacks.prod]
        target = "aws"
        [[construct]]
        path = "acme.Store"
        """,
        encoding="utf-8",
    )

    read = settings.load(tmp_path)

    assert (read.name, read.ignore) == ("shop", ("scripts/**",))
    assert read.answers == {"app/db.py:TABLE": "orders"}
    assert read.resources == {"kv_store:orders": {"partition_key": "Id"}}
    assert read.functions == {"app.main.chat": {"memory": 1024}}
    assert read.stacks == {"prod": {"target": "aws"}}
    assert read.constructs == ({"path": "acme.Store"},)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[project\nname = 1", "line 1"),
        ("a = \n", "not valid TOML"),
        ("project = 3", "[project] in archloom.toml must be a table"),
        ("[resources]\norders = 3", '[resources."orders"] in archloom.toml must be a table'),
        ("[[answers]]\na = 1", "[answers] in archloom.toml must be a table"),
    ],
)
def test_what_cannot_be_used_is_said_with_its_place(text: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings.parse(text)

    assert said in str(caught.value)


def test_a_file_of_another_encoding_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "archloom.toml").write_bytes(b'[project]\nname = "caf\xe9"\n')

    with pytest.raises(SettingsError, match="UTF-8"):
        settings.load(tmp_path)


def test_a_folder_in_its_place_is_an_error_and_not_silence(tmp_path: Path) -> None:
    (tmp_path / "archloom.toml").mkdir()

    with pytest.raises(SettingsError, match="cannot be read"):
        settings.load(tmp_path)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[project]\nname = "a"\n\n[resources.\nx = 1\n', 4),
        ('[project]\nname = "a\n', 2),
        ("[project]\n[stacks", 2),
        ('[project]\nname = "shop"\nignore = "x"\n', 3),
        ('[project]\n\n[answers]\na = "b"\n"app/db.py:TABLE" = 1\n', 5),
        ('# settings\n\n[resources]\n"kv_store:orders" = 3\n', 4),
        ("# settings\n\n[[answers]]\na = 1\n", 3),
    ],
)
def test_the_line_that_is_wrong_is_known(text: str, line: int) -> None:
    with pytest.raises(SettingsError) as caught:
        settings.parse(text)
    assert caught.value.line == line
