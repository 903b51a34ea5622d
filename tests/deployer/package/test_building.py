"""uv at work on requirements that need no network: wheels that the test makes, in a folder."""

from __future__ import annotations

import hashlib
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from archloom.deployer import package
from archloom.deployer.errors import DeployError
from archloom.deployer.events import Event, Log, Progressed, silent
from archloom.deployer.package import archive, requirements, trim, uv, zip_for_lambda
from archloom.deployer.package.project_files import sources
from archloom.deployer.package.uv import refusal

from .conftest import Write

REQUIREMENTS = "greeting\n"


@pytest.fixture(autouse=True)
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only packages that there are: `greeting`, and what Archloom adds by itself."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    for name, files in {
        "greeting": {
            "greeting/__init__.py": "WORD = 'hello'\n", "greeting/tests/test_it.py": "", "greeting/fast.pyi": "",
        },
        "mangum": {"mangum/__init__.py": ""},
        "boto3": {"boto3/__init__.py": ""},
    }.items():  # fmt: skip
        write_wheel(folder, name, files)
    monkeypatch.setenv("UV_FIND_LINKS", str(folder))
    monkeypatch.setenv("UV_NO_INDEX", "1")
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "uv"))
    return folder


def write_wheel(
    folder: Path, name: str, files: dict[str, str], tag: str = "py3-none-any", version: str = "2.0"
) -> None:
    info = f"{name}-{version}.dist-info"
    contents = {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: {tag}\n",
    }
    record = "".join(f"{path},,\n" for path in [*contents, f"{info}/RECORD"])
    with zipfile.ZipFile(folder / f"{name}-{version}-{tag}.whl", "w") as wheel:
        for path, text in {**contents, f"{info}/RECORD": record}.items():
            wheel.writestr(path, text)


def made(project: Path, digest: str | None = None) -> Path:
    return package.build(project, digest or package.digest(project), python="3.12", architecture="x86_64", emit=silent)


def test_the_zip_holds_the_source_its_requirements_and_our_part(write: Write) -> None:
    project = write({"main.py": "import greeting", "app/prompt.txt": "x", "requirements.txt": REQUIREMENTS})

    names = set(zipfile.ZipFile(made(project)).namelist())

    assert {"main.py", "app/prompt.txt", "greeting/__init__.py", "mangum/__init__.py"} <= names
    assert "archloom/resources/runtime/entrypoint.py" in names
    assert not [name for name in names if name.startswith(("archloom/resources/deduction", "archloom/app", "boto3"))]
    assert not [name for name in names if "tests" in name or name.endswith((".pyi", "RECORD"))]


def test_the_same_project_makes_the_same_bytes(write: Write, cache: Path) -> None:
    project = write({"main.py": "x = 1", "requirements.txt": REQUIREMENTS})
    first = made(project)
    before = hashlib.sha256(first.read_bytes()).hexdigest()

    first.unlink()
    os.utime(project / "main.py", (1, 1))
    again = made(project)

    assert hashlib.sha256(again.read_bytes()).hexdigest() == before


