"""Makes docs/catalog.md out of the catalog's tables: what is known, by package.

.venv/bin/python docs/make_catalog.py
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from archloom.resources.catalog.aws import operations
from archloom.resources.catalog.compiled import sections
from archloom.resources.kinds import KINDS

PAGE = Path(__file__).with_name("catalog.md")
TABLES = {name: dict(rows) for name, rows in sections().items()}
# Names of common types, no import paths.
COMMON = ("langchain.", "langgraph.Checkpointer", "langgraph.Store", "langgraph.ServerStore", "boto3.response", "sql.",
          "gcs.", "firestore.", "opensearch.", "neo4j.Reading")  # fmt: skip
ORDINARY = ("langchain.agents.", "langchain.chat_models.", "langchain.embeddings.", "langchain.mcp")
HEAD = """# What Archloom knows

Made by `docs/make_catalog.py` out of the tables in `resources/catalog/`; do not edit it. What is not here is still
followed: an unknown class runs what it is given. A row of your own goes into `archloom.toml`
([resources/catalog/README.md](../resources/catalog/README.md)).
"""


def page() -> str:
    return "\n".join([HEAD, *_aws(), *_packages(), *_vendors(), *_variables(), ""])


def _aws() -> Iterator[str]:
    names = [line.partition(" ")[0] for line in operations._text().splitlines()[1:]]
    services = [known for name in names if (known := operations.service(name)) is not None]
    count = sum(len(known.operations) for known in services)
    yield "## AWS\n"
    yield f"boto3 and aioboto3: {count:,} operations of {len(services)} services, as clients, resource objects,"
    yield "paginators, waiters, presigned URLs and transfer methods, each with its IAM actions, the resource that its"
    yield "arguments name, the roles that it passes on and the keys that it names. Services of which the resource is"
    yield "known by its name:\n"
    yield "| service | kind | named by |\n|---|---|---|"
    for name, about in sorted(TABLES["aws"]["services"].items()):
        if about.get("names"):
            yield f"| {name} | {_title(about['kind'])} | {', '.join(f'`{one}`' for one in about['names'])} |"
    yield ""


def _packages() -> Iterator[str]:
    yield "## Packages\n"
    yield "Classes and functions by the package that they are imported from (the newest one), with the service that"
    yield "they stand for. All former homes lead to the same row.\n"
    by_package: dict[str, dict[str, list[str]]] = {}
    for path, row in sorted(TABLES["calls"].items()):
        if "made_by" not in row and (not path.startswith(COMMON) or path.startswith(ORDINARY)):
            kind = _title(row["kind"]) if row.get("kind") else _used(path, row)
            by_package.setdefault(path.partition(".")[0], {}).setdefault(kind, []).append(_called(path, row))
    for package, kinds in sorted(by_package.items(), key=lambda item: item[0].lower()):
        yield f"**{package}**\n"
        for kind, names in sorted(kinds.items()):
            yield f"- {kind}: {', '.join(sorted(set(names), key=lambda name: (name.lower(), name)))}"
        yield ""


def _called(path: str, row: dict[str, Any]) -> str:
    name = ".".join(path.split(".")[1:]) if path.count(".") < 2 else path.rpartition(".")[2]
    service = row.get("service", "")
    return f"`{name}`" + (f" ({service})" if service and service not in path.lower() else "")


def _used(path: str, row: dict[str, Any]) -> str:
    """A function, or a client that stands for nothing itself, may use something at once or in its methods."""
    methods = TABLES["types"].get(row.get("returns", path), {}).get("methods", {}).values()
    uses = [use for call in (row, *methods) for use in call.get("uses", ())]
    kinds = Counter(use["kind"] for use in uses if use.get("kind"))
    kind = "model" if "model" in kinds else next((kind for kind, _ in kinds.most_common(1)), "")
    return _title(kind) if kind else "Passes on what it is given"


def _title(kind: str) -> str:
    return KINDS[kind].label if kind in KINDS else kind


def _vendors() -> Iterator[str]:
    choices = TABLES["choices"]
    yield "## By the text of an argument\n"
    yield f"- Addresses that are called: {_words(choices['http'])}"
    yield f"- Connection URLs: {_words(choices['database'])}"
    yield f"- Files: {_words(choices['storage'])}"
    yield f"- `init_chat_model`, `create_agent`: {_words(choices['model']['providers'])}"
    yield f"- litellm: {_words(choices['litellm'])}\n"


def _variables() -> Iterator[str]:
    yield "## Secrets that libraries read by themselves\n"
    rows = (row for row in TABLES["calls"].values())
    yield _words({secret["env"] for row in rows for secret in row.get("secrets", ())}) + "\n"


def _words(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in sorted(words))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
