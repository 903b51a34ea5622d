"""Requirements of a project that declares none, from what its files import.

Only modules in the table below are turned into packages: a name that somebody guessed may be somebody else's package.
For any other module the project must say what it needs.
"""

from __future__ import annotations

import ast
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

from ..errors import DeployError
from .declared import Declared
from .project_files import Source

PACKAGES = {
    "aiohttp": "aiohttp", "anthropic": "anthropic", "aws_lambda_powertools": "aws-lambda-powertools",
    "bs4": "beautifulsoup4", "chromadb": "chromadb", "cohere": "cohere", "dotenv": "python-dotenv",
    "faiss": "faiss-cpu", "fastapi": "fastapi", "flask": "flask", "google": "", "httpx": "httpx", "jinja2": "jinja2",
    "langchain": "langchain", "langchain_anthropic": "langchain-anthropic", "langchain_aws": "langchain-aws",
    "langchain_chroma": "langchain-chroma", "langchain_classic": "langchain-classic",
    "langchain_cohere": "langchain-cohere", "langchain_community": "langchain-community",
    "langchain_core": "langchain-core", "langchain_experimental": "langchain-experimental",
    "langchain_google_genai": "langchain-google-genai", "langchain_groq": "langchain-groq",
    "langchain_huggingface": "langchain-huggingface", "langchain_mistralai": "langchain-mistralai",
    "langchain_ollama": "langchain-ollama", "langchain_openai": "langchain-openai",
    "langchain_pinecone": "langchain-pinecone", "langchain_postgres": "langchain-postgres",
    "langchain_redis": "langchain-redis", "langchain_text_splitters": "langchain-text-splitters",
    "langgraph": "langgraph", "langgraph_checkpoint_aws": "langgraph-checkpoint-aws", "langserve": "langserve[server]",
    "langsmith": "langsmith", "mangum": "mangum", "mcp": "mcp", "numpy": "numpy", "openai": "openai",
    "opensearchpy": "opensearch-py", "pandas": "pandas", "PIL": "pillow", "pinecone": "pinecone",
    "psycopg": "psycopg[binary]", "psycopg2": "psycopg2-binary", "pydantic": "pydantic",
    "pydantic_settings": "pydantic-settings", "pymongo": "pymongo", "pypdf": "pypdf", "qdrant_client": "qdrant-client",
    "redis": "redis", "requests": "requests", "sagemaker": "sagemaker", "sklearn": "scikit-learn",
    "slack_bolt": "slack-bolt", "sqlalchemy": "sqlalchemy", "sse_starlette": "sse-starlette", "starlette": "starlette",
    "tenacity": "tenacity", "tiktoken": "tiktoken", "tqdm": "tqdm", "uvicorn": "uvicorn", "yaml": "pyyaml",
    "boto3": "boto3", "botocore": "botocore", "aioboto3": "aioboto3",
}  # fmt: skip
_TESTS = ("tests", "test", "docs")


def inferred(project: Path, files: tuple[Source, ...]) -> Declared:
    """The packages that the imports need. Raises DeployError for an import whose package is not in the table."""
    python = [source.path for source in files if source.path.endswith(".py") and not source.path.startswith(_TESTS)]
    own = {part.removesuffix(".py") for path in python for part in Path(path).parts}
    places = dict(reversed([item for path in python for item in _imports(project, path)]))
    wanted = {name for name in places if name not in own | sys.stdlib_module_names | {"archloom"}}
    unknown = sorted(wanted - {name for name, package in PACKAGES.items() if package})
    if unknown:
        raise _undeclared(places[unknown[0]], unknown)
    return Declared("imports", tuple(sorted(PACKAGES[name] for name in wanted)))


def _imports(project: Path, path: str) -> Iterator[tuple[str, str]]:
    """Top-level module -> place, for each import that is not inside a `try`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse((project / path).read_bytes())
    except (OSError, SyntaxError, ValueError):
        return
    guarded = {id(inner) for node in ast.walk(tree) if isinstance(node, ast.Try) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module]
        for name in names:
            if id(node) not in guarded:
                yield name.partition(".")[0], f"{path}:{getattr(node, 'lineno', 1)}"


def _undeclared(place: str, unknown: list[str]) -> DeployError:
    names = ", ".join(f"`{name}`" for name in unknown)
    return DeployError(
        place, f"the project declares no dependencies, and it is not known which package {names} comes from.",
        "Write the project's packages into requirements.txt, one per line, or into `dependencies` in pyproject.toml.",
    )  # fmt: skip
