"""The bytes of a project: what the walk found, with an overlay in place of files on disk, and its settings."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..architecture import Problem, Span
from ..settings import FILE, Settings, SettingsError, parse
from .discover import Found

Overlay = Mapping[str, bytes | None]
"""By relative path: what stands in for the file on disk; None when it is to be seen as gone."""


LARGEST = 256 * 1024
"""Bytes of a data file that is still read."""

MOST = 40
"""Data files of one ending that are read for code that composes their names."""


def settings_of(root: Path, overlay: Overlay) -> tuple[Settings, list[Problem]]:
    """What archloom.toml says, and what is wrong with it."""
    try:
        if FILE in overlay:
            text = overlay[FILE]
            return (parse(text.decode("utf-8")) if text is not None else Settings()), []
        path = root / FILE
        return (parse(path.read_text(encoding="utf-8")) if path.is_file() else Settings()), []
    except SettingsError as error:
        remedy = "Until then the file counts as empty."
        return Settings(), [Problem("bad-settings", "error", str(error), Span(FILE, error.line), remedy=remedy)]
    except (OSError, UnicodeDecodeError) as error:
        message = f"{FILE} cannot be read: {error}."
        return Settings(), [Problem("bad-settings", "error", message, Span(FILE, 1), remedy="Make it UTF-8 text.")]


def agree(settings: Settings, text: bytes | None) -> bool:
    """Did archloom.toml stay as it was while the project was read?"""
    try:
        return settings == (parse(text.decode("utf-8")) if text is not None else Settings())
    except (SettingsError, UnicodeDecodeError):
        return False


class Words:
    """Which files the text of a Python file names; each text is searched once."""

    def __init__(self) -> None:
        self._known: dict[bytes, tuple[set[bytes], set[bytes]]] = {}

    def of(self, text: bytes) -> tuple[set[bytes], set[bytes]]:
        """The words of its imports, and the names of data files."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = _imported(text), _named(text)
        return known

    def forget_others(self, texts: Iterable[bytes]) -> None:
        self._known = {text: self._known[text] for text in texts if text in self._known}


def sources(
    root: Path, found: Found, overlay: Overlay, known: Mapping[str, bytes], said: Words
) -> tuple[dict[str, bytes], list[Problem]]:
    """The bytes of every file of the project: the overlay's, those that are known already, or those on disk.

    A file that is called like a test belongs to it when another file imports it (`from .test_case_service import …`),
    a data file when some Python file mentions it by name, or a project file takes it in (`${file(functions.yml)}`).
    """
    read: dict[str, bytes] = {}
    problems: list[Problem] = []
    wanted = {*found.python, *found.config, *(path for path, text in overlay.items() if text is not None)}
    words: set[bytes] = set()
    mentioned: set[bytes] = set()
    data = _by_name(found.data)
    while wanted:
        for path in sorted(wanted):
            text, problem = _bytes_of(root, path, overlay, known)
            if text is not None:
                read[path] = text
                if path.endswith(".py"):
                    imported, named = said.of(text) if found.tests or data else (set[bytes](), set[bytes]())
                    words |= imported
                    mentioned |= named
                elif any(word in text for word in _TAKES_IN):
                    mentioned |= said.of(text)[1]
            problems += [problem] if problem is not None else []
        wanted = {path for path in found.tests if path not in read and _stem(path) in words}
        wanted |= {path for name in mentioned & data.keys() for path in data[name]
                   if path not in read and (path in overlay or _is_small(f"{root}/{path}"))}  # fmt: skip
        wanted -= {problem.source.file for problem in problems}
    said.forget_others(read.values())
    return {path: read[path] for path in sorted(read)}, problems


