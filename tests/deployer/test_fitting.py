"""Before deploying, a unit that asks for more than a zip function is told with what will come of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from archloom.deployer.deploy import prepare
from archloom.deployer.fitting import fit_notes
from archloom.deployer.package import weight
from archloom.deployer.package.built_size import remember
from archloom.resources.deduction import deduce

APP = (
    "from fastapi import FastAPI, WebSocket\napp = FastAPI()\nseen = []\n@app.get('/')\ndef f(x): seen.append(x)\n"
    "@app.websocket('/ws')\nasync def ws(socket: WebSocket): ...\n"
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "app.py").write_text(APP)
    (folder / "requirements.txt").write_text("fastapi\ntorch\n")
    return folder


def test_the_plan_says_what_the_code_asks_for_and_what_it_gets(project: Path) -> None:
    [note] = [note for note in prepare(project).blueprint.notes if "suits" in note.message]

    assert note.message.startswith("app suits a service and is deployed as a zip function")
    assert "its WebSocket routes will not" in note.message
    assert "app.py:7" in note.message
    assert note.subject == "web_app:app.app"
    assert note.severity == "warning"


def test_the_plan_says_what_state_will_be_lost(project: Path) -> None:
    assert any("seen is written while requests run" in note.message for note in prepare(project).blueprint.notes)


def test_a_size_that_is_known_is_not_estimated(project: Path) -> None:
    prepared = prepare(project)
    remember(prepared.place.project, "3.12", "x86_64", 120_000_000)
    real = weight(prepared.place.project, python="3.12", architecture="x86_64")

    notes = list(fit_notes(deduce(project), prepared.blueprint, real))

    assert not any("requirements.txt asks" in note.message for note in notes)
    assert any("came to 120 MB" in note.message for note in notes)


def test_a_change_of_the_requirements_makes_the_size_unknown_again(project: Path) -> None:
    remember(project, "3.12", "x86_64", 120_000_000)
    (project / "requirements.txt").write_text("fastapi\n")

    assert weight(project, python="3.12", architecture="x86_64") is None


def test_what_suits_a_zip_function_needs_no_words(project: Path) -> None:
    (project / "app.py").write_text("from fastapi import FastAPI\napp = FastAPI()\n@app.get('/')\ndef f(): ...\n")
    (project / "requirements.txt").write_text("fastapi\n")

    assert not any("suits" in note.message for note in prepare(project).blueprint.notes)


@pytest.mark.parametrize(("settings", "seconds"), [
    ("", 300), ('[functions."web_app:app.app"]\ntimeout = 60\n', 60),
])  # fmt: skip
def test_an_agent_gets_the_time_that_it_takes(settings: str, seconds: int, project: Path) -> None:
    (project / "app.py").write_text(
        "from fastapi import FastAPI\nfrom langgraph.prebuilt import create_react_agent\napp = FastAPI()\n"
        "agent = create_react_agent(None, [])\n@app.get('/')\ndef f(): return agent.invoke({})\n"
    )
    (project / "archloom.toml").write_text(settings)

    [function] = [item for item in prepare(project).blueprint.resources if item.type.endswith(":Function")]

    assert function.inputs["timeout"] == seconds


def test_what_only_answers_gets_the_usual_time(project: Path) -> None:
    [function] = [item for item in prepare(project).blueprint.resources if item.type.endswith(":Function")]

    assert function.inputs["timeout"] == 30


def test_the_weights_of_a_model_get_the_memory_that_they_need(project: Path) -> None:
    (project / "app.py").write_text(
        "from fastapi import FastAPI\nfrom sentence_transformers import SentenceTransformer\napp = FastAPI()\n"
        "model = SentenceTransformer('x')\n@app.get('/')\ndef f(): return model.encode('x')\n"
    )

    [function] = [item for item in prepare(project).blueprint.resources if item.type.endswith(":Function")]

    assert function.inputs["memorySize"] == 2048
