"""OpenSearch: who may ask a cluster is IAM's to say only where requests are signed for AWS."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Open = Callable[..., Architecture]
CLIENT = """
import os
import boto3
from opensearchpy import AWSV4SignerAuth, OpenSearch, helpers
from requests_aws4auth import AWS4Auth
def lambda_handler(event, context):
    client = OpenSearch(hosts=[{"host": "search.example", "port": 443}], http_auth=AUTH)
    client.search(index="notes", body={})
    helpers.bulk(client, event["notes"])
"""
KEYS = 'AWS4Auth("id", "key", "eu-west-1", '
DOMAIN = {"ESHttpGet", "ESHttpPost"}


@pytest.mark.parametrize(
    ("auth", "actions"),
    [
        ('("user", "password")', {"read", "write"}),
        ('AWSV4SignerAuth(boto3.Session().get_credentials(), "eu-west-1")', DOMAIN),
        ('AWSV4SignerAuth(boto3.Session().get_credentials(), "eu-west-1", "aoss")', {"APIAccessAll"}),
        ('AWSV4SignerAuth(boto3.Session().get_credentials(), "eu-west-1", event["service"])', DOMAIN),
        (KEYS + '"es", session_token="token")', DOMAIN),
        (KEYS + '"aoss", session_token="token")', {"APIAccessAll"}),
    ],
)
def test_the_signer_of_a_client_says_what_it_needs(opened: Open, auth: str, actions: set[str]) -> None:
    seen = opened(CLIENT.replace("AUTH", auth))

    assert actions_of(seen, "app.lambda_handler") == {"search_index:search.example": actions}


def test_a_vector_store_asks_iam_only_if_it_signs(opened: Open) -> None:
    seen = opened("""
from langchain_community.vectorstores import OpenSearchVectorSearch
from opensearchpy import AWSV4SignerAuth
def store(auth): return OpenSearchVectorSearch("https://search.example", "notes", None, http_auth=auth)
def lambda_handler(event, context): store(("user", "password")).similarity_search("x")
def signing_handler(event, context): store(AWSV4SignerAuth(None, "eu-west-1")).as_retriever().invoke("x")
""")

    assert actions_of(seen, "app.lambda_handler") == {"vector_store:notes": {"read"}}
    assert actions_of(seen, "app.signing_handler") == {"vector_store:notes": {"ESHttpGet", "ESHttpPost"}}


@pytest.mark.parametrize("hosts", [
    'os.environ["HOST"]', 'f"{os.environ[\'HOST\']}:443"', '[os.environ["HOST"] + ":443"]',
    '[{"host": os.environ["HOST"], "port": 443}]',
])  # fmt: skip
def test_a_client_is_named_by_the_variable_of_its_host(opened: Open, hosts: str) -> None:
    seen = opened(f"""
import os
from opensearchpy import OpenSearch, AWSV4SignerAuth
client = OpenSearch(hosts={hosts}, http_auth=AWSV4SignerAuth(None, "eu-west-1", "aoss"))
def lambda_handler(event, context): client.index(index="notes", body=event)
""")  # fmt: skip

    assert actions_of(seen, "app.lambda_handler") == {"search_index:HOST": {"APIAccessAll"}}


def test_an_index_is_deleted_by_its_own_verb(opened: Open) -> None:
    seen = opened("""
import boto3
from opensearchpy import AWSV4SignerAuth, OpenSearch
def lambda_handler(event, context):
    auth = AWSV4SignerAuth(boto3.Session().get_credentials(), "eu-west-1")
    client = OpenSearch(hosts=[{"host": "search.example", "port": 443}], http_auth=auth)
    if client.indices.exists(index="notes"):
        client.indices.delete(index="notes")
""")

    assert actions_of(seen, "app.lambda_handler") == {"search_index:search.example": {"ESHttpHead", "ESHttpDelete"}}
