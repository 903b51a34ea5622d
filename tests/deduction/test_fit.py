"""The verdict of each unit: a zip function, a container function or a service, with the places that say so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from archloom.resources.architecture import Architecture
from archloom.resources.deduction.fit.closure import weigh

Open = Callable[..., Architecture]
WEB = "from fastapi import FastAPI, WebSocket, BackgroundTasks\napp = FastAPI()\n"


def fit(architecture: Architecture, unit: str = "web_app:app.app") -> dict[str, Any]:
    made: Any = architecture.by_id[unit].properties["fit"]
    return made


def reasons(made: dict[str, Any]) -> list[tuple[str, str]]:
    return [(reason["code"], f"{reason['file']}:{reason['line']}") for reason in made["reasons"]]


@pytest.mark.parametrize(("code", "verdict", "reason"), [
    ("@app.get('/')\ndef f(): return 1\n", "zip function", None),
    ("@app.websocket('/ws')\nasync def f(socket: WebSocket): ...\n", "service", ("websocket", "app.py:4")),
    ("from fastapi.responses import StreamingResponse\n@app.get('/')\ndef f(): return StreamingResponse(iter([]))\n",
     "container function", ("streams", "app.py:5")),
    ("from sse_starlette.sse import EventSourceResponse\n@app.get('/')\ndef f(): return EventSourceResponse(g())\n"
     "def g(): yield 1\n", "container function", ("streams", "app.py:5")),
    ("from sentence_transformers import SentenceTransformer\nmodel = SentenceTransformer('x')\n@app.get('/')\n"
     "def f(): return model.encode('x')\n", "container function", ("weights", "app.py:4")),
    ("from transformers import AutoModel\n@app.get('/')\ndef f(): return AutoModel.from_pretrained('x')\n",
     "container function", ("weights", "app.py:5")),
    ("from transformers import AutoTokenizer\n@app.get('/')\ndef f(): return AutoTokenizer.from_pretrained('x')\n",
     "zip function", None),
    ("from vllm import LLM\nllm = LLM('x')\n@app.get('/')\ndef f(): return llm.generate('x')\n", "service",
     ("weights", "app.py:4")),
    ("from chromadb.utils import embedding_functions as e\nembed = e.SentenceTransformerEmbeddingFunction()\n"
     "@app.get('/')\ndef f(): return embed(['x'])\n", "container function", ("weights", "app.py:4")),
    ("import subprocess\n@app.get('/')\ndef f(x): subprocess.run(['libreoffice', '--headless', x])\n",
     "container function", ("program", "app.py:5")),
    ("import os\n@app.get('/')\ndef f(x): os.system(f'/usr/bin/ffmpeg -i {x}')\n", "container function",
     ("program", "app.py:5")),
    ("import subprocess, sys\n@app.get('/')\ndef f(x):\n    subprocess.run([sys.executable, x])\n"
     "    subprocess.run('ls ' + x)\n    subprocess.run(['./mine.sh'])\n    subprocess.run([x])\n",
     "zip function", None),
    ("import asyncio\nasync def late(): ...\n@app.get('/')\nasync def f(): asyncio.create_task(late())\n", "service",
     ("background", "app.py:6")),
    ("import asyncio\nasync def late(): ...\n@app.get('/')\nasync def f(): await asyncio.create_task(late())\n",
     "zip function", None),
    ("import threading\n@app.get('/')\ndef f(): threading.Thread(target=print).start()\n", "service",
     ("background", "app.py:5")),
    ("import threading\n@app.get('/')\ndef f():\n    t = threading.Thread(target=print)\n    t.start()\n    t.join()\n",
     "zip function", None),
    ("@app.get('/')\ndef f(tasks: BackgroundTasks): tasks.add_task(print)\n", "zip function", ("delayed", "app.py:4")),
    ("import time\n@app.get('/')\ndef f(): time.sleep(60)\n", "zip function", ("long", "app.py:5")),
    ("import time\n@app.get('/')\ndef f(): time.sleep(0.5)\n", "zip function", None),
    ("import time\n@app.get('/')\ndef f():\n    while True:\n        time.sleep(1)\n", "service",
     ("endless", "app.py:6")),
    ("@app.get('/')\ndef f(x):\n    while True:\n        if x(): return 1\n", "zip function", None),
    ("@app.get('/')\ndef f(x):\n    while True:\n        if x(): break\n", "zip function", None),
    ("def each():\n    while True: yield 1\n@app.get('/')\ndef f(): return next(each())\n", "zip function", None),
    ("from langgraph.prebuilt import create_react_agent\nagent = create_react_agent(None, [])\n@app.get('/')\n"
     "def f(): return agent.invoke({})\n", "zip function", ("long", "app.py:4")),
])  # fmt: skip
def test_the_code_decides_what_a_unit_needs(
    code: str, verdict: str, reason: tuple[str, str] | None, opened: Open
) -> None:
    made = fit(opened(WEB + code))

    assert made["verdict"] == verdict
    assert reasons(made) == ([reason] if reason else [])


def test_flask_streams_what_a_generator_makes(opened: Open) -> None:
    head = "from flask import Flask, Response\napp = Flask(__name__)\n"
    streaming = head + "def g(): yield 1\n@app.get('/')\ndef f(): return Response(g())\n"
    whole = head + "@app.get('/')\ndef f(): return Response('all at once')\n"

    assert fit(opened(streaming))["verdict"] == "container function"
    assert fit(opened(whole))["verdict"] == "zip function"


def test_langserve_has_routes_that_stream_beside_those_that_do_not(opened: Open) -> None:
    seen = opened("from fastapi import FastAPI\nfrom langserve import add_routes\n"
                  "from langchain_openai import ChatOpenAI\napp = FastAPI()\n"
                  "add_routes(app, ChatOpenAI(model='gpt-4o'), path='/x')\n")  # fmt: skip

    assert fit(seen)["verdict"] == "zip function"
    assert reasons(fit(seen)) == [("streams", "app.py:5")]


def test_a_route_is_not_blamed_for_what_another_app_does(opened: Open) -> None:
    seen = opened({
        "one.py": "import threading\n" + WEB + "@app.get('/')\ndef f(): threading.Thread(target=print).start()\n",
        "two.py": WEB + "@app.get('/')\ndef f(): ...\n",
    })  # fmt: skip

    assert fit(seen, "web_app:one.app")["verdict"] == "service"
    assert fit(seen, "web_app:two.app")["verdict"] == "zip function"


def test_what_the_requirements_weigh_counts(opened: Open) -> None:
    seen = opened(
        {"app.py": WEB + "@app.get('/')\ndef f(): ...\n", "requirements.txt": "fastapi\n# heavy\ntorch==2.9\n"}
    )

    made = fit(seen)
    assert made["verdict"] == "container function"
    assert reasons(made) == [("size", "requirements.txt:3")]
    assert made["megabytes"] > 1000


def test_the_nearest_requirements_hold(opened: Open) -> None:
    handler = "def handler(event, context): ...\n"
    seen = opened({
        "requirements.txt": "torch\n", "a/app.py": handler, "a/requirements.txt": "requests\n", "b/app.py": handler,
    }, "a.app.handler", "b.app.handler")  # fmt: skip

    verdicts = {r.id: fit(seen, r.id)["verdict"] for r in seen.resources if "fit" in r.properties}
    assert list(verdicts.values()) == ["zip function", "container function"]


@pytest.mark.parametrize(("requirement", "code"), [("mysqlclient", "no-wheel"), ("pytesseract", "program")])
def test_what_no_wheel_brings_needs_a_container(requirement: str, code: str, opened: Open) -> None:
    seen = opened({"app.py": WEB + "@app.get('/')\ndef f(): ...\n", "requirements.txt": f"{requirement}\n"})

    assert reasons(fit(seen)) == [(code, "requirements.txt:1")]
    assert fit(seen)["verdict"] == "container function"


def test_a_unit_that_needs_more_than_it_gets_is_a_problem(opened: Open) -> None:
    seen = opened(WEB + "@app.websocket('/ws')\nasync def f(socket: WebSocket): ...\n")

    [problem] = seen.problems
    assert (problem.code, problem.subject, str(problem.source)) == ("needs-service", "web_app:app.app", "app.py:4")
    assert problem.remedy


def test_units_of_one_name_are_told_apart(opened: Open) -> None:
    code = WEB + "@app.websocket('/ws')\nasync def f(socket: WebSocket): ...\n"
    seen = opened({"chat/__init__.py": "", "chat/main.py": code, "admin/__init__.py": "", "admin/main.py": code})

    assert [one.message.partition(" ")[0] for one in seen.problems] == ["admin.main.app", "chat.main.app"]


def test_a_script_has_no_verdict(opened: Open) -> None:
    seen = opened("import boto3\nboto3.client('s3').put_object(Bucket='files', Key='k')\n")

    assert all("fit" not in resource.properties for resource in seen.resources)


def test_a_package_is_weighed_once_with_all_that_it_brings() -> None:
    alone, both = weigh("requirements.txt", b"torch\n"), weigh("requirements.txt", b"torch\nsentence-transformers\n")

    assert alone is not None
    assert both is not None
    assert alone.megabytes < both.megabytes < 2 * alone.megabytes


def test_a_package_weighs_with_what_it_brings() -> None:
    above, below = weigh("requirements.txt", b"sentence-transformers\n"), weigh("requirements.txt", b"torch\n")

    assert above is not None
    assert below is not None
    assert above.megabytes > below.megabytes


def test_an_optional_package_weighs_nothing() -> None:
    poetry = b"[tool.poetry.dependencies]\nboto3 = '*'\ntorch = { version = '*', optional = true }\n"
    made = weigh("pyproject.toml", poetry)

    assert made is not None
    assert made.lines == {"boto3": 2}
    assert made.megabytes < 100


def test_an_unknown_package_weighs_little() -> None:
    made = weigh("requirements.txt", b"nobody-knows-this\n")

    assert made is not None
    assert made.megabytes < 1


def test_an_agent_behind_a_router_is_cut_off(opened: Open) -> None:
    seen = opened(
        "from archloom.resources import Router\nfrom langgraph.prebuilt import create_react_agent\n"
        "api = Router('api')\nagent = create_react_agent(None, [])\n"
        "@api.get('/chat')\ndef chat(request): return agent.invoke({})\n"
    )

    assert reasons(fit(seen, "function:app.chat")) == [("cut-off", "app.py:4")]


def test_a_graph_that_goes_in_circles_takes_long(opened: Open) -> None:
    seen = opened({"langgraph.json": '{"graphs": {"loop": "./app.py:graph"}}', "app.py": (
        "from langgraph.graph import START, StateGraph\ndef a(s): return s\ndef b(s): return s\n"
        "g = StateGraph(dict)\ng.add_node('a', a)\ng.add_node('b', b)\ng.add_edge(START, 'a')\n"
        "g.add_edge('a', 'b')\ng.add_edge('b', 'a')\ngraph = g.compile()\n"
    )})  # fmt: skip

    assert [code for code, _ in reasons(fit(seen, "graph:loop"))] == ["long"]
