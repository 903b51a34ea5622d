from __future__ import annotations

import uuid

import pytest
from werkzeug.test import Client

from archloom.deployer.sandbox.client import Cloud
from archloom.deployer.sandbox.deployed import WebsiteAddress
from archloom.deployer.sandbox.runtime.website import Website


@pytest.fixture
def site(cloud: Cloud) -> Client:
    bucket = f"site-{uuid.uuid4().hex[:8]}"
    cloud("s3").create_bucket(Bucket=bucket)
    for key, kind in {
        "index.html": "text/html",
        "docs/index.html": "text/html",
        "app.css": "binary/octet-stream",
    }.items():
        cloud("s3").put_object(Bucket=bucket, Key=key, Body=key.encode(), ContentType=kind)
    return Client(Website(WebsiteAddress("docs", 1, bucket, "index.html"), cloud("s3")))


@pytest.mark.parametrize(
    ("path", "body", "kind"),
    [
        ("/", b"index.html", "text/html"),
        ("/docs/", b"docs/index.html", "text/html"),
        ("/docs", b"docs/index.html", "text/html"),
        ("/app.css", b"app.css", "text/css"),
    ],
)
def test_a_file_of_the_bucket_with_its_type(site: Client, path: str, body: bytes, kind: str) -> None:
    response = site.get(path)

    assert (response.status_code, response.data, response.mimetype) == (200, body, kind)


def test_a_file_that_is_not_there(site: Client) -> None:
    response = site.get("/nowhere.html")

    assert response.status_code == 404
    assert "the website docs has no file nowhere.html" in response.text


def test_a_website_only_reads(site: Client) -> None:
    assert site.post("/").status_code == 405
