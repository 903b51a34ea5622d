"""What one process sets is found by the files of that process, and not by programs that lie beside it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Open = Callable[..., Architecture]
OPENS = "import boto3, os\ndef f(): boto3.resource('dynamodb').Table(os.environ['TABLE']).get_item(Key={})\n"
SETS = "import os\nos.environ['TABLE'] = 'orders'\n"
BRANCHES = "try:\n    import app\nexcept ImportError:\n"


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"jobs/nightly.py": SETS}, "kv_store:TABLE"),
        ({"jobs/nightly.py": f"{SETS}import app\n"}, "kv_store:orders"),
        ({"jobs/nightly.py": f"{SETS}def run():\n    import app\n"}, "kv_store:orders"),
        ({"jobs/nightly.py": f"{SETS}import uvicorn\nuvicorn.run('app:f')\n"}, "kv_store:orders"),
        ({"jobs/nightly.py": SETS, "main.py": "import app\nfrom jobs import nightly\n"}, "kv_store:orders"),
        ({"jobs/nightly.py": SETS, "main.py": "import app\n", "other.py": "import jobs.nightly\n"}, "kv_store:TABLE"),
        ({"jobs/nightly.py": f"{SETS}import importlib\n"}, "kv_store:orders"),
        ({"jobs/nightly.py": SETS, "main.py": f"{BRANCHES}    from jobs import nightly\n"}, "kv_store:orders"),
    ],
    ids=["nobody imports both", "it imports the reader", "inside a function", "by a text", "a third imports both",
         "two others import one each", "whoever imports anything", "in branches"],
)  # fmt: skip
def test_a_variable_that_the_code_sets_counts_in_its_own_process(
    opened: Open, files: dict[str, str], found: str
) -> None:
    assert set(actions_of(opened({"app.py": OPENS, **files}, "app.f"), "app.f")) == {found}


PAGE = """
import streamlit as st
from langchain_openai import ChatOpenAI
if "model" not in st.session_state: st.session_state.model = ChatOpenAI(model="{name}")
if asked := st.chat_input(): st.session_state["model"].invoke(asked)
"""


def test_pages_share_their_session_and_applications_do_not(opened: Open) -> None:
    page = 'import streamlit as st\nst.session_state["model"].invoke("x")\n'
    shop, helps = PAGE.format(name="a"), PAGE.format(name="b")
    seen = opened({"shop/Shop.py": shop, "shop/pages/1_Order.py": page, "Help.py": helps})

    assert actions_of(seen, "Help.py") == {"model:b": {"invoke"}}
    assert actions_of(seen, "1_Order.py") == {"model:a": {"invoke"}}


KEEPS = """
from llama_index.core import Settings, VectorStoreIndex
from llama_index.llms.openai import OpenAI
Settings.llm = OpenAI(model="{name}")
def {name}(): VectorStoreIndex.from_vector_store(object()).as_query_engine().query("x")
"""


def test_models_that_a_process_keeps_are_asked_there_only(opened: Open) -> None:
    files = {f"{name}.py": KEEPS.format(name=name) for name in ("first", "second")}
    seen = opened(files, "first.first", "second.second")

    assert "model:second" not in actions_of(seen, "first.first")
    assert actions_of(seen, "second.second")["model:second"] == {"invoke"}
