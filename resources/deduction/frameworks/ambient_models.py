"""Models that a library keeps for all its objects: `Settings.llm = …` of LlamaIndex, `dspy.configure(lm=…)`.

An object that is given no model of its own holds what is kept, whichever file of its process keeps it and whenever.
LlamaIndex asks OpenAI when nobody keeps a model.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from .. import company
from ..evaluate import holding, libraries, perform, running
from ..evaluate.machine import Frame
from ..values import Arguments, Const, LibMethod, LibObject, Place, Sequence, Value, alternatives
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

LLM, EMBEDDING, LM = "llm", "embed_model", "lm"
SETTINGS = ("llama_index.core.Settings", "llama_index.core.settings.Settings")
USUAL = {
    LLM: ("llama_index.llms.openai.OpenAI", "gpt-3.5-turbo"),
    EMBEDDING: ("llama_index.embeddings.openai.OpenAIEmbedding", "text-embedding-ada-002"),
}
"""What LlamaIndex asks when a project keeps nothing, if it does not speak of such models at all."""
_NOTHING: dict[str, LibObject] = {}


def kept(m: Machine, word: str, file: str) -> LibObject:
    """What stands for the models that are kept under this word in the processes that load a file."""
    objects: dict[str, LibObject] = m.scratch.setdefault(("kept models", word), {})
    if file not in objects:
        made = objects[file] = m.library_object(f"kept.{word}", "", ("", 0, 0, 0, 0), Arguments())
        made.born = 0
        for value in chain.from_iterable(company.met(m, file, _values(m, word))):
            holding.hold(m, made, word, value)
    return objects[file]


def _values(m: Machine, word: str) -> dict[str, list[Value]]:
    return m.scratch.setdefault(("models", word), {})


def _keep(m: Machine, f: Frame, word: str, value: Value) -> None:
    _values(m, word).setdefault(f.file, []).append(value)
    for file, one in m.scratch.get(("kept models", word), _NOTHING).items():
        if company.may_meet(m, file, f.file):
            holding.hold(m, one, word, value)


def _lean_on(m: Machine, f: Frame, owner: LibObject, word: str) -> None:
    """The object holds what is kept, also while that is nothing yet."""
    held = (word, kept(m, word, f.file))
    if held not in owner.held:
        m.changing(owner)
        owner.held.append(held)


def _usual(m: Machine, f: Frame, word: str) -> None:
    """LlamaIndex's own choice, in a project that chooses nothing anywhere."""
    if ("usual", word) not in m.scratch and not any(
        m.project.says(file, word.encode()) for file in m.project.summaries
    ):
        m.scratch["usual", word] = True
        path, model = USUAL[word]
        _keep(m, f, word, libraries.call_path(m, f, path, Arguments((Const(model),)), f.here()))


