"""Where an import goes, and that taking it away again restores the text."""

from __future__ import annotations

import pytest

from archloom.codegen.imports import Import, add_import, drop_import
from archloom.codegen.module import parse

ALLOW = Import("archloom.resources", "allow")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("", "from archloom.resources import allow\n", id="an empty file"),
        pytest.param("x = 1\n", "from archloom.resources import allow\n\nx = 1\n", id="no import yet"),
        pytest.param('"""Doc."""\n', '"""Doc."""\n\nfrom archloom.resources import allow\n', id="below the docstring"),
        pytest.param(
            "from __future__ import annotations\n\nx = 1\n",
            "from __future__ import annotations\n\nfrom archloom.resources import allow\n\nx = 1\n",
            id="below __future__",
        ),
        pytest.param(
            "import os\n\n\ndef f(): ...\n",
            "import os\n\nfrom archloom.resources import allow\n\n\ndef f(): ...\n",
            id="a group of its own below the standard library",
        ),
        pytest.param(
            "import os\n\nfrom fastapi import FastAPI\n\nfrom .db import x\n",
            "import os\n\nfrom archloom.resources import allow\nfrom fastapi import FastAPI\n\nfrom .db import x\n",
            id="sorted among packages",
        ),
        pytest.param(
            "import boto3\nfrom zeep import x\n",
            "import boto3\nfrom archloom.resources import allow\nfrom zeep import x\n",
            id="plain imports come first",
        ),
        pytest.param(
            "from .db import x\n",
            "from archloom.resources import allow\n\nfrom .db import x\n",
            id="above relative ones",
        ),
        pytest.param("import os\nx = 1\n", "import os\nfrom archloom.resources import allow\nx = 1\n", id="no groups"),
        pytest.param(
            "# -*- coding: utf-8 -*-\n# Licence.\n\nx = 1\n",
            "# -*- coding: utf-8 -*-\n# Licence.\n\nfrom archloom.resources import allow\n\nx = 1\n",
            id="below the comments that open the file",
        ),
        pytest.param(
            "# about x\nx = 1\n",
            "from archloom.resources import allow\n\n# about x\nx = 1\n",
            id="not between a comment and its line",
        ),
        pytest.param("import os", "import os\n\nfrom archloom.resources import allow", id="no line end at the end"),
        pytest.param(
            "import os\r\n\r\nx = 1\r\n",
            "import os\r\n\r\nfrom archloom.resources import allow\r\n\r\nx = 1\r\n",
            id="line ends of Windows",
        ),
        pytest.param(
            "from archloom.resources import KVStore, Router\n",
            "from archloom.resources import KVStore, Router, allow\n",
            id="joins its module, sorted as isort sorts",
        ),
        pytest.param(
            "from archloom.resources import Router, allow_me, KVStore\n",
            "from archloom.resources import Router, allow_me, KVStore, allow\n",
            id="at the end of an unsorted list",
        ),
        pytest.param(
            "from archloom.resources import (\n    KVStore,  # store\n    Router,  # api\n)\n",
            "from archloom.resources import (\n    KVStore,  # store\n    Router,  # api\n    allow,\n)\n",
            id="in brackets",
        ),
        pytest.param(
            "from archloom.resources import (\r\n    KVStore,\r\n    Router  # api\r\n)\r\n",
            "from archloom.resources import (\r\n    KVStore,\r\n    Router,  # api\r\n    allow\r\n)\r\n",
            id="in brackets without a trailing comma",
        ),
    ],
)
def test_an_import_goes_where_it_belongs_and_comes_out_again(before: str, after: str) -> None:
    assert add_import(parse("a.py", before), ALLOW) == after
    assert drop_import(parse("a.py", after), "allow") == before


def test_an_import_of_the_project_goes_among_its_own() -> None:
    text = "import os\n\nfrom fastapi import FastAPI\n\nfrom app.models import Message\n"
    assert add_import(parse("a.py", text), Import("app.db", "orders"), {"app"}) == (
        "import os\n\nfrom fastapi import FastAPI\n\nfrom app.db import orders\nfrom app.models import Message\n"
    )


def test_a_line_that_grows_too_long_is_spread_and_one_that_was_too_long_is_not() -> None:
    text = "from archloom.resources import KVStore, Router\r\n"
    assert add_import(parse("a.py", text), ALLOW, width=50) == (
        "from archloom.resources import (\r\n    KVStore,\r\n    Router,\r\n    allow,\r\n)\r\n"
    )
    assert "(" not in add_import(parse("a.py", text), ALLOW, width=40)


def test_an_import_below_a_function_does_not_count_for_a_decorator_above() -> None:
    text = "def f(): ...\n\n\nfrom archloom.resources import KVStore\n"
    assert add_import(parse("a.py", text), ALLOW).startswith("from archloom.resources import allow\n\ndef f")


def test_an_alias_is_written_and_removed_by_its_local_name() -> None:
    text = add_import(parse("a.py", "x = 1\n"), Import("archloom.resources", "allow", "allow_access"))
    assert text == "from archloom.resources import allow as allow_access\n\nx = 1\n"
    assert drop_import(parse("a.py", text), "allow_access") == "x = 1\n"


def test_one_of_several_statements_on_a_line_goes_without_the_others() -> None:
    assert drop_import(parse("a.py", "import os; from m import a; x = 1\n"), "a") == "import os; x = 1\n"
    assert drop_import(parse("a.py", "import os; from m import a\n"), "a") == "import os\n"


def test_a_name_that_no_import_binds_changes_nothing() -> None:
    assert drop_import(parse("a.py", "import os\n"), "allow") == "import os\n"