def test_a_second_build_is_found_in_the_cache(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    project = write({"main.py": "x = 1", "requirements.txt": REQUIREMENTS})
    first = made(project)

    monkeypatch.setattr(zip_for_lambda, "run_uv", lambda *_: pytest.fail("uv was asked again"))
    assert made(project) == first
    (project / "main.py").write_text("x = 2")
    second = made(project)

    assert second != first
    assert zipfile.ZipFile(second).read("main.py") == b"x = 2"


def test_our_part_of_the_package_imports_without_the_rest(write: Write, tmp_path: Path) -> None:
    project = write({"main.py": "", "requirements.txt": ""})
    zipfile.ZipFile(made(project)).extractall(tmp_path / "lambda")

    code = "import archloom.resources, archloom.resources.runtime.entrypoint, sys; print(archloom.resources.__file__)"
    done = subprocess.run(
        [os.sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(tmp_path / 'lambda')!r}); {code}"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.stderr == ""
    assert str(tmp_path) in done.stdout


def test_the_sandbox_gets_an_environment_that_runs_the_code(write: Write) -> None:
    project = write({"main.py": "import greeting", "requirements.txt": REQUIREMENTS})
    events: list[Event] = []

    python = package.environment(project, events.append)
    code = "import greeting, boto3, mangum; from archloom.resources import Router; print(greeting.WORD)"
    done = subprocess.run([python, "-I", "-c", code], capture_output=True, text=True, check=False)

    assert (done.stdout, done.stderr) == ("hello\n", "")
    assert [event.message for event in events if isinstance(event, Progressed)] == [
        "installing what stands in requirements.txt"
    ]


def test_projects_with_the_same_requirements_share_an_environment(write: Write, cache: Path) -> None:
    project = write({"main.py": "", "requirements.txt": REQUIREMENTS})
    first = package.environment(project, silent)
    (project / "main.py").write_text("changed = True")

    assert package.environment(project, lambda _event: pytest.fail("it was made again")) == first
    assert [path.name for path in (cache / "env").iterdir()] == [first.parents[1].name]


def test_the_versions_of_uv_lock_hold(write: Write, wheels: Path) -> None:
    pyproject = '[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.11"\ndependencies = ["greeting>=2"]\n'
    project = write({"pyproject.toml": pyproject + '[dependency-groups]\ndev = ["boto3"]\n', "main.py": ""})
    uv.run_uv(["lock"], project, "pyproject.toml")
    lock = (project / "uv.lock").read_bytes()
    write_wheel(wheels, "greeting", {"greeting/__init__.py": "WORD = 'newer'\n"}, version="3.0")

    found = requirements.of(project, sources(project), ())

    assert found.lines == ("greeting==2.0",)
    assert (project / "uv.lock").read_bytes() == lock


def test_what_is_taken_from_imports_is_said(write: Write, wheels: Path) -> None:
    write_wheel(wheels, "httpx", {"httpx/__init__.py": ""})
    events: list[Event] = []

    package.environment(write({"main.py": "import httpx"}), events.append)

    [said] = [event.message for event in events if isinstance(event, Log)]
    assert said.startswith("The project declares no dependencies; taken from its imports: httpx, ")


def test_a_package_that_does_not_exist_is_named(write: Write, cache: Path) -> None:
    project = write({"requirements.txt": "greetingg"})

    with pytest.raises(
        DeployError, match=r"requirements\.txt: no package is called greetingg\. Correct its name"
    ) as one:
        package.environment(project, silent)
    with pytest.raises(DeployError) as other:
        made(project)

    assert str(one.value) == str(other.value)
    assert list((cache / "env").iterdir()) == []


def test_requirements_that_contradict_each_other_are_explained(write: Write) -> None:
    with pytest.raises(DeployError, match=r"cannot be met together.*greeting"):
        package.environment(write({"requirements.txt": "greeting>=3"}), silent)


def test_a_package_without_a_wheel_for_lambda_is_explained(write: Write, wheels: Path) -> None:
    write_wheel(wheels, "native", {"native/__init__.py": ""}, tag="cp312-cp312-win_amd64")

    with pytest.raises(DeployError, match=r"not there for the target's platform.*native"):
        made(write({"requirements.txt": "native"}))


def test_a_package_that_lambda_does_not_take_is_refused_before_anything_is_made(
    write: Write, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zip_for_lambda, "LIMIT", 20_000)
    project = write({"big.bin": "x" * 30_000, "requirements.txt": REQUIREMENTS})

    with pytest.raises(DeployError, match=r"Lambda takes 250 MB; the largest parts are archloom .*big\.bin"):
        made(project)
    assert not (cache / "package").exists()


def test_an_architecture_that_lambda_does_not_have(write: Write) -> None:
    project = write({"requirements.txt": ""})

    with pytest.raises(DeployError, match=r"'mips' is none of Lambda's"):
        package.build(project, package.digest(project), python="3.12", architecture="mips", emit=silent)


def test_without_uv_it_is_said_how_to_get_it(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("uv.find_uv_bin", lambda: (_ for _ in ()).throw(FileNotFoundError()))
    monkeypatch.setattr("shutil.which", lambda _name: None)

    with pytest.raises(DeployError, match="Install it with `pip install uv`"):
        uv.find_uv()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (
            "error: Request failed after 3 retries\n  Caused by: dns error: failed to lookup address",
            "cannot be downloaded",
        ),
        (
            "error: Failed to fetch: `https://me:hunter2@host/simple/`\n  Caused by: tcp connect error",
            "cannot be downloaded",
        ),
        ("  × No solution found when resolving\n  ╰─▶ Because a>2 and b<1, they conflict.", "cannot be met together"),
        (
            "error: No interpreter found for Python >=3.15 in managed installations or search path",
            "has no Python that it",
        ),
        ("error: something new", "uv could not install them. error: something new"),
    ],
)
def test_what_uv_says_becomes_a_sentence(text: str, what: str) -> None:
    error = refusal(text, "requirements.txt")

    assert what in str(error)
    assert "hunter2" not in str(error)


def test_the_zip_follows_from_its_contents_alone(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("1")
    two.write_text("2")
    two.chmod(0o755)

    archive.write_zip(tmp_path / "a.zip", {"b": two, "a": one})
    os.utime(one, (1, 1))
    archive.write_zip(tmp_path / "b.zip", {"a": one, "b": two})

    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    modes = {item.filename: oct(item.external_attr >> 16) for item in zipfile.ZipFile(tmp_path / "a.zip").infolist()}
    assert modes == {"a": "0o644", "b": "0o755"}


def test_trimming_leaves_what_is_imported(tmp_path: Path) -> None:
    folder = tmp_path / "installed"
    for name in (
        "pkg/core.py", "pkg/tests/test_core.py", "pkg/core.pyi", "pkg/x.c", "bin/tool", "pkg-1.dist-info/RECORD",
        "pkg-1.dist-info/METADATA", "tests/top.py", "pkg/testing/tests/needed.py",
    ):  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")

    trim.trim(folder)

    left = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert left == ["pkg-1.dist-info/METADATA", "pkg/core.py", "pkg/testing/tests/needed.py", "tests/top.py"]


def test_stripping_changes_the_copy_and_not_what_the_cache_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cached, folder = tmp_path / "cache.so", tmp_path / "installed"
    cached.write_bytes(b"symbols and code")
    (folder / "pkg").mkdir(parents=True)
    for name in ("core.so", "libz.so.1"):
        os.link(cached, folder / "pkg" / name)
    (folder / "pkg" / "data.txt").write_text("left alone")
    tool = tmp_path / "bin" / "strip"
    tool.parent.mkdir()
    tool.write_text('#!/bin/sh\nprintf code > "$2"\n')
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tool.parent))

    assert trim.strip(folder)

    left = {path.name: path.read_bytes() for path in (folder / "pkg").iterdir()}
    assert left == {"core.so": b"code", "libz.so.1": b"code", "data.txt": b"left alone"}
    assert cached.read_bytes() == b"symbols and code"


def test_without_the_tool_nothing_is_stripped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "core.so").write_bytes(b"symbols and code")
    monkeypatch.setenv("PATH", "")

    assert not trim.strip(tmp_path)
    assert (tmp_path / "core.so").read_bytes() == b"symbols and code"
