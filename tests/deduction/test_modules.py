"""How modules reach each other: every form of import that Python has, in files that nobody imports for real."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from archloom.resources.architecture import Architecture
from archloom.resources.deduction import deduce

from .conftest import actions_of, write

DB = "import boto3\norders = boto3.resource('dynamodb').Table('orders')\ndef load(): return orders.get_item(Key={})\n"
GET = {"kv_store:orders": {"GetItem"}}

CASES: dict[str, dict[str, str]] = {
    "a star import": {"db.py": DB, "app.py": "from db import *\ndef f(): load()\n"},
    "a star import with __all__": {
        "db.py": DB + "__all__ = ['_hidden']\n_hidden = load\n",
        "app.py": "from db import *\ndef f(): _hidden()\n",
    },
    "__all__ that is added to": {
        "db.py": DB + "__all__ = []\n__all__ += ['load']\n",
        "app.py": "from db import *\ndef f(): load()\n",
    },
    "a chain of star imports": {
        "db.py": DB,
        "middle.py": "from db import *\n",
        "app.py": "from middle import *\ndef f(): load()\n",
    },
    "a star import in an `if`": {
        "db.py": DB,
        "app.py": "import os\nif os.name:\n    from db import *\ndef f(): load()\n",
    },
    "a module's __getattr__": {
        "db.py": DB,
        "lazy.py": "def __getattr__(name):\n    import db\n    return getattr(db, name)\n",
        "app.py": "import lazy\ndef f(): lazy.load()\n",
    },
    "a lazy package that knows its names": {
        "pkg/__init__.py": "import importlib\n_HOMES = {'load': '.db'}\ndef __getattr__(name):\n"
        "    return getattr(importlib.import_module(_HOMES[name], __name__), name)\n",
        "pkg/db.py": DB,
        "app.py": "from pkg import load\ndef f(): load()\n",
    },
    "a name for type checkers, imported again inside": {
        "db.py": DB,
        "app.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from db import load\n"
        "def f():\n    from db import load\n    load()\n",
    },
    "a class known to type checkers only": {
        "db.py": DB + "class Repo:\n    def get(self): load()\n",
        "app.py": "from __future__ import annotations\nimport typing\n"
        "if typing.TYPE_CHECKING:\n    from db import Repo\n"
        "def f(repo: Repo): repo.get()\n",
    },
    "a package that names its own modules in full": {
        "pkg/__init__.py": "from pkg import db\n",
        "pkg/db.py": DB,
        "app.py": "from pkg import db\ndef f(): db.load()\n",
    },
    "modules that import each other": {
        "a.py": "import b\ndef go(): b.back()\n",
        "b.py": "import a\nfrom db import load\ndef back(): load()\n",
        "db.py": DB,
        "app.py": "import a\ndef f(): a.go()\n",
    },
    "modules that import names of each other inside functions": {
        "a.py": "def go():\n    from b import back\n    back()\n",
        "b.py": "from a import go\nfrom db import load\ndef back(): load()\n",
        "db.py": DB,
        "app.py": "from b import go\ndef f(): go()\n",
    },
    "a module that imports its package": {
        "pkg/__init__.py": "from .one import go\nfrom .db import load\n",
        "pkg/db.py": DB,
        "pkg/one.py": "import pkg\ndef go(): pkg.load()\n",
        "app.py": "from pkg import go\ndef f(): go()\n",
    },
    "a namespace package": {
        "space/inner/db.py": DB,
        "app.py": "import space.inner.db\ndef f(): space.inner.db.load()\n",
    },
    "a namespace package, relative": {
        "space/db.py": DB,
        "space/one.py": "from .db import load\n",
        "app.py": "from space.one import load\ndef f(): load()\n",
    },
    "the parent's package": {
        "pkg/__init__.py": "",
        "pkg/db.py": DB,
        "pkg/inner/__init__.py": "",
        "pkg/inner/one.py": "from ..db import load as fetch\ndef go(): fetch()\n",
        "app.py": "from pkg.inner.one import go\ndef f(): go()\n",
    },
    "a re-export under another name": {
        "pkg/__init__.py": "from .db import load as fetch\n",
        "pkg/db.py": DB,
        "app.py": "import pkg as p\ndef f(): p.fetch()\n",
    },
    "an import that may fail": {
        "db.py": DB,
        "app.py": "try:\n    from db import load\nexcept ImportError:\n    load = None\ndef f(): load()\n",
    },
    "a fallback for what is not there": {
        "db.py": DB,
        "app.py": "try:\n    from nowhere_fast import load\nexcept ImportError:\n    from db import load\n"
        "def f(): load()\n",
    },
    "import_module with a constant": {
        "db.py": DB,
        "app.py": "import importlib\ndef f(): importlib.import_module('db').load()\n",
    },
    "__import__": {"db.py": DB, "app.py": "def f(): __import__('db').load()\n"},
    "a src layout": {
        "src/app.py": "from pkg.db import load\ndef f(): load()\n",
        "src/pkg/__init__.py": "",
        "src/pkg/db.py": DB,
    },
    "a file that shadows a folder's name": {
        "db/__init__.py": "from .orders import load\n",
        "db/orders.py": DB,
        "app.py": "import db\ndef f(): db.load()\n",
    },
    "a submodule imported elsewhere": {
        "pkg/__init__.py": "",
        "pkg/db.py": DB,
        "other.py": "import pkg.db\n",
        "app.py": "import other, pkg\ndef f(): pkg.db.load()\n",
    },
    "a name patched into another module": {
        "db.py": DB,
        "hooks.py": "run = None\n",
        "app.py": "import db, hooks\nhooks.run = db.load\ndef f(): hooks.run()\n",
    },
    "a module as a value": {"db.py": DB, "app.py": "import db\nwhich = {'x': db}\ndef f(): which['x'].load()\n"},
    "a namespace package in two distributions": {
        "src/acme/app.py": "from acme.storage import db\ndef f(): db.load()\n",
        "libs/storage/src/acme/storage/db.py": DB,
        "app.py": "from acme.app import f\n",
    },
    "a namespace package whose module is imported from its other portion": {
        "src/acme/app.py": "import acme.db\ndef f(): acme.db.load()\n",
        "libs/storage/src/acme/db.py": DB,
        "app.py": "from acme.app import f\n",
    },
    "a package run as a program": {
        "pkg/__init__.py": "",
        "pkg/db.py": DB,
        "pkg/__main__.py": "from .db import load\nload()\n",
        "app.py": "from pkg.db import load\ndef f(): load()\n",
    },
    "a folder that is put first on sys.path, beside a file of the same name": {
        "ask/common.py": DB,
        "common.py": "def load(): pass\n",
        "app.py": "import sys\nfrom pathlib import Path\nROOT = Path(__file__).parent\n"
        "sys.path.insert(0, str(ROOT / 'ask'))\nfrom common import load\ndef f(): load()\n",
    },
    "a folder that is put last on sys.path": {
        "one/python/common.py": "def load(): pass\n",
        "two/python/common.py": DB,
        "app.py": "import os, sys\nHERE = os.path.dirname(__file__)\n"
        "sys.path.append(os.path.join(HERE, '..', 'two', 'python'))\nfrom common import load\ndef f(): load()\n",
    },
    "the library whose name the file has": {
        "data/boto3.py": "import boto3\norders = boto3.resource('dynamodb').Table('orders')\n",
        "app.py": "from data.boto3 import orders\ndef f(): orders.get_item(Key={})\n",
    },
    "a module of the file's own name elsewhere": {
        "worker/app.py": DB,
        "app.py": "from app import load\ndef f(): load()\n",
    },
    "of several modules the one that has the name": {
        "a/common.py": "def save(): pass\n",
        "b/common.py": "try:\n    import ujson\nexcept ImportError:\n    ujson = None\n" + DB,
        "ui/page.py": "from common import load\n",
        "app.py": "from ui.page import load\ndef f(): load()\n",
    },
    "a module of a layer that is called like a library": {
        "layer/opensearch.py": DB,
        "handlers/ask.py": "from opensearch import load\n",
        "app.py": "from handlers.ask import load\ndef f(): load()\n",
    },
}


@pytest.mark.parametrize("name", CASES)
def test_an_import_leads_where_python_goes(name: str, uses: Callable[..., dict[str, set[str]]]) -> None:
    assert uses(CASES[name]) == GET


NEWER = {
    "a type parameter": "def first[T](items: list[T]) -> T: return items[0]\n",
    "a type alias": "type Pair = tuple[int, int]\n",
    "an except without parentheses": "try: pass\nexcept ValueError, KeyError: pass\n",
    "a template string": "name = t'{x}'\n",
    "syntax that nobody has yet": "subject to change: yes\n",
    "Python 2": "print 'hello'\nexec 'x = 1'\n",
}


@pytest.mark.parametrize("name", NEWER)
def test_syntax_of_another_python_is_reported_and_the_rest_deduced(name: str, tmp_path: Path) -> None:
    write(tmp_path, {"new.py": NEWER[name], "db.py": DB, "app.py": "import db, new\ndef f(): db.load()\n"})

    seen = deduce(tmp_path, entries=["app.f"], cache=False)

    assert actions_of(seen, "app.f") == GET
    assert {problem.code for problem in seen.problems} <= {"syntax-error"}
    assert all(problem.source.file == "new.py" and problem.remedy for problem in seen.problems)


def test_a_missing_module_is_one_problem_with_a_place(tmp_path: Path) -> None:
    write(tmp_path, {"pkg/__init__.py": "", "app.py": "from pkg.gone import x\ndef f(): x()\n"})

    seen = deduce(tmp_path, entries=["app.f"], cache=False)

    assert [(p.code, str(p.source)) for p in seen.problems] == [("missing-module", "app.py:1")]


def test_a_file_may_import_itself_by_its_full_name(tmp_path: Path) -> None:
    own = "class Table:\n    def load(self):\n        from shop.db import load\n        return load()\n"
    write(tmp_path, {"shop/__init__.py": "", "shop/db.py": DB + own,
                     "app.py": "from shop.db import Table\ndef f(): Table().load()\n"})  # fmt: skip

    seen = deduce(tmp_path, entries=["app.f"], cache=False)

    assert actions_of(seen, "app.f") == GET
    assert [(p.code, str(p.source)) for p in seen.problems] == []
@pytest.mark.parametrize(
    "imports", ["from langchain_openai import *", "from math import *\nfrom langchain_openai import *"],
    ids=["one library", "the one that is known to have it"],
)
def test_a_star_of_a_library_brings_its_names(opened: Callable[..., Architecture], imports: str) -> None:
    seen = opened(f"{imports}\ndef f(): ChatOpenAI(model='gpt-4o').invoke('x')\n", "app.f")

    assert actions_of(seen, "app.f") == {"model:gpt-4o": {"invoke"}}
