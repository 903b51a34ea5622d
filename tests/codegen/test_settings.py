"""archloom.toml edited value by value."""

from __future__ import annotations

import pytest

from archloom.codegen.change import Refusal
from archloom.codegen.settings import drop_table, move_table, set_value

TEXT = """\
# what the code cannot say
[project]
name = "shop"  # short

[resources."kv_store:orders"]
partition_key = "Id"  # as in production

[functions."app.main.chat"]
memory = 1024
"""


def test_a_value_is_set_where_its_table_is_and_all_else_stays() -> None:
    assert set_value(TEXT, "functions", "app.main.chat", "memory", 512) == TEXT.replace("1024", "512")
    assert set_value(TEXT, "functions", "app.main.chat", "timeout", 60) == TEXT + "timeout = 60\n"


def test_a_new_table_comes_at_the_end_and_goes_with_its_last_value() -> None:
    text = set_value(TEXT, "functions", "app.main.work", "environment", {"A": "b"})
    assert text == TEXT + '\n[functions."app.main.work"]\nenvironment = {A = "b"}\n'
    assert set_value(text, "functions", "app.main.work", "environment", None) == TEXT


def test_the_first_setting_makes_the_file() -> None:
    text = set_value("", "resources", "kv_store:a", "ttl", "expires")
    assert text == '[resources."kv_store:a"]\nttl = "expires"\n'
    assert set_value(text, "resources", "kv_store:a", "ttl", None) == ""


def test_a_value_that_is_not_there_is_taken_away_without_a_trace() -> None:
    assert set_value(TEXT, "functions", "other", "memory", None) == TEXT


def test_a_table_moves_with_its_comments() -> None:
    moved = move_table(TEXT, "resources", "kv_store:orders", "kv_store:carts")
    assert moved == TEXT.replace("kv_store:orders", "kv_store:carts")
    assert move_table(TEXT, "resources", "kv_store:none", "kv_store:carts") == TEXT


def test_a_table_goes_as_a_whole() -> None:
    assert "orders" not in drop_table(TEXT, "resources", "kv_store:orders")
    assert "memory = 1024" in drop_table(TEXT, "resources", "kv_store:orders")
    assert drop_table(TEXT, "resources", "none") == TEXT


def test_what_is_not_toml_is_refused_with_its_line() -> None:
    with pytest.raises(Refusal, match=r"archloom\.toml:2 is not valid TOML"):
        set_value("a = 1\nb = \n", "resources", "a", "b", 1)
