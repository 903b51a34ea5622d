"""Functions whose code is written by the test, in processes of this very Python."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archloom.deployer.sandbox.runtime.logs import Log
from archloom.deployer.sandbox.runtime.pool import Pool
from archloom.deployer.sandbox.runtime.worker import Program

MakePool = Callable[..., Pool]


@pytest.fixture
def make_pool(tmp_path: Path) -> Iterator[MakePool]:
    """`make_pool(code)`: a pool for the function `handler` in `code`; everything is stopped with the test."""
    made: list[Pool] = []

    def make(code: str, *, memory: int = 256, timeout: float = 20.0, most: int = 4, **environment: str) -> Pool:
        folder = tmp_path / f"code{len(made)}"
        folder.mkdir()
        (folder / "main.py").write_text(code)
        variables = {
            "_HANDLER": "main.handler", "AWS_LAMBDA_FUNCTION_NAME": "shop-dev-job", "PYTHONUTF8": "1",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(memory), **environment,
        }  # fmt: skip
        program = Program(Path(sys.executable), folder, variables, "arn:aws:lambda:::function:job", memory, timeout)
        made.append(Pool(program, Log(tmp_path / "logs", "job", "function:job"), most))
        return made[-1]

    yield make
    for pool in made:
        pool.close()
