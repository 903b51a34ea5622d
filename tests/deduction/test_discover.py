"""Which files belong to a project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from archloom.resources.deduction import Deducer, deduce
from archloom.resources.deduction.discover import discover
from archloom.resources.deduction.ignore import Ignored


def python_files(folder: Path, *files: str, ignore: tuple[str, ...] = ()) -> set[str]:
    for name in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    return set(discover(folder, ignore).python)


@pytest.mark.parametrize("name", [
    ".venv/lib/python3.11/site-packages/vendored.py", "venv/x.py", "node_modules/x.py", "build/lib/app.py",
    "dist/app.py",
    "__pycache__/x.py", ".ipynb_checkpoints/x.py", "tests/support.py", "app/tests/x.py", "test/x.py", "conftest.py",
    "test_app.py", "app_test.py", "thing.egg-info/x.py", ".tox/py/x.py", "setup.py",
])  # fmt: skip
def test_files_that_are_not_deployed_are_left_out(tmp_path: Path, name: str) -> None:
    assert python_files(tmp_path, "app.py", name) == {"app.py"}


@pytest.mark.parametrize("name", [
    "src/app/main.py", "app/testing_tools.py", "contest.py", "latest.py", "builder/x.py", "a b/x.py", "größe.py",
])  # fmt: skip
def test_files_with_names_that_only_look_like_those_belong(tmp_path: Path, name: str) -> None:
    assert name in python_files(tmp_path, name)


def test_a_virtual_environment_is_known_by_its_configuration(tmp_path: Path) -> None:
    (tmp_path / "my-env").mkdir()
    (tmp_path / "my-env" / "pyvenv.cfg").write_text("home = /usr")

    assert python_files(tmp_path, "app.py", "my-env/lib/x.py") == {"app.py"}


def test_what_git_ignores_is_left_out_and_inner_files_speak_last(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("/scratch/\n*.gen.py\n")
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / ".gitignore").write_text("!important.gen.py\n")

    found = python_files(tmp_path, "app.py", "scratch/x.py", "a.gen.py", "kept/important.gen.py", "inner/scratch/x.py")

    assert found == {"app.py", "kept/important.gen.py", "inner/scratch/x.py"}


def test_a_file_of_a_folder_whose_content_is_ignored_can_be_kept(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("functions/ask/**\n!functions/ask/handler.py\n!gone/a.py\ngone/**\n")

    found = python_files(tmp_path, "functions/ask/handler.py", "functions/ask/installed/x.py", "gone/a.py")

    assert found == {"functions/ask/handler.py"}


def test_an_environment_is_left_out_but_not_a_project_that_one_was_made_in(tmp_path: Path) -> None:
    for path in ("env39/pyvenv.cfg", "backend/pyvenv.cfg", "backend/requirements.txt"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("")

    assert python_files(tmp_path, "env39/x.py", "backend/lib/python3.12/site-packages/y.py", "backend/app.py") == {
        "backend/app.py"
    }


def test_the_settings_ignore_further_paths(tmp_path: Path) -> None:
    assert python_files(tmp_path, "app.py", "scripts/x.py", ignore=("scripts/**",)) == {"app.py"}


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    os.symlink(tmp_path, tmp_path / "inner" / "again", target_is_directory=True)

    assert python_files(tmp_path, "app.py", "inner/x.py") == {"app.py", "inner/x.py"}


def test_a_link_to_nowhere_is_no_file(tmp_path: Path) -> None:
    os.symlink(tmp_path / "gone.py", tmp_path / "link.py")

    assert python_files(tmp_path, "app.py") == {"app.py"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_folder_is_a_problem_and_the_rest_is_read(tmp_path: Path) -> None:
    python_files(tmp_path, "app.py", "locked/x.py")
    (tmp_path / "locked").chmod(0)

    found = discover(tmp_path)

    assert found.python == ("app.py",)
    assert [problem.code for problem in found.problems] == ["unreadable-file"]


@pytest.mark.parametrize("imported", [
    "from shop import test_cases\n", "import shop.test_cases\n", "from shop.test_cases import load\n",
    "from shop import (\n    orders,\n    test_cases,\n)\n", "def f():\n    from .test_cases import load\n",
])  # fmt: skip
def test_a_file_called_like_a_test_belongs_when_other_code_imports_it(tmp_path: Path, imported: str) -> None:
    files = {"shop/__init__.py": "", "shop/orders.py": "", "shop/test_cases.py": "def load(): ...\n",
             "shop/test_orders.py": "from shop import test_cases\n"}  # fmt: skip

    assert projects_files(tmp_path / "a", {**files, "shop/app.py": imported}) == 4
    assert projects_files(tmp_path / "b", {**files, "shop/app.py": "test_cases = 1  # import test_cases\n"}) == 3


def projects_files(folder: Path, files: dict[str, str]) -> int:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return deduce(folder, cache=False).project.python_files


def test_a_file_called_like_a_test_joins_when_an_edit_imports_it(tmp_path: Path) -> None:
    projects_files(tmp_path, {"app.py": "", "test_cases.py": ""})
    deducer = Deducer(tmp_path, cache=False)
    assert deducer.run().project.python_files == 1

    (tmp_path / "app.py").write_text("import test_cases\n", encoding="utf-8")
    assert deducer.update(["app.py"]).project.python_files == 2


NAMES = st.sampled_from(["app", "docs", "scratch", "a.gen.py", "x.py", "x.pyc", "[a]", "a b", "build_it", ".env.local"])
PATHS = st.lists(NAMES, min_size=1, max_size=4).map("/".join)
PATTERNS = st.one_of(
    st.sampled_from(["!", "#", "//", "[z-a]", "a[", "\\!x.py", "x.py\\ ", "**", "*", "*/", "/*", "**/docs",
                     "docs/**/x.py"]),
    st.builds("".join, st.tuples(
        st.sampled_from(["", "!", "/", "!/"]),
        st.lists(st.one_of(NAMES, st.sampled_from(["*", "**", "*.py[cod]", "*.gen.*", "?.py", "[!a]*", "scr*ch"])),
                 min_size=1, max_size=3).map("/".join),
        st.sampled_from(["", "/", " "]),
    )),
)  # fmt: skip


@given(lines=st.lists(PATTERNS, max_size=8), path=PATHS, is_folder=st.booleans())
def test_patterns_that_cannot_speak_of_a_path_are_left_aside_and_nothing_else(
    lines: list[str], path: str, is_folder: bool
) -> None:
    asked = path + "/" if is_folder else path
    meaningful = [line for line in lines if line not in ("!", "[z-a]")]

    said = GitIgnoreSpec.from_lines(meaningful).check_file(asked).include

    assert Ignored().below("", lines).matches(asked) is bool(said)


def test_packages_that_were_installed_beside_a_handler_are_not_the_projects(tmp_path: Path) -> None:
    record = "requests/__init__.py,sha256=x,1\nrequests-2.32.5.dist-info/RECORD,,\nsix.py,,\n../../bin/x,,\n"
    (tmp_path / "work/requests-2.32.5.dist-info").mkdir(parents=True)
    (tmp_path / "work/requests-2.32.5.dist-info/RECORD").write_text(record, encoding="utf-8")
    (tmp_path / "work/torn.dist-info").mkdir()

    found = python_files(
        tmp_path, "work/handler.py", "work/requests/__init__.py", "work/requests/api.py", "work/six.py",
        "work/ours/requests/api.py", "other/requests/api.py",
    )  # fmt: skip

    assert found == {"work/handler.py", "work/ours/requests/api.py", "other/requests/api.py"}
