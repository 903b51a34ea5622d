"""The page that lists what is known is made out of the tables, and says nothing else."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from archloom.resources.catalog import rows

DOCS = Path(rows.__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_catalog", DOCS / "make_catalog.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_the_page_is_that_of_the_tables(maker: ModuleType) -> None:
    assert maker.PAGE.read_text(encoding="utf-8") == maker.page(), "run: python docs/make_catalog.py"


def test_the_page_names_packages_services_and_secrets(maker: ModuleType) -> None:
    page = maker.page()
    assert "**langchain_openai**" in page
    assert "| dynamodb | KV store | `TableName` |" in page
    assert "`OPENAI_API_KEY`" in page


def test_a_client_is_listed_by_what_its_methods_use(maker: ModuleType) -> None:
    models = next(line for line in maker.page().partition("**openai**")[2].splitlines() if line.startswith("- Model"))
    assert "`OpenAI`" in models
