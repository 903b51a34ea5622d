"""The use case: a folder -> an `Architecture`.

discover -> summarize -> evaluate (modules, then entries until nothing grows) -> reach -> assemble
"""

from __future__ import annotations

import gc
import re
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

from ..architecture import Architecture, Problem, ProjectInfo, Span
from ..catalog.loader import RowError, load
from ..settings import FILE, Settings, SettingsError, parse
from . import store, unchanged
from .assemble import assemble
from .config_faults import config_faults
from .dependencies import libraries
from .discover import Found, discover
from .dotenv import read_dotenv
from .entries import Draft
from .evaluate import Frame, Machine
from .evaluate.names import module
from .facts import ModuleSummary
from .frameworks import every
from .project import Project
from .scope import Node
from .summarize import summarize

ROUNDS = 3
"""How often the entries are evaluated again because shared state grew."""
Overlay = Mapping[str, bytes | None]


class DeductionError(ValueError):
    """The project cannot be opened; the text says where, what and what to do."""


class Deducer:
    """The deduction of one open project; keeps the bytes and the facts of unchanged files."""

    def __init__(self, root: Path, *, cache: bool = True) -> None:
        self.root = root
        self.cache = cache
        self._entries: tuple[str, ...] = ()
        self._overlay: Overlay = {}
        self._facts: dict[bytes, ModuleSummary] = {}
        self._found: Found | None = None
        self._bytes: dict[str, bytes] = {}
        self._last: tuple[object, Architecture] | None = None
        """What went in and what came out: editors save files that did not change."""

    def run(self, entries: Sequence[str] = (), overlay: Overlay | None = None) -> Architecture:
        """Scans the folder and deduces, unless the file system says that nothing was touched since the last time."""
        start = time.perf_counter()
        self._entries, self._overlay = tuple(entries), overlay or {}
        self._found = None
        known = unchanged.reopened(str(self.root), self._entries) if self.cache and not self._overlay else None
        return _timed(known, start) if known is not None else self._deduce(())

    def update(self, changed: Iterable[str]) -> Architecture:
        """Deduces again after these files, given by relative paths, may have changed. Equal to a fresh deduction."""
        return self._deduce(tuple(changed))

    def _deduce(self, changed: tuple[str, ...]) -> Architecture:
        start, began = time.perf_counter(), unchanged.now()
        check(self.root)
        settings, problems = _settings(self.root, self._overlay)
        found = self._scan(settings, changed)
        sources, unreadable = _sources(self.root, found, self._overlay, self._unchanged(changed))
        self._bytes = sources
        problems = [*problems, *found.problems, *unreadable]
        key = self._key(sources, settings, problems)
        inputs = sources, self._entries, settings, tuple(problems)
        if self._last is None or self._last[0] != inputs:
            self._last = inputs, self._kept(key, sources, settings, problems)
        architecture = self._last[1]
        if key and not changed and not self._overlay:
            unchanged.note(str(self.root), self._entries, key, found, began)
        return _timed(architecture, start)

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

    def _key(self, sources: Mapping[str, bytes], settings: Settings, problems: list[Problem]) -> str:
        """The name of the graph in the cache; empty when it may not be kept, as something could not be read."""
        if not self.cache or problems or not _agree(settings, sources.get(FILE)):
            return ""
        return store.key(self.root.resolve().name, sources, self._entries)

    def _kept(
        self, key: str, sources: Mapping[str, bytes], settings: Settings, problems: list[Problem]
    ) -> Architecture:
        """The graph from the cache, or deduced and put there."""
        known = unchanged.graph(key) if key else None
        if known is not None:
            return known
        with _no_collector(), without_warnings():
            made = self._of(sources, settings, problems)
        if key and not any(problem.code == "internal-error" for problem in made.problems):
            unchanged.keep(key, made)
        return made

    def _of(self, sources: Mapping[str, bytes], settings: Settings, problems: list[Problem]) -> Architecture:
        summaries = self._summaries(sources)
        configs = {path: text for path, text in sources.items() if not path.endswith(".py")}
        try:
            catalog = load(settings.constructs)
        except RowError as error:
            problems.append(Problem("bad-construct", "error", str(error), Span(FILE, 1)))
            catalog = load()
        project = Project(summaries, libraries(configs, catalog.packages))
        m = Machine(project, catalog, read_dotenv(configs), settings.answers)
        drafts = evaluate(m, configs, self._entries)
        parts = assemble(m, drafts, settings, _mentions(sources))
        name = settings.name or self.root.resolve().name
        lines = sum(summary.lines for summary in summaries.values())
        faults = [_fault(path, summary) for path, summary in sorted(summaries.items()) if summary.fault]
        noticed = list(m.problems)
        m.close()
        return Architecture.of(
            ProjectInfo(name, len(summaries), lines), parts.resources, parts.entries, parts.links,
            [*problems, *faults, *config_faults(configs, settings, parts.resources), *noticed, *parts.problems],
        )  # fmt: skip

    def _summaries(self, sources: Mapping[str, bytes]) -> dict[str, ModuleSummary]:
        facts: dict[bytes, ModuleSummary] = {}
        made: dict[str, ModuleSummary] = {}
        for path, source in sources.items():
            if path.endswith(".py"):
                summary = self._facts.get(source) or summarize(source)
                facts[source] = made[path] = summary
        self._facts = facts
        return made


