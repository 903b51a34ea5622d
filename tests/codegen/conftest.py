"""A project in a temporary folder, edits planned on it with the toy deduction, and what they make of its files."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from archloom.codegen import Change, Edit, Refused, plan
from archloom.resources.architecture import Architecture

from .toy import Toy


@dataclass
class ToyProject:
    root: Path

    def write(self, files: Mapping[str, str | bytes]) -> ToyProject:
        for name, content in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else textwrap.dedent(content).lstrip("\n").encode())
        return self

    @property
    def architecture(self) -> Architecture:
        return Toy(self.root)()

    def plan(self, edit: Edit) -> Change | Refused:
        return plan(self.root, self.architecture, edit, deducer=Toy(self.root))

    def after(self, edit: Edit, path: str = "main.py") -> str:
        """The text of a file after the edit, which must not be refused."""
        made = self.plan(edit)
        assert isinstance(made, Change), str(made)
        found = {file.path: file.after for file in made.files}
        return (found[path] or b"").decode() if path in found else (self.root / path).read_text(encoding="utf-8")

    def refusal(self, edit: Edit) -> str:
        made = self.plan(edit)
        assert isinstance(made, Refused), made.diff()
        return str(made)


@pytest.fixture
def project(tmp_path: Path) -> ToyProject:
    return ToyProject(tmp_path)
