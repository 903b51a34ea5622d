"""While a file of the project cannot be read, nothing is deleted for its silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from archloom.deployer import deploy as use
from archloom.deployer import state as states
from archloom.deployer.errors import DeployError
from archloom.deployer.events import Done, Event

pytestmark = pytest.mark.usefixtures("quick_package")
JOBS = "from archloom.resources import Queue\njobs = Queue('jobs')\n"
FILES = "from archloom.resources import Queue\nmore = Queue('more')\n"


@pytest.fixture
def deployed(running: Path) -> Path:
    """A project of two files, each with a queue, that stands in the sandbox."""
    (running / "jobs.py").write_text(JOBS)
    (running / "more.py").write_text(FILES)
    assert use.deploy(running).result == "succeeded"
    return running


def names(project: Path) -> set[str]:
    home = use.locate(project, stack="dev", target="sandbox")[0].home
    return {name for name in states.load(home).resources if "queue" in name or name in ("jobs", "more")}


@pytest.mark.parametrize("broken", [b"def f(:\n", b"x = 1\0\n", b"\xff\xfe\xff"], ids=["syntax", "null", "encoding"])
def test_a_broken_file_deletes_nothing_that_it_declared(deployed: Path, broken: bytes) -> None:
    before = names(deployed)
    (deployed / "more.py").write_bytes(broken)
    events: list[Event] = []

    with pytest.raises(DeployError, match=r"more\.py:1: .*would be deleted\. Nothing was changed\. Correct the file"):
        use.deploy(deployed, emit=events.append)

    assert before
    assert names(deployed) == before
    assert isinstance(events[-1], Done)
    assert events[-1].result == "failed"


def test_what_else_the_code_says_is_deployed_all_the_same(deployed: Path) -> None:
    (deployed / "other.py").write_text("def f(:\n")
    (deployed / "jobs.py").write_text(JOBS + "late = Queue('late')\n")

    assert use.deploy(deployed).result == "succeeded"


def test_a_file_that_is_gone_or_ignored_is_deleted_from_the_stack(deployed: Path) -> None:
    before = names(deployed)
    (deployed / "more.py").write_text("def f(:\n")
    (deployed / "archloom.toml").write_text('[project]\nignore = ["more.py"]\n')

    assert use.deploy(deployed).result == "succeeded"
    assert names(deployed) < before


def test_a_project_of_which_nothing_can_be_read_is_refused_with_the_line(project: Path) -> None:
    for file in project.glob("**/*.py"):
        file.unlink()
    (project / "main.py").write_text("x = 1\ndef f(:\n")

    for ask in (use.preview, use.deploy):
        with pytest.raises(DeployError, match=r"main\.py:2: main\.py is not valid Python.*Correct it first"):
            ask(project)
