"""Kind, service and secrets are settled by the text of an argument."""

import pytest

from archloom.resources.catalog.loader import Catalog
from archloom.resources.catalog.records import Call


def choose(catalog: Catalog, path: str, /, **texts: str) -> Call:
    call = catalog.call(path)
    assert call is not None
    return catalog.choose(call, texts)


@pytest.mark.parametrize(
    ("url", "kind", "service"),
    [
        ("postgresql+asyncpg://u:p@db/orders", "database", "postgres"),
        ("postgres://db/orders", "database", "postgres"),
        ("mysql+pymysql://db/orders", "database", "mysql"),
        ("sqlite:///./app.db", "local_store", "sqlite"),
        ("weird://db/orders", "database", "sql"),
        ("", "database", "sql"),
    ],
)
def test_the_scheme_of_a_connection_url_tells_the_database(catalog: Catalog, url: str, kind: str, service: str) -> None:
    call = choose(catalog, "sqlalchemy.create_engine", url=url)
    assert (call.kind, call.service) == (kind, service)


@pytest.mark.parametrize(
    ("texts", "service", "name"),
    [
        ({"model": "openai:gpt-4o"}, "openai", "gpt-4o"),
        ({"model": "gpt-4o"}, "openai", ""),
        ({"model": "claude-sonnet-4-5"}, "anthropic", ""),
        ({"model": "llama-3", "model_provider": "groq"}, "groq", ""),
        ({"model": "anthropic.claude-v2:1"}, "bedrock-runtime", ""),
        ({"model": "bedrock_converse:us.amazon.nova-pro-v1:0"}, "bedrock-runtime", "us.amazon.nova-pro-v1:0"),
        ({"model": "google-genai:gemini-2.0-flash"}, "google_genai", "gemini-2.0-flash"),
        ({}, "", ""),
    ],
)
def test_a_models_text_tells_its_vendor(catalog: Catalog, texts: dict[str, str], service: str, name: str) -> None:
    call = choose(catalog, "langchain.chat_models.init_chat_model", **texts)
    assert call.service == service
    assert call.name.default == name


def test_a_vendor_brings_its_secret_and_its_way_of_being_used(catalog: Catalog) -> None:
    call = choose(catalog, "langchain.chat_models.init_chat_model", model="bedrock:amazon.nova-lite-v1:0")
    kind = catalog.type(call.returns)
    assert kind is not None
    assert kind.run[0].actions == ("bedrock:InvokeModel",)
    openai = choose(catalog, "langchain.chat_models.init_chat_model", model="openai:gpt-4o")
    assert [secret.env for secret in openai.secrets] == ["OPENAI_API_KEY"]


def test_an_agent_that_is_given_a_model_object_stands_for_none_of_its_own(catalog: Catalog) -> None:
    assert choose(catalog, "langchain.agents.create_agent").kind == ""
    assert choose(catalog, "langchain.agents.create_agent", model="openai:gpt-4o").service == "openai"


def test_litellm_routes_lead_to_the_vendor_and_its_actions(catalog: Catalog) -> None:
    (use,) = choose(catalog, "litellm.completion", model="bedrock/anthropic.claude-v2").uses
    assert (use.kind, use.service, use.name.default) == ("model", "bedrock-runtime", "anthropic.claude-v2")
    assert use.actions == ("bedrock:InvokeModel",)


@pytest.mark.parametrize(
    ("url", "kind", "service"),
    [
        ("https://api.openai.com/v1/models", "external_api", "openai"),
        ("https://hooks.slack.com/services/x", "external_api", "slack"),
        ("https://notslack.com/x", "external_api", "http"),
        ("https://internal.example.com/x", "external_api", "http"),
        ("https://api.sendgrid.com/v3/mail/send", "email", "sendgrid"),
    ],
)
def test_the_host_of_an_address_tells_whose_it_is(catalog: Catalog, url: str, kind: str, service: str) -> None:
    (use,) = choose(catalog, "requests.post", url=url).uses
    assert (use.kind, use.service) == (kind, service)


def test_the_lambda_extension_hands_out_a_secret_of_secrets_manager(catalog: Catalog) -> None:
    url = "http://localhost:2773/secretsmanager/get?secretId=api-keys"
    (use,) = choose(catalog, "requests.get", url=url).uses
    assert (use.kind, use.name.default, use.actions) == ("secret", "api-keys", ("secretsmanager:GetSecretValue",))


def test_the_service_that_requests_are_signed_for_tells_a_collection_from_a_domain(catalog: Catalog) -> None:
    domain = choose(catalog, "opensearchpy.OpenSearch", **{"http_auth.service": "es"})
    collection = choose(catalog, "opensearchpy.OpenSearch", **{"http_auth.service": "aoss"})
    asked, asked_there = (catalog.method(call.returns, "search") for call in (domain, collection))
    assert asked is not None
    assert asked_there is not None
    assert asked.uses[0].actions == ("es:ESHttpGet", "es:ESHttpPost")
    assert asked_there.uses[0].actions == ("aoss:APIAccessAll",)


@pytest.mark.parametrize(
    ("path", "argument", "text", "kind", "actions"),
    [
        ("pandas.read_csv", "filepath_or_buffer", "s3://data/x.csv", "bucket", ("s3:GetObject", "s3:ListBucket")),
        ("pandas.read_csv", "filepath_or_buffer", "https://example.com/x.csv", "external_api", ("read",)),
        ("pandas.read_csv", "filepath_or_buffer", "x.csv", "", ("read",)),
        ("pandas.read_parquet", "path", "gs://data/x", "bucket", ("read",)),
    ],
)
def test_a_files_address_tells_where_it_is(
    catalog: Catalog, path: str, argument: str, text: str, kind: str, actions: tuple[str, ...]
) -> None:
    (use,) = choose(catalog, path, **{argument: text}).uses
    assert (use.kind, use.actions) == (kind, actions)


def test_a_file_that_is_written_is_put_into_the_bucket(catalog: Catalog) -> None:
    call = catalog.method("pandas.DataFrame", "to_csv")
    assert call is not None
    (use,) = catalog.choose(call, {"path_or_buf": "s3://data/x.csv"}).uses
    assert (use.kind, use.actions) == ("bucket", ("s3:PutObject",))
