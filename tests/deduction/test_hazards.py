"""State that would not outlive a deployment is said, with its place and a way out; what lasts is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture
from archloom.resources.deduction.fit.hazards import WORDS

Open = Callable[..., Architecture]


def web(code: str) -> str:
    """A FastAPI app with this code; `@get` and `@post` make routes."""
    routes = code.replace("@get ", "@app.get('/')\n").replace("@post ", "@app.post('/')\n")
    return f"from fastapi import FastAPI\napp = FastAPI()\n{routes}"


def said(architecture: Architecture) -> list[tuple[str, str]]:
    return [(problem.code, str(problem.source)) for problem in architecture.problems if problem.code in WORDS]


@pytest.mark.parametrize(("reason", "code", "expected"), [
    ("a checkpointer in memory", "from langgraph.checkpoint.memory import MemorySaver\nsaver = MemorySaver()\n"
     "@get def f(): return saver.get({})\n", ("memory-saver", "app.py:4")),
    ("by its newer name, made by a factory", "from langgraph.checkpoint.memory import InMemorySaver\n"
     "def make(): return InMemorySaver()\n@get def f(): return make().get({})\n", ("memory-saver", "app.py:4")),
    ("a store in memory", "from langgraph.store.memory import InMemoryStore\nkept = InMemoryStore()\n"
     "@get def f(): kept.put(('a',), 'b', {})\n", ("memory-store", "app.py:4")),
    ("a checkpointer in a file", "import sqlite3\nfrom langgraph.checkpoint.sqlite import SqliteSaver\n"
     "@get def f():\n    with SqliteSaver.from_conn_string('x.db') as saver: return saver.get({})\n",
     ("local-saver", "app.py:7")),
    ("a key-value store in memory", "from langchain_core.stores import InMemoryStore\nkept = InMemoryStore()\n"
     "@get def f(): kept.mset([('a', 'b')])\n", ("memory-kv", "app.py:4")),
    ("a conversation kept in a dict", "from langchain_community.chat_message_histories import ChatMessageHistory\n"
     "chats = {}\ndef history(key):\n    if key not in chats:\n        chats[key] = ChatMessageHistory()\n"
     "    return chats[key]\n@get def f(key): return history(key).messages\n", ("memory-history", "app.py:7")),
    ("a memory of the module", "from langchain.memory import ConversationBufferMemory\n"
     "memory = ConversationBufferMemory()\n@get def f(): return memory.load_memory_variables({})\n",
     ("memory-history", "app.py:4")),
    ("a chain that holds a memory, kept in a dict", "from langchain.memory import ConversationBufferMemory\n"
     "from langchain.chains import ConversationChain\nchains = {}\ndef make():\n"
     "    return ConversationChain(llm=None, memory=ConversationBufferMemory())\n"
     "@post def f(key):\n    if key not in chains: chains[key] = make()\n    return chains[key].invoke('x')\n",
     ("memory-history", "app.py:7")),
    ("a memory that a decorator keeps", "import functools\nfrom langchain.memory import ConversationBufferMemory\n"
     "@functools.lru_cache(maxsize=None)\ndef memory(key): return ConversationBufferMemory()\n"
     "@post def f(key): return memory(key).load_memory_variables({})\n", ("memory-history", "app.py:6")),
    ("vectors added by requests", "from langchain_core.vectorstores import InMemoryVectorStore\n"
     "v = InMemoryVectorStore(None)\n@post def f(text): v.add_texts([text])\n", ("memory-vectors", "app.py:6")),
    ("a list of the module", "seen = []\n@post def f(text): seen.append(text)\n", ("module-state", "app.py:5")),
    ("a dict of the module", "sessions = {}\n@post def f(key, text): sessions[key] = text\n",
     ("module-state", "app.py:5")),
    ("a limit on calls, which gives nothing back", "seen = {}\n@post def f(key):\n    if key in seen:\n"
     "        return True\n    seen[key] = 1\n    return False\n", ("module-state", "app.py:8")),
    ("a counter", "count = 0\n@post def f():\n    global count\n    count += 1\n", ("module-state", "app.py:7")),
    ("a dict of an object of the module", "class Chats:\n    def __init__(self): self.all = {}\n"
     "    def add(self, key, text): self.all[key] = text\nchats = Chats()\n"
     "@post def f(key, text): chats.add(key, text)\n", ("module-state", "app.py:5")),
    ("a file that is written", "@post def f(text):\n    with open('out.txt', 'w') as file: file.write(text)\n",
     ("disk-write", "app.py:5")),
    ("a path that is written", "from pathlib import Path\n@post "
     "def f(key, text): (Path('data') / f'{key}.txt').write_text(text)\n", ("disk-write", "app.py:5")),
    ("an index that is saved", "from langchain_community.vectorstores import FAISS\n@post "
     "def f(text): FAISS.from_texts([text], None).save_local('index')\n", ("disk-write", "app.py:5")),
    ("a database in a file", "import sqlite3\n@post "
     "def f(text): sqlite3.connect('chat.db').execute('insert into t values (1)')\n", ("local-file", "app.py:5")),
    ("a database in memory", "import sqlite3\nkept = sqlite3.connect(':memory:')\n@post "
     "def f(text): kept.execute('insert into t values (1)')\n", ("local-file", "app.py:4")),
    ("an index that Chroma's own client keeps", "import chromadb\nclient = chromadb.PersistentClient(path='./index')\n"
     "@post def f(text): client.get_collection('c').add(ids=['a'], documents=[text])\n", ("local-index", "app.py:4")),
    ("a log that is opened at the start", "import logging\n"
     "logging.basicConfig(handlers=[logging.FileHandler('app.log')])\n"
     "@get def f(): ...\n", ("disk-write", "app.py:4")),
    ("an index in a directory", "from langchain_chroma import Chroma\n"
     "index = Chroma(persist_directory='./chroma')\n@post def f(text): index.add_texts([text])\n",
     ("local-index", "app.py:4")),
    ("an app of the same machine", "import requests\n@post "
     "def f(text): requests.post('http://localhost:8001/score', json=text)\n", ("local-address", "app.py:5")),
    ("a model that this machine serves", "from langchain_ollama import ChatOllama\n@post "
     "def f(text): ChatOllama(model='llama3', base_url='http://localhost:11434').invoke(text)\n",
     ("local-address", "app.py:5")),
    ("an index of this machine among options", "from langchain_milvus import Milvus\n@post "
     "def f(text): Milvus(None, connection_args={'uri': 'http://127.0.0.1:19530'}).similarity_search(text)\n",
     ("local-address", "app.py:5")),
    ("a cache in memory", "from langchain_core.globals import set_llm_cache\n"
     "from langchain_core.caches import InMemoryCache\nset_llm_cache(InMemoryCache())\n@get def f(): ...\n",
     ("memory-cache", "app.py:5")),
])  # fmt: skip
def test_what_does_not_last_is_a_problem(reason: str, code: str, expected: tuple[str, str], opened: Open) -> None:
    assert said(opened(web(code))) == [expected], reason


@pytest.mark.parametrize(("reason", "code"), [
    ("a cache is filled again", "cache = {}\n@get def f(key):\n    if key not in cache: cache[key] = 1\n"),
    ("what was remembered is given back", "cache = {}\n@get def f(key):\n    found = cache.get(key)\n"
     "    if found is not None:\n        return found\n    cache[key] = made = key + 1\n    return made\n"),
    ("a client is made once", "client = None\n@get def f():\n    global client\n"
     "    if client is None: client = object()\n"),
    ("clients are no state", "import boto3\nclients = {}\n@get "
     "def f(region): clients[region] = boto3.client('s3', region_name=region)\n"),
    ("each call counts anew", "count = 0\ndef add():\n    global count\n    count += 1\n@get def f():\n"
     "    global count\n    count = 0\n    add()\n"),
    ("functions are registered", "tools = []\n@get def f(): tools.append(print)\n"),
    ("the list is the call's own", "@get def f(text):\n    seen = []\n    seen.append(text)\n"),
    ("a copy is changed", "base = {'a': 1}\n@get def f(text):\n    own = dict(base)\n    own['b'] = text\n"),
    ("it is filled when the app starts", "from contextlib import asynccontextmanager\nmodels = {}\n"
     "@asynccontextmanager\nasync def life(app):\n    models['a'] = 'b'\n    yield\n"
     "app = FastAPI(lifespan=life)\n@get def f(): ...\n"),
    ("an address with a default", "import os, requests\n@post "
     "def f(text): requests.post(os.getenv('SCORER', 'http://localhost:8001'), json=text)\n"),
    ("the folder of the project", "import os\nos.makedirs('.', exist_ok=True)\n@get def f(): ...\n"),
    ("a service may keep a log", "import logging\nfrom fastapi import WebSocket\n"
     "logging.basicConfig(handlers=[logging.FileHandler('app.log')])\n"
     "@app.websocket('/ws')\nasync def f(socket: WebSocket): ...\n"),
    ("below /tmp", "@get def f(text): open('/tmp/x', 'w').write(text)\n"),
    ("a temporary file", "import tempfile\n@get def f(text): open(tempfile.mkstemp()[1], 'w').write(text)\n"),
    ("a file is read", "@get def f(): return open('prompt.txt').read()\n"),
    ("history of one call", "from langchain_community.chat_message_histories import ChatMessageHistory\n"
     "@get def f(): return ChatMessageHistory().messages\n"),
    ("its messages last elsewhere", "from langchain.memory import ConversationBufferMemory\n"
     "from langchain_community.chat_message_histories import DynamoDBChatMessageHistory\n"
     "memory = ConversationBufferMemory(chat_memory=DynamoDBChatMessageHistory('chats', '1'))\n"
     "@get def f(): return memory.load_memory_variables({})\n"),
    ("a chain that is kept, with messages that last", "from langchain.memory import ConversationBufferMemory\n"
     "from langchain_community.chat_message_histories import DynamoDBChatMessageHistory\n"
     "from langchain.chains import ConversationChain\nchains = {}\ndef make(key):\n"
     "    kept = DynamoDBChatMessageHistory('chats', key)\n"
     "    return ConversationChain(llm=None, memory=ConversationBufferMemory(chat_memory=kept))\n"
     "@post def f(key):\n    if key not in chains: chains[key] = make(key)\n    return chains[key].invoke('x')\n"),
    ("MemoryDB is no memory of the process", "from langchain_aws.vectorstores.inmemorydb import InMemoryVectorStore\n"
     "@get def f(): InMemoryVectorStore('redis://x', 'i', None).add_texts(['a'])\n"),
    ("code that nothing deployed reaches", "from langgraph.checkpoint.memory import MemorySaver\n"
     "def unused(): return MemorySaver()\n@get def f(): ...\n"),
    ("a model whose address may be another", "import os\nfrom langchain_ollama import ChatOllama\n"
     "URL = os.getenv('OLLAMA_URL', 'http://localhost:11434')\n"
     "@post def f(text): ChatOllama(model='llama3', base_url=URL).invoke(text)\n"),
])  # fmt: skip
def test_what_lasts_or_is_no_state_is_none(reason: str, code: str, opened: Open) -> None:
    assert said(opened(web(code))) == [], reason


def test_a_project_of_scripts_hears_of_it_as_information(opened: Open) -> None:
    seen = opened("from langgraph.checkpoint.memory import MemorySaver\nsaver = MemorySaver()\nprint(saver.get({}))\n")

    assert [(problem.code, problem.severity) for problem in seen.problems] == [("memory-saver", "info")]


def test_scripts_beside_an_app_are_left_in_peace(opened: Open) -> None:
    seen = opened({"app.py": web("@get def f(): ...\n"), "tool.py": "open('out.txt', 'w').write('x')\n"})

    assert said(seen) == []


def test_it_is_about_the_resource_that_is_made_there(opened: Open) -> None:
    seen = opened(web("from langgraph.checkpoint.memory import MemorySaver\nsaver = MemorySaver()\n"
                      "@get def f(): return saver.get({})\n"))  # fmt: skip

    [problem] = seen.problems
    assert problem.subject == "local_store:app.saver"
    assert "MemorySaver" in problem.message
    assert problem.remedy


def test_what_lives_in_memory_needs_no_name(opened: Open) -> None:
    seen = opened(web("from langchain_core.vectorstores import InMemoryVectorStore\nv = InMemoryVectorStore(None)\n"
                      "@get def f(text): return v.similarity_search(text)\n"))  # fmt: skip

    assert [problem.code for problem in seen.problems] == ["memory-index"]


def test_a_file_behind_a_checkpointer_is_told_with_the_checkpointer(opened: Open) -> None:
    seen = opened(web("import sqlite3\nfrom langgraph.checkpoint.sqlite import SqliteSaver\n@post def f(text):\n"
                      "    connection = sqlite3.connect('saved.db')\n"
                      "    return SqliteSaver(connection).put({}, text, {}, {})\n"))  # fmt: skip

    assert said(seen) == [("local-saver", "app.py:8")]


def test_what_requests_write_at_a_place_of_the_start_is_told_once(opened: Open) -> None:
    seen = opened(web("import os\nos.makedirs('out', exist_ok=True)\n"
                      "@post def f(text): open('out/a.txt', 'w').write(text)\n"))  # fmt: skip

    assert said(seen) == [("disk-write", "app.py:6")]


def test_what_a_dict_makes_by_itself_is_told_by_the_dict(opened: Open) -> None:
    seen = opened(web("from collections import defaultdict\nseen = defaultdict(list)\n"
                      "@post def f(key, text):\n    bucket = seen[key]\n    bucket.append(text)\n"))  # fmt: skip

    assert [one.message.partition(" is ")[0] for one in seen.problems] == ["seen[…]"]


def test_a_database_is_named_without_its_dialect(opened: Open) -> None:
    seen = opened(web("from sqlalchemy import create_engine, text\nengine = create_engine('sqlite:///shop.db')\n"
                      "@post def f(x): engine.connect().execute(text('insert into t values (1)'))\n"))  # fmt: skip

    assert [one.message.partition(" is ")[0] for one in seen.problems] == ["shop.db"]


def test_a_thing_that_is_written_at_several_places_is_told_once(opened: Open) -> None:
    seen = opened(web("sessions = {'a': {}}\n@post def f(key, text): sessions[key] = text\n"
                      "@get def g(key):\n    sessions.update({key: 1})\n    sessions['a'][key] = 1\n"))  # fmt: skip

    assert [(str(one.source), one.message.partition(" is ")[0]) for one in seen.problems] == [
        ("app.py:5", "sessions"), ("app.py:9", "sessions['a']"),
    ]  # fmt: skip
    assert "(and at 1 more place)." in seen.problems[0].message
