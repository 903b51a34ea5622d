"""What is installed for a project: its declared requirements as a file for uv, with what Archloom itself adds."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from .declared import OURSELVES, Declared, declared, name_of
from .inferred import inferred
from .project_files import Source
from .uv import run_uv

RUNTIME = ("mangum>=0.19",)
"""What `archloom.resources.runtime` needs to serve ASGI apps."""
SANDBOX = ("boto3>=1.35",)
"""What Lambda brings along by itself."""


@dataclass(frozen=True, slots=True)
class Requirements:
    """Everything to install: lines of a requirements file, the constraints on their versions, where it stands."""

    origin: str
    lines: tuple[str, ...]
    constraints: tuple[str, ...]
    python: str

    @property
    def note(self) -> str:
        """What a person should know about where it comes from; empty when it is declared."""
        if self.origin != "imports":
            return ""
        names = ", ".join(self.lines)
        return (
            f"The project declares no dependencies; taken from its imports: {names}. Write them into requirements.txt."
        )

    def digest(self, *more: str) -> str:
        """A hash of it, and of what else decides what is installed."""
        parts = (*self.lines, "", *self.constraints, "", *more)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def write(self, folder: Path) -> list[str]:
        """Writes the files for uv; the arguments that name them."""
        lines, constraints = folder / "requirements.txt", folder / "constraints.txt"
        lines.write_text("\n".join(self.lines) + "\n", encoding="utf-8")
        constraints.write_text("\n".join(self.constraints) + "\n", encoding="utf-8")
        return ["-r", str(lines), "-c", str(constraints)]


def of(project: Path, files: tuple[Source, ...], added: tuple[str, ...]) -> Requirements:
    """What to install for a project. Asks uv only to read a uv.lock or a setup.py. Raises DeployError."""
    found = declared(project) or inferred(project, files)
    lines = _locked(project) if found.locked else _built(project, found) if found.build else found.requirements
    have = {name_of(line) for line in lines}
    more = tuple(line for line in added if name_of(line) not in have)
    return Requirements(found.origin, (*lines, *more), found.constraints, found.python)


def _locked(project: Path) -> tuple[str, ...]:
    """The exact versions of uv.lock, of the project's own dependencies only."""
    arguments = [
        "export", "--frozen", "--no-dev", "--no-emit-project", "--no-hashes", "--no-header", "--no-annotate",
        "--no-emit-package", OURSELVES, "--format", "requirements.txt",
    ]  # fmt: skip
    return _clean(run_uv(arguments, project, "uv.lock"), project)


def _built(project: Path, found: Declared) -> tuple[str, ...]:
    arguments = ["pip", "compile", found.build, "--no-header", "--no-annotate", "--no-emit-package", OURSELVES]
    return _clean(run_uv(arguments, project, found.build), project)


def _clean(text: str, project: Path) -> tuple[str, ...]:
    lines = [re.sub(r"(^|\s)#.*$", "", line).strip() for line in text.splitlines()]
    lines = [re.sub(r"^-e\s+", "", line) for line in lines if line]
    return tuple(str((project / line).resolve()) if line.startswith(".") else line for line in lines)