def _bytes_of(
    root: Path, path: str, overlay: Overlay, known: Mapping[str, bytes]
) -> tuple[bytes | None, Problem | None]:
    if path in overlay or path in known:
        return overlay[path] if path in overlay else known[path], None
    try:
        with open(f"{root}/{path}", "rb") as file:
            return file.read(), None
    except OSError as error:
        message = f"{path} cannot be read: {(error.strerror or str(error)).lower()}."
        remedy = "Allow reading it, or ignore it in archloom.toml ([project] ignore)."
        return None, Problem("unreadable-file", "warning", message, Span(path, 1), remedy=remedy)


def _stem(path: str) -> bytes:
    return path.rpartition("/")[2].removesuffix(".py").encode("utf-8", "surrogateescape")


_IMPORT = re.compile(rb"^\s*(?:from|import)\b(?:[^\n#(]*\([\w\s,]*|[^\n#]*)", re.MULTILINE)
"""An import with all its names, also those in parentheses on lines of their own."""
_WORD = re.compile(rb"[\w\x80-\xff]+")


def _imported(text: bytes) -> set[bytes]:
    """The words in the imports of a file that mentions tests at all."""
    if b"test_" not in text and b"_test" not in text:
        return set()
    return {word for written in _IMPORT.findall(text) for word in _WORD.findall(written)}


_TAKES_IN = (b"${file(", b"DefinitionUri", b"templatefile(", b"fromFile(")
"""With these a project file takes another one in; the last is a CDK program's in TypeScript."""
_DATA = re.compile(rb"\.(?:json|ya?ml|toml|ini|cfg)\b")
_END = re.compile(rb"(?:[\w.-]+|\})\Z")
_IMPLIED = {b"agents.yaml", b"tasks.yaml"}
"""What classes of CrewAI read without naming it."""
_TEMPLATES = {b".yaml", b".yml", b"template.json", b"cloudformation.json", b"stack.json"}
"""Where a Lambda function may be named: a template may be called anything."""


_CONFIGURED = re.compile(rb"config_name\s*=\s*[\"']([\w-]+)")
"""What Hydra reads."""


def _named(text: bytes) -> set[bytes]:
    """The names of data files that stand in a file; the ending alone where a text with holes composes the name."""
    ends = ((_END.search(text, max(0, at.start() - 80), at.start()), at[0]) for at in _DATA.finditer(text))
    implied = _IMPLIED if b"@CrewBase" in text else set[bytes]()
    implied |= {name + b".yaml" for name in _CONFIGURED.findall(text)} if b"hydra" in text else set()
    if b"lambda_handler" in text or b"(event, context" in text:
        implied = implied | _TEMPLATES
    return implied | {(name[0] if name[0] != b"}" else b"") + ending for name, ending in ends if name is not None}


def _is_small(path: str) -> bool:
    """Is it a plain file of a size that settings have?"""
    try:
        known = os.stat(path)
    except OSError:
        return False
    return stat.S_ISREG(known.st_mode) and known.st_size <= LARGEST


def _by_name(paths: Iterable[str]) -> dict[bytes, list[str]]:
    """Data files by name, and by ending for names that the code composes (`f"{stage}.json"`)."""
    found: dict[bytes, list[str]] = {}
    for path in paths:
        name = _base(path)
        found.setdefault(name, []).append(path)
        alike = found.setdefault(name[name.rindex(b".") :], [])
        if len(alike) < MOST:
            alike.append(path)
    return found


def _base(path: str) -> bytes:
    return path.rpartition("/")[2].encode("utf-8", "surrogateescape")


class Mentions:
    """Whether a word stands anywhere in the project's files; remembers what was asked."""

    def __init__(self, read: Mapping[str, bytes]) -> None:
        self._read = read
        self._known: dict[bytes, bool] = {}

    def __call__(self, word: str) -> bool:
        asked = word.encode()
        if asked not in self._known:
            self._known[asked] = any(asked in text for text in self._read.values())
        return self._known[asked]

    def would_say_the_same(self, old: bytes, new: bytes) -> bool:
        """Does a file hold the words that were asked for after an edit as before?"""
        return all((word in old) == (word in new) for word in self._known)