def _timed(architecture: Architecture, start: float) -> Architecture:
    elapsed = round((time.perf_counter() - start) * 1000)
    return replace(architecture, project=replace(architecture.project, elapsed_ms=elapsed))


def _agree(settings: Settings, text: bytes | None) -> bool:
    """Did archloom.toml stay as it was while the project was read?"""
    try:
        return settings == (parse(text.decode("utf-8")) if text is not None else Settings())
    except (SettingsError, UnicodeDecodeError):
        return False


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


def evaluate(m: Machine, configs: Mapping[str, bytes], asked: tuple[str, ...]) -> list[Draft]:
    """Evaluates all modules, finds the entries, and evaluates those until shared state no longer grows."""
    with _deep():
        for file in sorted(m.project.summaries):
            with _guarded(m, f"the import of {file}", file):
                module(m, file)
        with _guarded(m, "the search for entries", "."):
            every.find(m, configs, asked)
        for _ in range(ROUNDS):
            drafts = _ordered(m)
            for draft in filter(_is_stale, drafts):
                if draft.node is not None and m.is_large():
                    continue  # a large project: what one round found stands
                with _guarded(m, f"the entry {draft.label}", draft.place[0], draft.place[1]):
                    run_entry(m, draft)
            if len(m.entries) == len(drafts) and not any(map(_is_stale, drafts)):
                break
    return [draft for draft in _ordered(m) if draft.node is not None]


def _is_stale(draft: Draft) -> bool:
    """Has anything that the entry read changed since it began to be evaluated?"""
    return draft.node is None or any(cell.stamp > draft.clock for cell in draft.node.reads)


@contextmanager
def _guarded(m: Machine, what: str, file: str, line: int = 1) -> Generator[None]:
    """An error of ours in one part becomes a problem there; the rest of the project is still shown."""
    try:
        yield
    except (
        AttributeError,
        IndexError,
        KeyError,
        LookupError,
        NameError,
        RecursionError,
        TypeError,
        ValueError,
        AssertionError,
    ) as error:
        m.recover()
        where = traceback.extract_tb(error.__traceback__)[-1]
        message = f"Archloom failed in {what}: {type(error).__name__} in {Path(where.filename).name}:{where.lineno}."
        m.problem("internal-error", message, (file, line, 0, 0, 0),
                  "What it uses may be missing from the picture. Please report the file.", "error")  # fmt: skip


def _ordered(m: Machine) -> list[Draft]:
    """The entries known so far, in an order that does not depend on how they were found."""
    return sorted(m.entries.values(), key=lambda draft: (draft.place, draft.kind, draft.label))


