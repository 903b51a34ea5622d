"""The worker process: it answers, says what went wrong, and never outlives the window."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from archloom.app.worker_client import Worker, WorkerError, WorkerGoneError

LEAVE = """
import os, sys
from archloom.app.worker_client import Worker
worker = Worker()
worker.ask("open", sys.argv[1]).result(60)
print(worker.pid, flush=True)
os._exit(9)
"""


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker()
    yield made
    made.close()


def test_it_deduces_and_keeps_what_it_read(worker: Worker, shop: Path) -> None:
    assert "kv_store:orders" in worker.ask("open", str(shop)).result(60).by_id
    (shop / "main.py").write_text((shop / "main.py").read_text().replace('"orders"', '"sales"'))
    assert "kv_store:sales" in worker.ask("update", ("main.py",)).result(60).by_id


def test_what_updates_made_is_confirmed(worker: Worker, shop: Path) -> None:
    worker.ask("open", str(shop)).result(60)
    (shop / "main.py").write_text((shop / "main.py").read_text().replace('"orders"', '"sales"'))
    worker.ask("update", ("main.py",)).result(60)
    assert worker.ask("settle").result(60) is None


def test_what_cannot_be_done_is_a_sentence(worker: Worker, tmp_path: Path) -> None:
    with pytest.raises(WorkerError, match="gone"):
        worker.ask("open", str(tmp_path / "gone")).result(60)


def test_it_answers_after_a_failure(worker: Worker, shop: Path, tmp_path: Path) -> None:
    failed = worker.ask("open", str(tmp_path / "gone"))
    assert isinstance(failed.exception(60), WorkerError)
    assert worker.ask("open", str(shop)).result(60).resources


def test_a_worker_that_is_killed_fails_what_it_was_asked_and_starts_again(worker: Worker, shop: Path) -> None:
    worker.start()
    assert worker.pid is not None
    asked = worker.ask("open", str(shop))
    os.kill(worker.pid, 9)
    assert isinstance(asked.exception(60), WorkerGoneError)
    assert worker.ask("open", str(shop)).result(60).resources


def test_closing_fails_what_is_still_asked_and_ends_the_process(worker: Worker, shop: Path) -> None:
    worker.ask("open", str(shop)).result(60)
    pid = worker.pid
    assert pid is not None
    worker.close()
    assert not worker.alive
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_it_ends_when_the_window_is_killed(shop: Path) -> None:
    """`run` returns only when nobody holds standard error any more, which the worker inherited."""
    left = subprocess.run([sys.executable, "-c", LEAVE, str(shop)], capture_output=True, text=True, timeout=60)
    assert left.returncode == 9
    assert int(left.stdout)


def test_what_nobody_waits_for_is_given_up_and_the_next_job_is_done_at_once(worker: Worker, shop: Path) -> None:
    worker.start()
    stopped = worker.pid
    assert stopped is not None
    os.kill(stopped, signal.SIGSTOP)
    asked = worker.ask("open", str(shop))
    worker.give_up()
    assert isinstance(asked.exception(60), WorkerGoneError)
    assert worker.pid != stopped
    assert worker.ask("open", str(shop)).result(60).resources


def test_a_worker_that_reads_nothing_or_writes_is_not_given_up(worker: Worker, shop: Path) -> None:
    worker.ask("open", str(shop)).result(60)
    kept = worker.pid
    worker.give_up()
    assert worker.pid == kept
    assert kept is not None
    os.kill(kept, signal.SIGSTOP)
    worker.ask("update", ())
    written = worker.ask("undo", None)
    worker.give_up()
    assert worker.pid == kept
    os.kill(kept, signal.SIGCONT)
    assert isinstance(written.exception(60), WorkerError)
