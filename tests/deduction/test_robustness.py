"""No file makes deduction fail: a sample of what `benchmarks/robustness.py` runs in full."""

from __future__ import annotations

import random
import sys
import sysconfig
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2]))
try:  # benchmarks are not installed
    from benchmarks.mutate import mutant
    from benchmarks.robustness import failures, folders, mutants
finally:
    sys.path.pop()

LIBRARY = Path(sysconfig.get_path("stdlib"))


def ours(found: list[str]) -> list[str]:
    """Failures; that a project is too large to be followed to its end is none."""
    return [one for one in found if one != "too-large"]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_mutants_of_our_own_files_are_survived(tmp_path: Path, seed: int) -> None:
    assert [one for files in mutants(200, seed) for one in ours(failures(tmp_path, files))] == []


@pytest.mark.slow
@pytest.mark.parametrize("package", ["asyncio", "email", "importlib", "json", "unittest", "xml"])
def test_the_standard_library_is_survived(tmp_path: Path, package: str) -> None:
    assert [one for files in folders(LIBRARY / package) for one in ours(failures(tmp_path, files))] == []


def test_a_few_mutants_are_survived(tmp_path: Path) -> None:
    assert [one for files in mutants(25, seed=3) for one in ours(failures(tmp_path, files))] == []


def test_mutants_depend_on_the_seed_alone() -> None:
    source = b"def f(x):\n    return [x, 1]\n"
    first, second = ([mutant(source, random.Random(i)) for i in range(50)] for _ in range(2))

    assert first == second
    assert len(set(first)) > 30


def test_a_failure_would_be_seen(tmp_path: Path) -> None:
    assert failures(tmp_path / "nowhere", {"app.py": b""})[0].startswith("app.py")
    assert failures(tmp_path, {"app.py": b"def f(): pass"}) == []
