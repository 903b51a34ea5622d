"""Requests that are signed for IAM need what the service behind the address checks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

CODE = """
import boto3, os, requests
from aws_requests_auth.boto_utils import BotoAWSRequestsAuth
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from requests_aws4auth import AWS4Auth
URL = os.environ["API_URL"]
c = boto3.Session().get_credentials()
def handler(event, context):
    SIGNED
"""
SIGNED = {
    "an API": ('requests.get(URL, auth=AWS4Auth("id", "key", "eu-west-1", "execute-api"))', {"read", "Invoke"}),
    "any method": ('requests.request("POST", f"{URL}/x", auth=AWS4Auth("id", "key", "eu-west-1", "execute-api"))',
                   {"invoke", "Invoke"}),
    "a function": ('requests.post(URL, auth=BotoAWSRequestsAuth(aws_host="x", aws_region="r", aws_service="lambda"))',
                   {"invoke", "InvokeFunctionUrl"}),
    "GraphQL, by hand": ('sent = AWSRequest("POST", URL)\n    SigV4Auth(c, "appsync", "eu-west-1").add_auth(sent)\n'
                         '    requests.post(URL, headers=dict(sent.headers))', {"invoke", "GraphQL"}),
    "another service": ('requests.post(URL, auth=AWS4Auth("id", "key", "eu-west-1", "other"))', {"invoke"}),
    "a login": ('requests.post(URL, auth=("user", "password"))', {"invoke"}),
}  # fmt: skip


@pytest.mark.parametrize("name", SIGNED)
def test_a_request_that_is_signed_needs_a_permission(name: str, opened: Callable[..., Architecture]) -> None:
    code, actions = SIGNED[name]

    seen = opened(CODE.replace("SIGNED", code))

    assert actions_of(seen, "app.handler") == {"external_api:API_URL": actions}


def test_the_address_that_is_only_signed_is_no_resource_of_its_own(opened: Callable[..., Architecture]) -> None:
    code = """
import requests
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
def handler(event, context):
    request = AWSRequest("POST", event["scheme"] + "://" + event["host"])
    SigV4Auth(None, "execute-api", "eu-west-1").add_auth(request)
    requests.post("https://api.example.com/x", headers=dict(request.headers))
"""

    assert actions_of(opened(code), "app.handler") == {"external_api:api.example.com": {"invoke"}}
