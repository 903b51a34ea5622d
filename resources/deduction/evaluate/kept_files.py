"""What one program pickles and another loads: `pickle.dump(store, open("store.pkl", "wb"))`.

Files are the same when their names are, wherever the programs run. A vector store that lives in memory is kept under
the name of its file, as `save_local` and `load_local` would do it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeGuard

from ..values import Arguments, Const, Lib, LibMethod, LibObject, Place, Value, alternatives, join
from . import calls, naming
from .machine import Frame
from .names import module

if TYPE_CHECKING:
    from .machine import Machine

ENDINGS = (".pkl", ".pickle", ".joblib", ".dill")
MODULES = ("pickle", "dill", "cloudpickle", "joblib", "_pickle")
KEEPERS = frozenset(MODULES)
STORES = frozenset({"langchain_community.vectorstores.FAISS"})


def opened(m: Machine, path: Value | None, place: Place) -> LibObject | None:
    """`open("store.pkl")`."""
    name = name_of(path)
    if name is None:
        return None
    made = m.library_object("open", "", place, Arguments())
    made.attributes["name"] = Const(name)
    return made


def name_of(path: Value | None) -> str | None:
    """The name of a file that keeps objects: of a path, or of what `open` gave for it."""
    if isinstance(path, LibObject) and path.path == "open":
        path = path.attributes.get("name")
    name = posixpath.basename(naming.text_of(path) or "") if path is not None else ""
    return name if name.endswith(ENDINGS) else None


def dump(m: Machine, f: Frame, a: Arguments, place: Place) -> Value | None:
    given = naming.bind(("obj", "file"), a)
    name = name_of(given.get("file") or a.get("filename"))
    if name is None or "obj" not in given:
        return None
    shelf = _shelf(m, name)
    old = shelf.attributes.get("held")
    m.write(shelf, shelf.attributes, "held", given["obj"] if old is None else join((old, given["obj"])))
    for one in alternatives(given["obj"]):
        if _is_store(one):
            calls.call(m, f, LibMethod(one, "save_local"), Arguments((Const(name),)), place)
    return Const(None)


def load(m: Machine, f: Frame, a: Arguments, place: Place) -> Value | None:
    given = naming.bind(("file",), a)
    name = name_of(given.get("file") or a.get("filename"))
    if name is None:
        return None
    shelf = _shelf(m, name)
    if not m.run and "held" not in shelf.attributes:
        _evaluate_writers(m)
    f.read(shelf, "held")
    held = shelf.attributes.get("held")
    return join(_loaded(m, f, one, name, place) for one in alternatives(held)) if held is not None else None


def _evaluate_writers(m: Machine) -> None:
    """A program that loads while it is imported comes after those that may have kept something."""
    for file, summary in sorted(m.project.summaries.items()):
        if file not in m.modules and not KEEPERS.isdisjoint(summary.imports):
            module(m, file)


def _loaded(m: Machine, f: Frame, one: Value, name: str, place: Place) -> Value:
    if not _is_store(one):
        return one
    embeddings = naming.bind(("texts", "embedding"), one.arguments).get("embedding")
    given = (Const(name), embeddings) if embeddings is not None else (Const(name),)
    return calls.call(m, f, Lib(f"{one.type}.load_local"), Arguments(given), place)


def _is_store(value: Value) -> TypeGuard[LibObject]:
    """A vector store that this machine's memory holds, as far as the catalog knows."""
    return isinstance(value, LibObject) and value.type in STORES


def _shelf(m: Machine, name: str) -> LibObject:
    """What stands for all files of a name."""
    key = ("kept file", name)
    made: LibObject | None = m.scratch.get(key)
    if made is None:
        made = m.scratch[key] = m.library_object("kept file", "", ("", 0, 0, 0, 0), Arguments())
        made.born = 0
    return made


TABLE: dict[str, Callable[[Machine, Frame, Arguments, Place], Value | None]] = {
    f"{module}.{name}": handler for module in MODULES for name, handler in (("dump", dump), ("load", load))
}
"""Path -> what keeps an object in a file or loads it; None when the file is not known by its name."""
