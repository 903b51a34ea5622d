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
    "aioboto3": "aioboto3", "aiohttp": "aiohttp", "anthropic": "anthropic", "asyncpg": "asyncpg",
    "aws_lambda_powertools": "aws-lambda-powertools", "boto3": "boto3", "botocore": "botocore",
    "bs4": "beautifulsoup4", "cassandra": "cassandra-driver", "celery": "celery", "chainlit": "chainlit",
    "chromadb": "chromadb", "click": "click", "cohere": "cohere", "crewai": "crewai", "dateutil": "python-dateutil",
    "ddgs": "ddgs", "deepagents": "deepagents", "docx": "python-docx", "dotenv": "python-dotenv",
    "duckduckgo_search": "duckduckgo-search", "elasticsearch": "elasticsearch", "faiss": "faiss-cpu",
    "fastapi": "fastapi", "fastmcp": "fastmcp", "flask": "flask", "gradio": "gradio", "groq": "groq",
    "gunicorn": "gunicorn", "html2text": "html2text", "httpx": "httpx", "jinja2": "jinja2", "jwt": "pyjwt",
    "langchain": "langchain", "langchain_anthropic": "langchain-anthropic", "langchain_aws": "langchain-aws",
    "langchain_chroma": "langchain-chroma", "langchain_classic": "langchain-classic",
    "langchain_cli": "langchain-cli", "langchain_cohere": "langchain-cohere",
    "langchain_community": "langchain-community", "langchain_core": "langchain-core",
    "langchain_deepseek": "langchain-deepseek", "langchain_elasticsearch": "langchain-elasticsearch",
    "langchain_experimental": "langchain-experimental", "langchain_fireworks": "langchain-fireworks",
    "langchain_google_genai": "langchain-google-genai", "langchain_google_vertexai": "langchain-google-vertexai",
    "langchain_groq": "langchain-groq", "langchain_huggingface": "langchain-huggingface",
    "langchain_mcp_adapters": "langchain-mcp-adapters", "langchain_milvus": "langchain-milvus",
    "langchain_mistralai": "langchain-mistralai", "langchain_mongodb": "langchain-mongodb",
    "langchain_nvidia_ai_endpoints": "langchain-nvidia-ai-endpoints", "langchain_ollama": "langchain-ollama",
    "langchain_openai": "langchain-openai", "langchain_perplexity": "langchain-perplexity",
    "langchain_pinecone": "langchain-pinecone", "langchain_postgres": "langchain-postgres",
    "langchain_qdrant": "langchain-qdrant", "langchain_redis": "langchain-redis",
    "langchain_tavily": "langchain-tavily", "langchain_text_splitters": "langchain-text-splitters",
    "langchain_together": "langchain-together", "langchain_unstructured": "langchain-unstructured",
    "langchain_weaviate": "langchain-weaviate", "langchain_xai": "langchain-xai", "langfuse": "langfuse",
    "langgraph": "langgraph", "langgraph_checkpoint_aws": "langgraph-checkpoint-aws",
    "langgraph_sdk": "langgraph-sdk", "langgraph_supervisor": "langgraph-supervisor",
    "langgraph_swarm": "langgraph-swarm", "langserve": "langserve[server]", "langsmith": "langsmith",
    "litellm": "litellm", "loguru": "loguru", "lxml": "lxml", "mangum": "mangum", "markdownify": "markdownify",
    "matplotlib": "matplotlib", "mcp": "mcp", "mistralai": "mistralai", "motor": "motor", "numpy": "numpy",
    "ollama": "ollama", "openai": "openai", "opensearchpy": "opensearch-py", "orjson": "orjson", "pandas": "pandas",
    "peewee": "peewee", "PIL": "pillow", "pinecone": "pinecone", "psycopg": "psycopg[binary]",
    "psycopg2": "psycopg2-binary", "pydantic": "pydantic", "pydantic_settings": "pydantic-settings",
    "pymongo": "pymongo", "pymysql": "pymysql", "pypdf": "pypdf", "PyPDF2": "pypdf2", "pypdfium2": "pypdfium2",
    "pytz": "pytz", "qdrant_client": "qdrant-client", "ray": "ray[serve]", "redis": "redis", "requests": "requests",
    "rich": "rich", "rq": "rq", "sagemaker": "sagemaker", "scipy": "scipy", "shortuuid": "shortuuid",
    "sklearn": "scikit-learn", "slack_bolt": "slack-bolt", "slack_sdk": "slack-sdk", "sqlalchemy": "sqlalchemy",
    "sqlmodel": "sqlmodel", "sse_starlette": "sse-starlette", "starlette": "starlette", "streamlit": "streamlit",
    "structlog": "structlog", "tavily": "tavily-python", "tenacity": "tenacity", "tiktoken": "tiktoken",
    "tldextract": "tldextract", "toml": "toml", "tqdm": "tqdm", "trafilatura": "trafilatura", "typer": "typer",
    "typing_extensions": "typing-extensions", "unstructured": "unstructured", "uvicorn": "uvicorn",
    "weaviate": "weaviate-client", "websockets": "websockets", "wikipedia": "wikipedia", "xmltodict": "xmltodict",
    "yaml": "pyyaml",
}  # fmt: skip
_TESTS = ("tests", "test", "docs")


def inferred(project: Path, files: tuple[Source, ...]) -> Declared:
    """The packages that the imports need. Raises DeployError for an import whose package is not in the table."""
    python = [source.path for source in files if source.path.endswith(".py") and not source.path.startswith(_TESTS)]
    own = {part.removesuffix(".py") for path in python for part in Path(path).parts}
    places = dict(reversed([item for path in python for item in _imports(project, path)]))
    wanted = {name for name in places if name not in own | sys.stdlib_module_names | {"archloom"}}
    unknown = sorted(wanted - PACKAGES.keys())
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
