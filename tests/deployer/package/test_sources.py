from __future__ import annotations

import os
from pathlib import Path

import pytest

from archloom.deployer import package
from archloom.deployer.errors import DeployError
from archloom.deployer.events import silent
from archloom.deployer.package import project_files, source_copy
from archloom.deployer.package.project_files import sources

from .conftest import Write


def paths(project: Path) -> list[str]:
    return [source.path for source in sources(project)]


def test_what_never_belongs_into_a_package_is_left_out(write: Write) -> None:
    project = write(
        {
            "main.py": "", "app/data/prompt.txt": "x", ".env": "KEY=1", ".env.local": "KEY=1", ".env.example": "KEY=",
            ".git/config": "", ".venv/lib/x.py": "", "env39/pyvenv.cfg": "", "env39/x.py": "", "node_modules/x.js": "",
            "backend/pyvenv.cfg": "", "backend/manage.py": "",
            "app/__pycache__/x.pyc": "", ".archloom/layout.json": "", "build/lib/main.py": "", "app/build/x.py": "",
        }
    )  # fmt: skip

    assert paths(project) == [".env.example", "app/build/x.py", "app/data/prompt.txt", "backend/manage.py",
                              "backend/pyvenv.cfg", "main.py"]


def test_what_git_ignores_is_left_out_in_every_folder(write: Write) -> None:
    project = write(
        {
            ".gitignore": "*.log\n/out/\n!keep.log\n", "a.log": "", "keep.log": "", "out/x": "", "sub/out/y": "",
            "sub/.gitignore": "secret.txt\n/only-here\ndeep/er\n", "sub/secret.txt": "", "sub/more/secret.txt": "",
            "secret.txt": "", "sub/only-here": "", "sub/more/only-here": "", "sub/deep/er": "", "deep/er": "",
        }
    )  # fmt: skip

    left = set(paths(project)) - {".gitignore", "sub/.gitignore"}
    assert left == {"keep.log", "sub/out/y", "secret.txt", "sub/more/only-here", "deep/er"}


def test_what_git_keeps_of_what_it_ignores_is_deployed(write: Write) -> None:
    project = write(
        {
            ".gitignore": "ask/**\n!ask/handler.py\n*.pkl\n", "ask/handler.py": "", "ask/installed/x.py": "",
            "models/.gitignore": "!*.pkl\n", "models/a.pkl": "", "b.pkl": "",
        }
    )  # fmt: skip

    assert set(paths(project)) - {".gitignore", "models/.gitignore"} == {"ask/handler.py", "models/a.pkl"}


def test_what_the_settings_ignore_is_left_out(write: Write) -> None:
    project = write({"archloom.toml": '[project]\nignore = ["notebooks/**"]\n', "notebooks/a.py": "", "a.py": ""})

    assert paths(project) == ["a.py", "archloom.toml"]


def test_links_are_followed_inside_the_project_only(write: Write, tmp_path: Path) -> None:
    project = write({"real.txt": "x"})
    (tmp_path / "outside.txt").write_text("secret")
    (project / "inside.txt").symlink_to("real.txt")
    (project / "out.txt").symlink_to(tmp_path / "outside.txt")
    (project / "nowhere.txt").symlink_to("nothing")
    (project / "itself.txt").symlink_to("itself.txt")
    (project / "loop").symlink_to(project, target_is_directory=True)

    assert paths(project) == ["inside.txt", "real.txt"]


def test_files_that_no_function_can_hold_are_named(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project_files, "LIMIT", 10)
    project = write({"model.bin": "x" * 20, "a.py": "x"})

    with pytest.raises(
        DeployError, match=r"the largest are model\.bin .* Name what the code does not need in `ignore`"
    ):
        sources(project)


def test_the_digest_follows_from_what_is_deployed(write: Write) -> None:
    project = write({"main.py": "x = 1", ".env": "A=1"})
    first = package.digest(project)

    (project / ".env").write_text("A=2")
    os.utime(project / "main.py", (1, 1))
    unchanged = package.digest(project)
    (project / "main.py").write_text("x = 2")

    assert unchanged == first
    assert package.digest(project) != first


def test_a_snapshot_is_a_copy_that_a_later_edit_does_not_reach(write: Write, tmp_path: Path) -> None:
    project = write({"main.py": "x = 1", "pkg/data.txt": "d", ".env": "A=1"})
    digest = package.digest(project)

    folder = package.snapshot(project, digest, tmp_path / "home", silent)
    (project / "main.py").write_text("x = 2")

    assert (folder / "main.py").read_text() == "x = 1"
    assert (folder / "pkg" / "data.txt").exists()
    assert not (folder / ".env").exists()
    assert package.snapshot(project, digest, tmp_path / "home", silent) == folder
    assert package.snapshot(project, package.digest(project), tmp_path / "home", silent) != folder
    assert list((tmp_path / "home" / "code").glob("partial-*")) == []


def test_of_old_snapshots_only_the_newest_stay(write: Write, tmp_path: Path) -> None:
    def snapshot(number: int) -> Path:
        project = write({"main.py": f"x = {number}"})
        return package.snapshot(project, package.digest(project), tmp_path / "home", silent)

    newest = [snapshot(number) for number in range(8)][-1]

    assert len(list((tmp_path / "home" / "code").iterdir())) == source_copy.KEPT
    assert (newest / "main.py").read_text() == "x = 7"
