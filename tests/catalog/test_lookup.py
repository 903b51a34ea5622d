"""A construct is found by every path that it ever had, and by nothing else."""

import pytest

from archloom.resources.catalog.loader import Catalog


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("langchain_openai.ChatOpenAI", "langchain_openai.ChatOpenAI"),
        ("langchain_openai.chat_models.base.ChatOpenAI", "langchain_openai.ChatOpenAI"),
        ("langchain.chat_models.ChatOpenAI", "langchain_openai.ChatOpenAI"),
        ("langchain.chat_models.openai.ChatOpenAI", "langchain_openai.ChatOpenAI"),
        ("langchain_community.chat_models.openai.ChatOpenAI", "langchain_openai.ChatOpenAI"),
        ("langchain_classic.chat_models.ChatOpenAI", "langchain_openai.ChatOpenAI"),
        ("langchain.OpenAI", "langchain_openai.OpenAI"),
        ("langchain.vectorstores.FAISS", "langchain_community.vectorstores.FAISS"),
        ("langchain.FAISS", "langchain_community.vectorstores.FAISS"),
        (
            "langchain.memory.DynamoDBChatMessageHistory",
            "langchain_community.chat_message_histories.DynamoDBChatMessageHistory",
        ),
        ("langchain.llms.bedrock.Bedrock", "langchain_aws.BedrockLLM"),
        ("langchain.vectorstores.FAISS.from_texts", "langchain_community.vectorstores.FAISS.from_texts"),
        ("langgraph.checkpoint.memory.MemorySaver", "langgraph.checkpoint.memory.InMemorySaver"),
        ("redis.asyncio.client.Redis", "redis.Redis"),
        ("fastapi.routing.APIRouter", "fastapi.APIRouter"),
        ("fastapi.applications.FastAPI", "fastapi.FastAPI"),
        ("langgraph.graph.state.StateGraph", "langgraph.graph.StateGraph"),
        ("app.models.ChatOpenAI", "app.models.ChatOpenAI"),
    ],
)
def test_every_home_of_a_class_leads_to_one_path(catalog: Catalog, path: str, canonical: str) -> None:
    assert catalog.canonical(path) == canonical


@pytest.mark.parametrize(
    ("path", "kind", "service"),
    [
        # the same class name in two libraries means two things
        ("langchain_core.vectorstores.InMemoryVectorStore", "vector_store", "memory"),
        ("langchain_aws.vectorstores.InMemoryVectorStore", "vector_store", "memorydb"),
        ("langchain_community.vectorstores.Redis", "vector_store", "redis"),
        ("redis.Redis", "cache", "redis"),
        ("langchain_openai.OpenAI", "model", "openai"),
        ("openai.OpenAI", "", ""),
        ("langchain_community.storage.RedisStore", "cache", "redis"),
        ("google.cloud.storage.Client", "bucket", "gcs"),
        ("google.genai.Client", "", ""),
    ],
)
def test_a_class_is_known_by_its_library_not_by_its_name(catalog: Catalog, path: str, kind: str, service: str) -> None:
    call = catalog.call(path)
    assert call is not None
    assert (call.kind, call.service) == (kind, service)


def test_a_class_method_makes_the_same_thing_with_its_own_parameters(catalog: Catalog) -> None:
    made = catalog.call("langchain_chroma.Chroma.from_documents")
    plain = catalog.call("langchain_chroma.Chroma")
    assert made is not None
    assert plain is not None
    assert made.parameters[:2] == ("documents", "embedding")
    assert (made.kind, made.service, made.returns) == (plain.kind, plain.service, plain.returns)
    assert made.uses[0].actions == ("write",)
    assert not plain.uses


def test_a_method_is_found_in_the_bases_of_a_type(catalog: Catalog) -> None:
    call = catalog.method("langchain_openai.ChatOpenAI", "ainvoke")
    assert call is not None
    assert call.runs


def test_a_types_own_method_stands_before_that_of_its_base(catalog: Catalog) -> None:
    own = catalog.method("opensearch.Serverless", "similarity_search")
    assert own is not None
    assert own.uses[0].actions == ("aoss:APIAccessAll",)


def test_a_star_stands_for_methods_that_have_no_row(catalog: Catalog) -> None:
    call = catalog.method("elevenlabs.ElevenLabs", "convert")
    assert call is not None
    assert call.uses[0].service == "elevenlabs"


def test_what_is_not_known_is_none(catalog: Catalog) -> None:
    assert catalog.call("numpy.array") is None
    assert catalog.type("numpy.ndarray") is None
    assert catalog.method("langchain_openai.ChatOpenAI", "no_such_method") is None


@pytest.mark.parametrize(
    ("path", "worth_a_word"),
    [
        ("langchain_acme.ChatAcme", True),
        ("langchain_acme.vectorstores.AcmeVectorStore", True),
        ("langgraph.checkpoint.acme.AcmeSaver", True),
        ("langchain_aws.ChatBedrock", False),  # known
        ("langchain_core.prompts.ChatPromptTemplate", False),
        ("langchain_core.documents.Document", False),
        ("numpy.Client", False),
    ],
)
def test_an_unknown_class_that_talks_to_something_is_worth_a_word(
    catalog: Catalog, path: str, worth_a_word: bool
) -> None:
    assert catalog.network(path) is worth_a_word


def test_the_packages_are_those_of_all_homes(catalog: Catalog) -> None:
    assert {"langchain", "langchain_classic", "langchain_aws", "boto3", "redis", "fastapi"} <= catalog.packages
    assert "numpy" not in catalog.packages
