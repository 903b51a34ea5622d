"""A project of any size in the shape of real ones: services of a few thousand lines around FastAPI, LangChain and AWS.

Each service has a web application with routers, a layer of business code, stores, an agent with tools, a Lambda
function, settings, schemas and helpers. Most functions are called by something that a route reaches, many are not, as
in any grown code; services share one library. The same size gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

SHARED = '''\
"""What all services share."""

import logging
import os
from functools import lru_cache

import boto3
from langchain_openai import ChatOpenAI

log = logging.getLogger(__name__)


@lru_cache
def model(temperature: float = 0.0) -> ChatOpenAI:
    return ChatOpenAI(model=os.environ.get("MODEL", "gpt-4o-mini"), temperature=temperature)


class Table:
    """A table by its name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._table = boto3.resource("dynamodb").Table(name)

    def load(self, key: str) -> dict:
        found = self._table.get_item(Key={"id": key})
        return found.get("Item", {})

    def save(self, item: dict) -> None:
        self._table.put_item(Item=item)
'''
MAIN = '''\
"""The web application of {name}."""

from fastapi import FastAPI

{imports}

app = FastAPI(title="{name}")
{includes}
'''
ROUTER = '''\
"""Routes for {part} of {name}."""

from fastapi import APIRouter, Depends, HTTPException

from .schemas_{index} import Request{index}, Answer{index}
from .work_{index} import Worker{index}, check_{index}
from .agent import answer

router = APIRouter(prefix="/{part}")


def worker() -> Worker{index}:
    return Worker{index}("{part}")


@router.get("/{{key}}")
async def read(key: str, worker: Worker{index} = Depends(worker)) -> Answer{index}:
    """One {part}."""
    found = worker.find(key)
    if not found:
        raise HTTPException(404, "There is no such {part}.")
    return Answer{index}(id=key, words=str(found), total=len(found))


@router.post("/")
async def write(request: Request{index}, worker: Worker{index} = Depends(worker)) -> Answer{index}:
    """A new {part}."""
    if not check_{index}(request.dict()):
        raise HTTPException(422, "That is no {part}.")
    worker.keep(request.dict())
    return Answer{index}(id=request.id, words="kept", total=1)


@router.post("/ask")
async def ask(request: Request{index}) -> Answer{index}:
    """An answer in words."""
    return Answer{index}(id=request.id, words=answer(request.words), total=1)
'''
SCHEMAS = '''\
"""What goes in and out for {part}."""

from pydantic import BaseModel, Field


class Request{index}(BaseModel):
    id: str
    words: str = Field(default="", description="What is asked.")
    count: int = 0
    tags: list[str] = Field(default_factory=list)


class Answer{index}(BaseModel):
    id: str
    words: str
    total: int = 0


KINDS = {{"plain": 1, "rich": 2, "long": 3}}
LIMITS = [10, 20, 50, 100]
'''
WORK_HEAD = '''\
"""The work behind the routes for {part}."""

from shared.common import Table, log

TABLE = "{name}-{part}"


def check_{index}(values: dict) -> bool:
    return all(check for check in (bool(values.get("id")), len(values) < 20))


class Worker{index}:
    """Finds and keeps {part}."""

    def __init__(self, part: str) -> None:
        self.part = part
        self.table = Table(TABLE)

    def find(self, key: str) -> dict:
        log.info("looking for %s", key)
        return step_{index}_0(self.table.load(key))

    def keep(self, values: dict) -> None:
        self.table.save(step_{index}_1(values))
'''
STEP = '''

def step_{index}_{number}(values: dict) -> dict:
    """Step {number}: counts, sorts and writes down what it was given."""
    counted: dict[str, int] = {{}}
    for key, value in sorted(values.items()):
        if isinstance(value, str) and value.strip():
            counted[key.lower()] = len(value.split(" ")) + {number}
        elif isinstance(value, list | tuple):
            counted[key.lower()] = sum(1 for one in value if one is not None)
        else:
            counted[key] = counted.get(key, 0) + 1
    title = f"{{values.get('title', 'none')}}: {{len(counted)}} of {number}"
    try:
        total = sum(counted.values()) / max(len(counted), 1)
    except (TypeError, ZeroDivisionError) as error:
        raise ValueError(f"step {number} failed for {{title}}") from error
    return {{**values, "counted": counted, "title": title, "total": round(total, 2){calls}}}
'''
AGENT = '''\
"""The agent of {name}."""

from langchain_core.tools import tool
from langgraph.prebuilt import create_react_agent

from shared.common import model
from .work_0 import Worker0


@tool
def look_up(key: str) -> str:
    """Looks something up."""
    return str(Worker0("agent").find(key))


@tool
def add(one: int, other: int) -> int:
    """Adds two numbers."""
    return one + other


agent = create_react_agent(model(0.2), [look_up, add])


def answer(words: str) -> str:
    done = agent.invoke({{"messages": [("user", words)]}})
    return done["messages"][-1].content
'''
LAMBDA = '''\
"""What runs when a file comes to {name}."""

import boto3

from .work_0 import Worker0

s3 = boto3.client("s3")


def handler(event, context):
    for record in event["Records"]:
        body = s3.get_object(Bucket="{name}-files", Key=record["s3"]["object"]["key"])["Body"].read()
        Worker0("files").keep({{"id": record["s3"]["object"]["key"], "size": len(body)}})
'''
PARTS = ("orders", "people", "papers", "prices", "places", "plans")
STEPS = 45
"""Functions of one file of business code; a route reaches a few of them."""


def service(name: str) -> Iterator[tuple[str, str]]:
    """The files of one service, about 6,000 lines."""
    folder = f"services/{name}"
    yield f"{folder}/__init__.py", ""
    for index, part in enumerate(PARTS):
        names = {"name": name, "part": part, "index": index}
        yield f"{folder}/routes_{index}.py", ROUTER.format(**names)
        yield f"{folder}/schemas_{index}.py", SCHEMAS.format(**names)
        steps = "".join(STEP.format(index=index, number=number, calls=_calls(index, number)) for number in range(STEPS))
        yield f"{folder}/work_{index}.py", WORK_HEAD.format(**names) + steps
    imports = "\n".join(f"from . import routes_{index}" for index in range(len(PARTS)))
    includes = "\n".join(f"app.include_router(routes_{index}.router)" for index in range(len(PARTS)))
    yield f"{folder}/main.py", MAIN.format(name=name, imports=imports, includes=includes)
    yield f"{folder}/agent.py", AGENT.format(name=name)
    yield f"{folder}/on_file.py", LAMBDA.format(name=name)


def _calls(index: int, number: int) -> str:
    """The first steps call further ones; the rest is there, but nobody reaches it."""
    return f', "next": step_{index}_{number + 2}(values)' if number < 8 else ""


def files(lines: int) -> Iterator[tuple[str, str]]:
    """The files of a project of about LINES lines."""
    yield "shared/__init__.py", ""
    yield "shared/common.py", SHARED
    written, number = 0, 0
    while written < lines:
        for path, text in service(f"service_{number}"):
            written += text.count("\n")
            yield path, text
        number += 1


def write(folder: Path, lines: int) -> Path:
    """Writes a project of about LINES lines into FOLDER."""
    for path, text in files(lines):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder
