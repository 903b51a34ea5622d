"""A command line in its own process, with a home of its own: nothing of the person who runs the tests is touched."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

CHATBOT = """\
from archloom.resources import KVStore, Router, allow

api = Router("chat")
sessions = KVStore("sessions", partition_key="id")


@api.get("/chat/{id}")
@allow(sessions.get)
def chat(request):
    return sessions.get(request.path_params["id"])


@api.post("/chat")
def start(request):
    return {}
"""


@pytest.fixture
def archloom(tmp_path_factory: pytest.TempPathFactory) -> Run:
    home = tmp_path_factory.mktemp("home")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "AWS_", "ARCHLOOM"))}
    environment |= {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "COLUMNS": "120"}

    def run(*words: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "archloom.app.cli", *map(str, words)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)

    return run


@pytest.fixture
def chatbot(tmp_path: Path) -> Path:
    folder = tmp_path / "chatbot"
    folder.mkdir()
    (folder / "main.py").write_text(CHATBOT)
    return folder
