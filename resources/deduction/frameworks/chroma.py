"""Chroma without a directory or a server: an index in the memory of its process, which nobody else can ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import libraries
from ..evaluate.machine import Frame
from ..fit.notes import Note, note
from ..values import Arguments, Const, LibMethod, Place, Value
from .registry import rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

CHROMA, IN_MEMORY = "langchain_chroma.Chroma", "langchain.ChromaInMemory"
"""The catalog's name of one in memory is a word of its own; nothing in code has that path."""
KEEPERS = (
    "persist_directory", "client", "client_settings", "host", "chroma_cloud_api_key", "database", "tenant",
)  # fmt: skip
"""Arguments that say where the index is kept."""
_PERSIST = 2
"""The position of `persist_directory`, if it is given by position."""


def _in_memory(maker: str) -> None:
    @rule(f"{CHROMA}{maker}")
    def make(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
        """`Chroma.from_documents(documents, embeddings)`."""
        by_position = not maker and len(a.positional) > _PERSIST
        if a.rest or by_position or any(a.get(word) not in (None, Const(None)) for word in KEEPERS):
            return None
        if m.run == 0:
            note(f, Note("memory-vectors", place, "Chroma without a directory", True))
        return libraries.call_path(m, f, f"{IN_MEMORY}{maker}", a, place)


for _maker in ("", ".from_texts", ".afrom_texts", ".from_documents", ".afrom_documents"):
    _in_memory(_maker)
