"""The use case: a folder -> an `Architecture`.

discover -> summarize -> evaluate (modules, then entries until nothing grows) -> reach -> assemble
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ..architecture import Architecture, Problem, ProjectInfo, Span
from ..catalog.loader import RowError, load
from ..settings import FILE, Settings
from . import store, unchanged
from .assemble import assemble
from .collector import no_collector
from .config_faults import config_faults
from .dependencies import libraries
from .discover import Found, discover
from .dotenv import read_dotenv
from .evaluate import Machine
from .evaluate.machine import PER_LINE
from .facts import ModuleSummary
from .halves import summaries
from .moved import Moves, moved
from .packing import timed
from .project import Project
from .rounds import evaluate
from .sources import Mentions, Overlay, Words, agree, settings_of, sources

TREES = 1_000_000
"""Bytes of a project of which the trees are kept for its evaluation: that takes about 25 times as much."""


class DeductionError(ValueError):
    """The project cannot be opened; the text says where, what and what to do."""


@dataclass(frozen=True)
class _Inputs:
    """All that a graph depends on."""

    read: Mapping[str, bytes]
    entries: tuple[str, ...]
    settings: Settings
    problems: tuple[Problem, ...]


class Deducer:
    """The deduction of one open project; keeps the bytes and the facts of unchanged files.

    Two of them beside each other, one for the files and one for edits that are tried out, tell each other what they
    know.
    """

    def __init__(self, root: Path, *, cache: bool = True, beside: Deducer | None = None) -> None:
        self.root = root
        self.cache = cache
        self._beside = beside
        if beside is not None:
            beside._beside = self
        self._entries: tuple[str, ...] = ()
        self._overlay: Overlay = {}
        self._facts: dict[bytes, ModuleSummary] = {}
        self._found: Found | None = None
        self._bytes: dict[str, bytes] = {}
        self._words = Words()
        self._last: tuple[_Inputs, Architecture] | None = None
        """What went in and what came out: editors save files that did not change."""
        self._dotted: Callable[[str], str] = str
        self._evaluated: tuple[_Inputs, Architecture, Mentions] | None = None
        """The graph that was evaluated last, and the words that were looked for in the files."""
        self._room = 0
        """Steps that were left to that evaluation until it would have become less exact."""
        self._moves: dict[str, tuple[bytes, Moves]] = {}
        """The files that were edited since then."""

    def run(self, entries: Sequence[str] = (), overlay: Overlay | None = None) -> Architecture:
        """Scans the folder and deduces, unless the file system says that nothing was touched since the last time."""
        start = time.perf_counter()
        self._entries, self._overlay = tuple(entries), overlay or {}
        self._found = None
        known = unchanged.reopened(str(self.root), self._entries) if self.cache and not self._overlay else None
        return timed(known, _elapsed(start)) if known is not None else self._deduce(())

    def update(self, changed: Iterable[str]) -> Architecture:
        """Deduces again after these files, given by relative paths, may have changed. Equal to a fresh deduction."""
        return self._deduce(tuple(changed))

    def _deduce(self, changed: tuple[str, ...], stored: bool = True) -> Architecture:
        start, began = time.perf_counter(), unchanged.now()
        check(self.root)
        settings, problems = settings_of(self.root, self._overlay)
        found = self._scan(settings, changed)
        read, unreadable = sources(self.root, found, self._overlay, self._unchanged(changed), self._words)
        self._bytes = read
        inputs = _Inputs(read, self._entries, settings, (*problems, *found.problems, *unreadable))
        key = self._key(inputs) if stored and not changed and not self._overlay else ""
        if self._last is None or self._last[0] != inputs or not stored:
            self._last = self._told(inputs) or (inputs, self._moved(inputs) or self._kept(key, inputs))
        architecture = self._last[1]
        if key:
            unchanged.note(str(self.root), self._entries, key, found, read, began)
        return timed(architecture, _elapsed(start))

    def warm(self) -> None:
        """Evaluates a project that was only reopened, so that its first edit finds everything in memory."""
        if self._evaluated is None:
            self._deduce((), stored=False)

    def keep(self) -> None:
        """Keeps the last graph for the next time that the project is opened; updates do not take the time for it."""
        if self._last is not None and (key := self._key(self._last[0])):
            _keep(key, self._last[1])

    def _scan(self, settings: Settings, changed: tuple[str, ...]) -> Found:
        """What the folder holds; walked again unless only known Python files changed."""
        known = self._found
        if known is None or not changed or any(path not in known.stamps or not path.endswith(".py") or
                                               not (self.root / path).is_file() for path in changed):  # fmt: skip
            known = self._found = discover(self.root, settings.ignore)
            self._bytes = self._bytes if changed else {}
        return known

    def _unchanged(self, changed: tuple[str, ...]) -> Mapping[str, bytes]:
        gone = set(changed) | set(self._overlay)
        return (
            {path: text for path, text in self._bytes.items() if path not in gone and path.endswith(".py")}
            if changed
            else {}
        )

    def _key(self, inputs: _Inputs) -> str:
        """The name of the graph in the cache; empty when it may not be kept, as something could not be read."""
        if not self.cache or inputs.problems or not agree(inputs.settings, inputs.read.get(FILE)):
            return ""
        return store.key(self.root.resolve().name, inputs.read, inputs.entries)

    def _kept(self, key: str, inputs: _Inputs) -> Architecture:
        """The graph from the cache, or deduced and put there."""
        known = unchanged.graph(key) if key else None
        if known is not None:
            return known
        mentions = Mentions(inputs.read)
        with no_collector(), without_warnings(), self._trees_for_now():
            made = self._of(inputs, mentions)
        self._evaluated, self._moves = (inputs, made, mentions), {}
        if key:
            _keep(key, made)
        return made

    def _told(self, inputs: _Inputs) -> tuple[_Inputs, Architecture] | None:
        """What the deducer beside this one made of the same: an edit that was tried out has been written."""
        other = self._beside
        if other is None or other._last is None or other._last[0] != inputs:
            return None
        self._facts, self._dotted = other._facts, other._dotted
        self._evaluated, self._moves, self._room = other._evaluated, other._moves, other._room
        return other._last

    def _moved(self, inputs: _Inputs) -> Architecture | None:
        """The graph that was evaluated last with places as they are now, if nothing that it was made from changed."""
        if self._evaluated is None:
            return None
        old, graph, mentions = self._evaluated
        if replace(inputs, read=old.read) != old or inputs.read.keys() != old.read.keys():
            return None
        edited = [path for path, text in inputs.read.items() if text is not old.read[path] and text != old.read[path]]
        more = sum(inputs.read[path].count(b"\n") - old.read[path].count(b"\n") for path in edited)
        if more and self._room < PER_LINE * abs(more):
            return None  # the bound of an evaluation grows with the lines
        if not all(path.endswith(".py") and old.read[path] in self._facts and
                   mentions.would_say_the_same(old.read[path], inputs.read[path]) for path in edited):  # fmt: skip
            return None
        with no_collector(), without_warnings():
            self._moves = {path: self._moves_of(path, old.read[path], inputs.read[path]) for path in edited}
            same = moved(graph, {path: moves for path, (_, moves) in self._moves.items()}, map(self._dotted, edited))
        return same and replace(same, project=replace(same.project, lines=same.project.lines + more))

    def _moves_of(self, path: str, old: bytes, new: bytes) -> tuple[bytes, Moves]:
        known = self._moves.get(path)
        return known if known is not None and known[0] == new else (new, Moves(self._facts[old], new))

    def _of(self, inputs: _Inputs, mentions: Mentions) -> Architecture:
        read, settings, problems = inputs.read, inputs.settings, list(inputs.problems)
        files = self._summaries(read, sum(map(len, read.values())) < TREES)
        configs = {path: text for path, text in read.items() if not path.endswith(".py")}
        try:
            catalog = load(settings.constructs)
        except RowError as error:
            remedy = "Until then none of the project's own rows counts."
            problems.append(Problem("bad-construct", "error", str(error), Span(FILE, 1), remedy=remedy))
            catalog = load()
        project = Project(files, libraries(configs, catalog.packages))
        self._dotted = project.dotted
        m = Machine(project, catalog, read_dotenv(configs), settings.answers)
        m.data = configs
        drafts = evaluate(m, configs, self._entries)
        parts = assemble(m, drafts, settings, mentions, configs)
        name = settings.name or self.root.resolve().name
        lines = sum(summary.lines for summary in files.values())
        faults = [_fault(path, summary) for path, summary in sorted(files.items()) if summary.fault]
        noticed = list(m.problems)
        self._room = m.limit - m.steps
        m.close()
        return Architecture.of(
            ProjectInfo(name, len(files), lines), parts.resources, parts.entries, parts.links,
            [*problems, *faults, *config_faults(configs, settings, parts.resources), *noticed, *parts.problems],
        )  # fmt: skip

    @contextmanager
    def _trees_for_now(self) -> Generator[None]:
        try:
            yield
        finally:
            for summary in self._facts.values():
                summary.trees.clear()

    def _summaries(self, read: Mapping[str, bytes], keep: bool) -> dict[str, ModuleSummary]:
        texts = {path: text for path, text in read.items() if path.endswith(".py")}
        known = self._facts if self._beside is None else {**self._beside._facts, **self._facts}
        new = summaries(list({text: None for text in texts.values() if text not in known}), keep)
        self._facts = {text: known.get(text) or new[text] for text in texts.values()}
        return {path: self._facts[text] for path, text in texts.items()}


def _keep(key: str, graph: Architecture) -> None:
    if not any(problem.code == "internal-error" for problem in graph.problems):
        unchanged.keep(key, graph)


def _elapsed(start: float) -> int:
    return round((time.perf_counter() - start) * 1000)


def deduce(
    root: Path, *, entries: Sequence[str] = (), overlay: Overlay | None = None, cache: bool = True
) -> Architecture:
    """The architecture of the project at ROOT. Raises DeductionError when it is not a readable folder."""
    return Deducer(root, cache=cache).run(entries, overlay)


def check(root: Path) -> None:
    """Raises DeductionError unless ROOT is a folder that can be read."""
    try:
        if not root.exists():
            raise DeductionError(f"{root} does not exist. Give the path of a project's folder.")
        if not root.is_dir():
            raise DeductionError(f"{root} is a file. Give the folder that it is in.")
        next(root.iterdir(), None)
    except OSError as error:
        raise DeductionError(
            f"{root} cannot be read: {error.strerror}. Allow reading it, or give another folder."
        ) from error


def _fault(path: str, summary: ModuleSummary) -> Problem:
    fault = summary.fault
    assert fault is not None
    end = "" if fault.message.endswith("?") else "."
    return Problem(fault.code, "error", f"{path} {fault.message}{end}", Span(path, fault.line), remedy=fault.remedy)


@contextmanager
def without_warnings() -> Generator[None]:
    """What the compiler warns of in the project's code is no word of ours on a terminal, and no error under `-W`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
