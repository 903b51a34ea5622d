"""How right the call graph under the deduction is: the micro-benchmark of PyCG (github.com/vitsalis/PyCG).

    python -m benchmarks.call_graph FOLDER [--json]

FOLDER is a copy of that repository, or any folder with cases: a `callgraph.json` beside the `main.py` that it is of.
A case is sound when every expected call is found, complete when every call found is expected. Expected is what the
repository says, also where Python does otherwise (`map` with its arguments swapped, calls inside of `eval`).

To reach: 110 of 119 sound and complete.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from archloom.resources.deduction.call_graph import call_graph

from .paired import report

Calls = set[tuple[str, str]]
SPELLED = {"<str>": "<**PyStr**>", "<dict>": "<**PyDict**>", "<list>": "<**PyList**>"}
"""How the repository writes the types of literals."""


def measure(folder: Path) -> dict[str, object]:
    cases = {case.relative_to(folder).as_posix(): judged(case) for case in cases_in(folder)}
    return {
        "cases": len(cases),
        "sound": sum(not missing for missing, _ in cases.values()),
        "complete": sum(not extra for _, extra in cases.values()),
        "sound and complete": sum(not missing and not extra for missing, extra in cases.values()),
        **{name: {"missing": sorted(missing), "extra": sorted(extra)}
           for name, (missing, extra) in cases.items() if missing or extra},
    }  # fmt: skip


def cases_in(folder: Path) -> list[Path]:
    found = sorted(path.parent for path in folder.rglob("callgraph.json") if (path.parent / "main.py").is_file())
    return [case for case in found if "key-errs" not in case.as_posix()]


def judged(case: Path) -> tuple[Calls, Calls]:
    """What is missing, and what is found but not expected."""
    expected = set(_calls(json.loads((case / "callgraph.json").read_text())))
    found = set(_calls(call_graph(case)))
    return expected - found, found - expected


def _calls(graph: Mapping[str, list[str] | set[str]]) -> Iterator[tuple[str, str]]:
    for caller, callees in graph.items():
        yield from ((_spelled(caller), _spelled(callee)) for callee in callees)


def _spelled(name: str) -> str:
    kind, dot, rest = name.partition(".")
    return SPELLED.get(kind, kind) + dot + rest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a copy of the PyCG repository")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    report(measure(options.folder.resolve()), options.json)


if __name__ == "__main__":
    main()
