"""Which variables are secrets: by their names, and by what they are used for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture
from archloom.resources.deduction.secret_names import is_key_argument, is_secret

Open = Callable[..., Architecture]


@pytest.mark.parametrize("name", [
    "OPENAI_API_KEY", "DATABASE_URL", "SUPABASE_DB_URL", "ASYNC_DATABASE_URL", "MONGO_CONNECTION_URI", "DISCORD_TOKEN",
    "JWT_SECRET", "SQLALCHEMY_DATABASE_URI", "SUPABASE_SERVICE_ROLE_KEY", "SUPABASE_KEY", "AZURE_OPENAI_KEY",
    "ENCRYPT_KEY",
])  # fmt: skip
def test_a_name_tells_a_secret(name: str) -> None:
    assert is_secret(name)


@pytest.mark.parametrize("name", [
    "PARTITION_KEY", "CACHE_KEY", "MAX_TOKENS", "MAX_NEW_TOKEN", "VECTOR_DB_URL", "QDRANT_URL", "DB_HOST", "SECRET_ARN",
    "API_URL", "DATABASE_NAME", "CORS_ALLOW_CREDENTIALS", "REQUIRE_API_KEY",
])  # fmt: skip
def test_a_name_tells_plain_configuration(name: str) -> None:
    assert not is_secret(name)


@pytest.mark.parametrize("name", ["api_key", "openai_api_key", "public_key", "secret_key", "auth_token", "password"])
def test_a_parameter_takes_a_secret(name: str) -> None:
    assert is_key_argument(name)


@pytest.mark.parametrize("name", ["sort_key", "memory_key", "max_tokens", "key", "token_limit"])
def test_a_parameter_takes_something_else(name: str) -> None:
    assert not is_key_argument(name)


USED: dict[str, str] = {
    "the key of a model": "from langchain_openai import ChatOpenAI\nChatOpenAI(api_key=os.environ['MINE']).invoke('x')",
    "the key of a library nobody knows": "import acme\nacme.Client(api_key=os.environ['MINE'])",
    "the URL of a database": "from sqlalchemy import create_engine\ncreate_engine(os.environ['MINE']).connect()",
    "the URL of a database, made for another driver":
        "from sqlalchemy import create_engine\ncreate_engine(os.environ['MINE'].replace('a', 'b')).connect()",
}  # fmt: skip


@pytest.mark.parametrize("use", USED)
def test_a_variable_is_a_secret_by_its_use(use: str, opened: Open) -> None:
    lines = "\n    ".join(USED[use].splitlines())
    project = opened(f"import os\ndef f(event, context):\n    {lines}\n", "app.f")
    assert [one.id for one in project.resources if one.kind == "secret"] == ["secret:MINE"]


def test_a_file_for_a_database_is_no_secret(opened: Open) -> None:
    project = opened("""
        import os
        from sqlalchemy import create_engine
        def f(event, context): create_engine(os.getenv("MINE", "sqlite:///x.db")).connect()
    """)
    assert not [one for one in project.resources if one.kind == "secret"]


SETTINGS = """
from pydantic import PostgresDsn
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    postgres_dsn: PostgresDsn = "postgresql://u:p@h/x"
    @property
    def orm(self): return self.postgres_dsn.encoded_string().replace("postgresql:", "postgresql+psycopg:")
settings = Settings()
from sqlalchemy import create_engine, text
def f(event, context): create_engine(settings.orm).connect().execute(text("SELECT 1"))
"""


def test_a_url_of_the_settings_stays_the_variable_through_its_methods(opened: Open) -> None:
    project = opened(SETTINGS, "app.f")
    assert {(one.kind, one.env) for one in project.resources if one.env} == {
        ("database", "POSTGRES_DSN"), ("secret", "POSTGRES_DSN")
    }  # fmt: skip


def test_what_langstream_gives_of_its_secrets_is_a_secret_where_it_is_a_key(opened: Open) -> None:
    found = opened({
        "app/python/chat.py": """
            from langchain_openai import ChatOpenAI
            from langstream import Processor
            class Chat(Processor):
                def init(self, config):
                    given = config["resources"]["llm"]
                    self.model = ChatOpenAI(model=given["model"], api_key=given["access-key"])
                def process(self, record): return self.model.invoke(record.value())
        """,
        "app/pipeline.yaml": """
            pipeline:
              - type: python-processor
                input: questions
                configuration: {className: chat.Chat}
        """,
        "app/configuration.yaml": """
            configuration:
              resources:
                - id: llm
                  configuration:
                    model: gpt-4o
                    access-key: "${ secrets.open-ai.access-key }"
                    url: "${ secrets.open-ai.url }"
        """,
    })  # fmt: skip
    assert {one.id for one in found.resources if one.kind in ("secret", "model")} == {
        "secret:resources.llm.access-key", "model:gpt-4o",
    }  # fmt: skip


def test_an_address_with_a_login_beside_it_is_no_secret(opened: Open) -> None:
    project = opened(
        """
        import os
        from neo4j import GraphDatabase
        def f(event, context):
            GraphDatabase.driver(os.environ["GRAPH"], auth=("neo4j", os.environ["PASSWORD"])).execute_query("RETURN 1")
        """,
        "app.f",
    )
    assert [one.id for one in project.resources if one.kind == "secret"] == ["secret:PASSWORD"]


FILLED = """
import os, getpass, boto3
import streamlit as st
from langchain_openai import ChatOpenAI
def f(key=None):
    os.environ["OPENAI_API_KEY"] = VALUE
    ChatOpenAI(model="m").invoke("x")
"""


@pytest.mark.parametrize(
    ("value", "secrets"),
    [
        ("boto3.client('secretsmanager').get_secret_value(SecretId='keys')['SecretString']", {"keys"}),
        ("os.environ['TEAM_TOKEN']", {"TEAM_TOKEN"}),
        ("os.environ['OPENAI_API_KEY']", {"OPENAI_API_KEY"}),
        ("getpass.getpass()", {"OPENAI_API_KEY"}),
        ("input()", {"OPENAI_API_KEY"}),
        ("st.text_input('key')", {"OPENAI_API_KEY"}),
        ("key", {"OPENAI_API_KEY"}),
    ],
)
def test_a_variable_that_the_code_fills_is_no_secret_of_the_deployment(
    value: str, secrets: set[str], opened: Open
) -> None:
    seen = opened(FILLED.replace("VALUE", value), "app.f")

    assert {one.name or one.env for one in seen.resources if one.kind == "secret"} == secrets


@pytest.mark.parametrize(
    ("default", "secrets"),
    [
        ("sqlite:///./app.db", set[str]()),
        ("sqlite+aiosqlite:///app.db", set[str]()),
        ("postgresql://db/app", {"DATABASE_URL"}),
    ],
)
@pytest.mark.parametrize(
    "code",
    [
        "import os\ndef f(): return os.getenv('DATABASE_URL', 'DEFAULT')",
        "from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    database_url: str = 'DEFAULT'\n"
        "def f(): return Settings().database_url",
    ],
    ids=["a variable", "a field of settings"],
)
def test_a_database_in_a_file_by_default_has_no_login(
    opened: Callable[..., Architecture], code: str, default: str, secrets: set[str]
) -> None:
    seen = opened(code.replace("DEFAULT", default), "app.f")

    assert {one.env for one in seen.resources if one.kind == "secret"} == secrets
