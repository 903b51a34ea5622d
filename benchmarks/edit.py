"""How long an edit of a file of 300 lines takes: worked out, checked, written, and the architecture deduced again.

    python -m benchmarks.edit --json

To reach: 100 ms for all of it.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from archloom.codegen import AddResource, Change, Connect, Edit, RenameResource, SetProperty, plan, undo, write
from archloom.resources.architecture import Architecture
from archloom.resources.deduction import Deducer

from .paired import arguments, report

HEAD = '''\
"""Orders."""

import json

from langchain_openai import ChatOpenAI

from archloom.resources import KVStore, Queue, Router

api = Router("shop")
orders = KVStore("orders")
jobs = Queue("jobs")
model = ChatOpenAI(model="gpt-4o-mini")
'''
ROUTE = '''

@api.get("/orders/{number}")
def read_{number}(request):
    """Answers about one kind of order."""
    found = orders.get(request.path_params["id"])
    if found is None:
        return {{"message": "There is no such order.", "kind": {number}}}
    answer = model.invoke(f"Say kindly: {{json.dumps(found)}}")
    return {{"order": found, "words": answer.content}}
'''
EDITS: dict[str, Edit] = {
    "connect": Connect("entry:main.read_20", "queue:jobs", ("push",)),
    "add": AddResource("bucket", "documents"),
    "rename": RenameResource("kv_store:orders", "sales"),
    "set": SetProperty("kv_store:orders", "ttl", "expires"),
}


def project(folder: Path, lines: int = 300) -> Path:
    """A project of one file with this many lines, about ten for each of its routes."""
    routes = (lines - HEAD.count("\n")) // ROUTE.count("\n")
    (folder / "main.py").write_text(HEAD + "".join(ROUTE.format(number=number) for number in range(routes)))
    return folder


def measure(folder: Path, edit: Edit, rounds: int = 30) -> dict[str, float]:
    """Milliseconds until the edit is worked out and checked, and until it is written and deduced again (medians)."""
    deducer = Deducer(folder, cache=False)  # each round makes the same bytes; a person's edit finds nothing stored
    before = deducer.run()
    times = [_round(folder, deducer, before, edit) for _ in range(rounds)]
    planned, done = ([1000 * one[at] for one in times] for at in (0, 1))
    return {
        "plan_ms": round(statistics.median(planned), 2),
        "all_ms": round(statistics.median(done), 2),
        "worst_ms": round(max(done), 2),
    }


def _round(folder: Path, deducer: Deducer, before: Architecture, edit: Edit) -> tuple[float, float]:
    start = time.perf_counter()
    change = plan(folder, before, edit, deducer=lambda overlay: deducer.run(overlay=overlay))
    planned = time.perf_counter() - start
    assert isinstance(change, Change), str(change)
    write(folder, change)
    deducer.run()
    done = time.perf_counter() - start
    undo(folder, change)
    deducer.run()
    return planned, done


def main() -> None:
    options = arguments(__doc__ or "")
    figures: dict[str, object] = {}
    for lines in (300, 2000):
        with tempfile.TemporaryDirectory() as name:
            folder = project(Path(name), lines)
            _round(folder, Deducer(folder, cache=False), Deducer(folder).run(), EDITS["add"])  # loads libcst
            figures |= {f"{edit} in {lines} lines": measure(folder, made) for edit, made in EDITS.items()}
    report(figures, options.json)


if __name__ == "__main__":
    main()