def run_entry(m: Machine, draft: Draft) -> None:
    """Evaluates one entry in a run of its own."""
    m.begin()
    draft.clock = m.clock
    scope = m.scope("function", draft.place[0], None)
    node = draft.node = Node(draft.label, draft.place, None, None)
    draft.evaluate(m, Frame(scope, node, 0))
    if draft.with_imports and draft.place[0] in m.modules:
        node.calls[draft.place, m.modules[draft.place[0]].node] = ()


def _settings(root: Path, overlay: Overlay) -> tuple[Settings, list[Problem]]:
    try:
        if FILE in overlay:
            text = overlay[FILE]
            return (parse(text.decode("utf-8")) if text is not None else Settings()), []
        path = root / FILE
        return (parse(path.read_text(encoding="utf-8")) if path.is_file() else Settings()), []
    except SettingsError as error:
        return Settings(), [Problem("bad-settings", "error", str(error), Span(FILE, 1))]
    except (OSError, UnicodeDecodeError) as error:
        message = f"{FILE} cannot be read: {error}."
        return Settings(), [Problem("bad-settings", "error", message, Span(FILE, 1), remedy="Make it UTF-8 text.")]


def _sources(root: Path, found: Found, overlay: Overlay,
             known: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[Problem]]:  # fmt: skip
    """The bytes of every file of the project: the overlay's, those that are known already, or those on disk.

    A file that is called like a test belongs to it when another file imports it (`from .test_case_service import …`).
    """
    sources: dict[str, bytes] = {}
    problems: list[Problem] = []
    wanted = {*found.python, *found.config, *(path for path, text in overlay.items() if text is not None)}
    while wanted:
        for path in sorted(wanted):
            text, problem = _bytes_of(root, path, overlay, known)
            if text is not None:
                sources[path] = text
            problems += [problem] if problem is not None else []
        wanted = {path for path in found.tests if path not in sources and _is_imported(path, sources)}
        wanted -= {problem.source.file for problem in problems}
    return {path: sources[path] for path in sorted(sources)}, problems


def _bytes_of(
    root: Path, path: str, overlay: Overlay, known: Mapping[str, bytes]
) -> tuple[bytes | None, Problem | None]:
    if path in overlay or path in known:
        return overlay[path] if path in overlay else known[path], None
    try:
        return (root / path).read_bytes(), None
    except OSError as error:
        message = f"{path} cannot be read: {(error.strerror or str(error)).lower()}."
        remedy = "Allow reading it, or ignore it in archloom.toml ([project] ignore)."
        return None, Problem("unreadable-file", "warning", message, Span(path, 1), remedy=remedy)


def _is_imported(path: str, sources: Mapping[str, bytes]) -> bool:
    name = path.rpartition("/")[2].removesuffix(".py").encode()
    many = rb"\(\s*" + rb"(?:[\w\s,]*[\s,])?"  # names in parentheses, on lines of their own
    written = re.compile(
        rb"^\s*(?:from|import)\b(?:[^\n#]*\b|[^\n#(]*" + many + rb")" + re.escape(name) + rb"\b", re.MULTILINE
    )
    return any(name in text and written.search(text) for other, text in sources.items() if other.endswith(".py"))


def _mentions(sources: Mapping[str, bytes]) -> Callable[[str], bool]:
    """Whether a word stands anywhere in the project's files."""

    def mentions(word: str) -> bool:
        return any(word.encode() in text for text in sources.values())

    return cache(mentions)


def _fault(path: str, summary: ModuleSummary) -> Problem:
    fault = summary.fault
    assert fault is not None
    return Problem(fault.code, "error", f"{path} {fault.message}.", Span(path, fault.line), remedy=fault.remedy)


@contextmanager
def without_warnings() -> Generator[None]:
    """What the compiler warns of in the project's code is no word of ours on a terminal, and no error under `-W`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def _no_collector() -> Generator[None]:
    """Switches the garbage collector off for the batch: trees and facts are many small objects that all stay.

    Evaluation cuts its own circles, so the collector would look through all of this in vain when it is on again:
    `freeze` and `unfreeze` move it to the oldest generation at once.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        if enabled:
            gc.enable()


@contextmanager
def _deep() -> Generator[None]:
    """Evaluation nests as deeply as the project's calls do."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, 20_000))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