def _keeps(word: str) -> None:
    @rule(*(f"{path}.{word}=" for path in SETTINGS))
    def keep(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
        _keep(m, f, word, a.positional[0])
        return None


for _word in (LLM, EMBEDDING):
    _keeps(_word)

INDICES = (
    "llama_index.core.VectorStoreIndex", "llama_index.core.PropertyGraphIndex", "llama_index.core.KnowledgeGraphIndex",
    "llama_index.GPTVectorStoreIndex", "llama_index.GPTSimpleVectorIndex", "llama_index.DocumentSummaryIndex",
    "llama_index.core.SummaryIndex", "llama_index.core.indices.managed.bge_m3.BGEM3Index",
    "llama_index.core.indices.MultiModalVectorStoreIndex",
)  # fmt: skip


def _asks(path: str, word: str, *unless: str, usual: bool = False) -> None:
    """Objects of this class ask the model that is kept under WORD, unless they are given one."""

    @rule(path)
    def make(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
        row = m.catalog.call(path)
        if row is not None and path in INDICES and _is_empty(a):
            return perform.perform(m, f, replace(row, uses=(), reaches=False), path, path.rpartition(".")[2], a, place)
        if row is None or _given(a, word, *unless) or word in row.parameters[: len(a.positional)]:
            return None
        if usual:
            _usual(m, f, word)
        made = perform.perform(m, f, row, path, path.rpartition(".")[2], a, place)
        for one in alternatives(made):
            if isinstance(one, LibObject):
                _lean_on(m, f, one, word)
                if row.reaches:  # `from_documents` embeds at once
                    running.run_object(m, f, kept(m, word, f.file), place)
        return made


def _is_empty(a: Arguments) -> bool:
    """`VectorStoreIndex([], storage_context=…)` has nothing to embed yet."""
    nodes = a.positional[0] if a.positional else a.get("nodes")
    return isinstance(nodes, Sequence) and not nodes.items and nodes.rest is None


INSERTS = ("insert", "ainsert", "insert_nodes", "ainsert_nodes", "refresh", "refresh_ref_docs", "arefresh_ref_docs",
           "update_ref_doc")  # fmt: skip


@rule(*methods(INDICES, INSERTS))
def insert(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`index.insert_nodes([node])` embeds them and asks no language model."""
    owner = callee.receiver if callee is not None else None
    row = m.catalog.method(owner.type, callee.name) if owner is not None and callee is not None else None
    embedders = _embedders(owner) if owner is not None else []
    if owner is None or row is None or callee is None or not embedders:
        return None
    path = f"{owner.path}.{callee.name}"
    made = perform.perform(m, f, replace(row, reaches=False), path, callee.name, a, place, owner)
    for one in embedders:
        running.run_object(m, f, one, place)
    return made


def _embedders(owner: LibObject, depth: int = 3) -> list[LibObject]:
    """What embeds for an object: its own model, that of its `ServiceContext`, or what is kept."""
    found: list[LibObject] = []
    for word, held in owner.held if depth else ():
        for one in alternatives(held):
            if isinstance(one, LibObject) and (word == EMBEDDING or "embedding" in one.path.lower()):
                found.append(one)
            elif isinstance(one, LibObject) and one.path.startswith("llama_index."):
                found += _embedders(one, depth - 1)
    return found


def _given(a: Arguments, *words: str) -> bool:
    return bool(a.rest) or any(a.get(word) not in (None, Const(None)) for word in words)


for _path in (*methods(INDICES, ("from_documents", "from_vector_store")), *INDICES,
              "llama_index.core.load_index_from_storage"):  # fmt: skip
    _asks(_path, EMBEDDING, "service_context", usual=True)
for _path in (
    "llama_index.core.agent.workflow.FunctionAgent", "llama_index.core.agent.workflow.ReActAgent",
    "llama_index.core.agent.ReActAgent.from_tools", "llama_index.core.query_engine.RetrieverQueryEngine.from_args",
    "llama_index.core.query_engine.RetrieverQueryEngine",
    "llama_index.core.query_engine.SubQuestionQueryEngine.from_defaults",
    "llama_index.core.query_engine.RouterQueryEngine.from_defaults",
    "llama_index.core.chat_engine.ContextChatEngine.from_defaults",
    "llama_index.core.chat_engine.CondensePlusContextChatEngine.from_defaults",
):  # fmt: skip
    _asks(_path, LLM, "response_synthesizer", "service_context")


@rule(*methods((*INDICES, "llama_index.Engine"), ("as_query_engine", "as_chat_engine")))
def engine(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`index.as_query_engine()`: what answers is kept, unless it is given."""
    made = callee.receiver if callee is not None else None
    if (
        made is not None
        and not _given(a, LLM, "service_context")
        and not _given(made.arguments, LLM, "service_context")
    ):
        _usual(m, f, LLM)
        _lean_on(m, f, made, LLM)
    return None


DSPY = (
    "Predict", "ChainOfThought", "ChainOfThoughtWithHint", "ReAct", "ReActV2", "ProgramOfThought", "CodeAct",
    "MultiChainComparison", "BestOfN", "Refine", "RLM", "Flex",
)  # fmt: skip
for _name in DSPY:
    _asks(f"dspy.{_name}", LM)


@rule("dspy.configure", "dspy.settings.configure", "dspy.context", "dspy.settings.context")
def configure(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`dspy.configure(lm=lm, rm=rm)`."""
    for word in (LM, "rm"):
        if (given := a.get(word)) is not None:
            _keep(m, f, word, given)
    return None
