"""What user code loads: the standard library, and boto3 only when an operation is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

from archloom import resources

LISTING = """
import sys
before = set(sys.modules)
{code}
loaded = {{name.partition(".")[0] for name in set(sys.modules) - before}}
print(*sorted(name for name in loaded if name not in sys.stdlib_module_names))
"""


def _loads(code: str) -> list[str]:
    """The top-level modules outside of the standard library that a fresh interpreter loads for some code."""
    done = subprocess.run([sys.executable, "-c", LISTING.format(code=code)], capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.mark.parametrize(
    "code",
    [
        "import archloom.resources",
        "from archloom.resources import *",
        "import archloom.resources.kinds, archloom.resources.architecture, archloom.resources.contract",
        "import archloom.resources.runtime.entrypoint",
        'from archloom.resources import KVStore; KVStore("sessions", ttl="expires")',
    ],
)
def test_only_archloom_and_the_standard_library_are_loaded(code: str) -> None:
    assert _loads(code) == ["archloom"]


def test_the_runtime_needs_nothing_that_only_the_designer_has() -> None:
    code = "import sys, archloom.resources.runtime.entrypoint; print(*[n for n in sys.modules if 'archloom.' in n])"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    loaded = {name.split(".")[2] for name in done.stdout.split() if name.count(".") > 1}
    assert loaded <= {"clock", "http", "kinds", "messages", "physical", "runtime"}


def test_the_package_alone_loads_no_class_yet() -> None:
    code = "import sys, archloom.resources; print(*[name for name in sys.modules if 'archloom.resources.' in name])"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == []


def test_every_exported_name_is_there() -> None:
    assert all(hasattr(resources, name) for name in resources.__all__)
    assert set(resources.__all__) <= set(dir(resources))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="KVStor"):
        resources.KVStor  # noqa: B018
