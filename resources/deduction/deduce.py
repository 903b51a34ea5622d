"""The use case: a folder -> an `Architecture`.

discover -> summarize -> evaluate (modules, then entries until nothing grows) -> reach -> assemble
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..architecture import Architecture, Problem, ProjectInfo, Span
from ..catalog.loader import Catalog, RowError, load
from ..settings import FILE, Settings
from . import store, unchanged
from .assemble import assemble
from .collector import no_collector
from .compose import read_compose
from .config_faults import config_faults
from .dependencies import libraries
from .discover import Found, discover
from .dotenv import read_dotenv
from .evaluate import Machine
from .evaluate.again import ERRORS
from .evaluate.machine import PER_LINE
from .evaluate.past import UncertainError
from .facts import ModuleSummary
from .halves import summaries
from .kept import Kept
from .moved import Mentioned, Moves, moved
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

    @property
    def configs(self) -> dict[str, bytes]:
        return {path: text for path, text in self.read.items() if not path.endswith(".py")}


@dataclass
class _Evaluated:
    """What was evaluated last. Its places are those of the files as they were then."""

    inputs: _Inputs
    graph: Architecture
    mentions: Mentions
    """The words that were looked for in the files."""
    room: int
    """Steps that were left until the evaluation would have become less exact."""
    dotted: Callable[[str], str]
    kept: Kept | None
    """The evaluation itself, which can follow edits of bodies."""
    followed: bool = False
    """Is the graph what came of following edits, which no full evaluation has confirmed yet?"""
    mentioned: Mentioned = field(default_factory=Mentioned)

    def drop(self) -> None:
        """Forgets the evaluation and keeps the graph."""
        if self.kept is not None:
            self.kept.close()
            self.kept = None


class Deducer:
    """The deduction of one open project; keeps the bytes and the facts of unchanged files.

    Two of them beside each other, one for the files and one for edits that are tried out, tell each other what they
    know.
    """

    def __init__(self, root: Path, *, cache: bool = True, beside: Deducer | None = None, updates: bool = True) -> None:
        self.root = root
        self.cache = cache
        self._updates = updates and beside is None
        """Will it be asked again? Then it keeps its evaluation, to follow edits."""
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
        self._evaluated: _Evaluated | None = None
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
        if self._evaluated is None or self._evaluated.kept is None:
            self._deduce((), stored=False)
        if self._evaluated is not None and self._evaluated.kept is not None:
            self._evaluated.kept.prepare()

    def settle(self) -> Architecture | None:
        """Evaluates in full what was only followed or moved, so that it is confirmed and the next edit finds it in
        memory; the graph, if it is another one than was told.
        """
        known = self._evaluated
        if self._last is None or (known is not None and known.kept is not None and known.inputs == self._last[0]):
            return None
        inputs, told = self._last
        self._last = inputs, self._kept("", inputs)
        self.warm()
        made = self._last[1]
        return made if timed(made, 0) != timed(told, 0) else None

    def keep(self) -> None:
        """Keeps the last graph for the next time that the project is opened; updates do not take the time for it.

        Deployments rest on what is kept, so it is nothing that was only followed.
        """
        known = self._evaluated
        if self._last is not None and not (known is not None and known.followed) and (key := self._key(self._last[0])):
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
        if self._evaluated is not None:
            self._evaluated.drop()
        with no_collector(), without_warnings(), self._trees_for_now():
            self._evaluated, self._moves = self._of(inputs), {}
        if key:
            _keep(key, self._evaluated.graph)
        return self._evaluated.graph

    def _told(self, inputs: _Inputs) -> tuple[_Inputs, Architecture] | None:
        """What the deducer beside this one made of the same: an edit that was tried out has been written."""
        other = self._beside
        if other is None or other._last is None or other._last[0] != inputs:
            return None
        if self._evaluated is not None and self._evaluated is not other._evaluated:
            self._evaluated.drop()
        self._facts = other._facts
        self._evaluated, self._moves = other._evaluated, other._moves
        return other._last

    def _moved(self, inputs: _Inputs) -> Architecture | None:
        """The graph that was evaluated last as it is now, if that can be said without evaluating all again."""
        known = self._evaluated
        if known is None or (known.kept is None and known.followed):
            return None  # a graph of other texts than were evaluated
        old = known.inputs
        if replace(inputs, read=old.read) != old or inputs.read.keys() != old.read.keys():
            return None
        edited = [path for path, text in inputs.read.items() if text is not old.read[path] and text != old.read[path]]
        more = sum(inputs.read[path].count(b"\n") - old.read[path].count(b"\n") for path in edited)
        if more and known.room < PER_LINE * abs(more):
            return None  # the bound of an evaluation grows with the lines
        if not all(path.endswith(".py") and old.read[path] in self._facts for path in edited):
            return None
        with no_collector(), without_warnings():
            self._moves = {path: self._moves_of(path, old.read[path], inputs.read[path]) for path in edited}
            moves = {path: one for path, (_, one) in self._moves.items()}
            if not all(one.fits for one in moves.values()) or not self._followed(known, moves):
                return None
            if not all(known.mentions.would_say_the_same(old.read[path], inputs.read[path]) for path in edited):
                return None
            same = moved(known.graph, moves, map(known.dotted, edited), known.mentioned)
        return same and replace(same, project=replace(same.project, lines=same.project.lines + more))

    def _followed(self, known: _Evaluated, moves: Mapping[str, Moves]) -> bool:
        """Is the evaluation one of the bodies as they are now?"""
        if known.kept is None:
            return not any(one.edited for one in moves.values())
        is_whole = False
        try:
            if known.kept.follow(moves):
                known.graph = self._assembled(known.inputs, known.kept, known.mentions)
                known.followed = True
            is_whole = all(one.is_still_so() for one in moves.values())
        except (UncertainError, *ERRORS):
            pass
        finally:
            if not is_whole:  # whatever was raised: it may stand between two texts
                known.drop()
        return is_whole

    def _moves_of(self, path: str, old: bytes, new: bytes) -> tuple[bytes, Moves]:
        known = self._moves.get(path)
        return known if known is not None and known[0] == new else (new, Moves(self._facts[old], new))

    def _of(self, inputs: _Inputs) -> _Evaluated:
        files = self._summaries(inputs.read, sum(map(len, inputs.read.values())) < TREES)
        configs, settings, mentions = inputs.configs, inputs.settings, Mentions(inputs.read)
        catalog, wrong = _catalog(settings)
        project = Project(files, libraries(configs, catalog.packages))
        m = Machine(project, catalog, read_compose(configs) | read_dotenv(configs), settings.answers)
        m.data = configs
        drafts = evaluate(m, configs, self._entries)
        kept = Kept(m, drafts, wrong)
        graph = self._assembled(inputs, kept, mentions)
        known = _Evaluated(inputs, graph, mentions, m.limit - m.steps, project.dotted, kept)
        if not self._updates:
            known.drop()
        return known

    def _assembled(self, inputs: _Inputs, kept: Kept, mentions: Mentions) -> Architecture:
        m = kept.m
        configs, settings, files = inputs.configs, inputs.settings, m.project.summaries
        m.project.asked_for = kept.looked_at = set()
        parts = assemble(m, kept.drafts, settings, mentions, configs, kept.gathering)
        m.project.asked_for = None
        name = settings.name or self.root.resolve().name
        lines = sum(summary.lines for summary in files.values())
        faults = [_fault(path, summary) for path, summary in sorted(files.items()) if summary.fault]
        return Architecture.of(
            ProjectInfo(name, len(files), lines), parts.resources, parts.entries, parts.links,
            [*inputs.problems, *kept.problems, *faults, *config_faults(configs, settings, parts.resources), *m.problems,
             *parts.problems],
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


def _catalog(settings: Settings) -> tuple[Catalog, list[Problem]]:
    """The catalog with the project's own rows, and what is wrong with these."""
    try:
        return load(settings.constructs), []
    except RowError as error:
        remedy = "Until then none of the project's own rows counts."
        return load(), [Problem("bad-construct", "error", str(error), Span(FILE, 1), remedy=remedy)]


def _keep(key: str, graph: Architecture) -> None:
    if not any(problem.code == "internal-error" for problem in graph.problems):
        unchanged.keep(key, graph)


def _elapsed(start: float) -> int:
    return round((time.perf_counter() - start) * 1000)


def deduce(
    root: Path, *, entries: Sequence[str] = (), overlay: Overlay | None = None, cache: bool = True
) -> Architecture:
    """The architecture of the project at ROOT. Raises DeductionError when it is not a readable folder."""
    return Deducer(root, cache=cache, updates=False).run(entries, overlay)


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
