"""What `.env` files give to variables: as python-dotenv reads them, secrets left out."""

from __future__ import annotations

import pytest

from archloom.resources.deduction.dotenv import read_dotenv


@pytest.mark.parametrize(("line", "value"), [
    ("TABLE=orders", "orders"),
    ("export TABLE=orders", "orders"),
    ("  TABLE = orders  ", "orders"),
    ('TABLE="orders # 1"', "orders # 1"),
    ("TABLE='orders'", "orders"),
    ("TABLE='orders\"", "'orders\""),
    ('TABLE="', '"'),
    ("TABLE=orders  # of the shop", "orders"),
    ("TABLE=orders#1", "orders#1"),
    ("# TABLE=orders", None),
    ("TABLE=", None),
    ("TABLE=<your_table>  # to fill in", None),
    ("TABLE=<a>-<b>", "<a>-<b>"),
    ("2TABLE=orders", None),
])  # fmt: skip
def test_a_line_is_read_as_the_library_reads_it(line: str, value: str | None) -> None:
    assert read_dotenv({".env": line.encode()}).get("TABLE") == value


def test_the_outermost_file_speaks_first() -> None:
    found = read_dotenv({"app/.env": b"TABLE=inner\nBUCKET=docs\n", ".env": b"TABLE=outer\n"})

    assert found == {"TABLE": "outer", "BUCKET": "docs"}


def test_only_files_of_that_very_name_count() -> None:
    assert read_dotenv({".env.example": b"TABLE=orders\n", "app.env": b"TABLE=orders\n"}) == {}


def test_a_secret_is_not_read() -> None:
    assert read_dotenv({".env": b"OPENAI_API_KEY=sk-1\nTABLE=orders\n"}) == {"TABLE": "orders"}
