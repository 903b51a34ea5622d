"""The name of a resource is found in whatever carries it."""

import pytest

from archloom.resources.catalog.names import name_in


@pytest.mark.parametrize(
    ("form", "text", "name"),
    [
        ("plain", "orders", "orders"),
        ("tail", "orders", "orders"),
        ("tail", "prod/api-keys", "prod/api-keys"),
        ("tail", "arn:aws:sqs:eu-west-1:123456789012:jobs.fifo", "jobs.fifo"),
        ("tail", "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs", "jobs"),
        ("tail", "arn:aws:sns:eu-west-1:123456789012:news", "news"),
        ("tail", "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/index/by-day", "orders"),
        ("tail", "arn:aws:s3:::docs/2024/a.pdf", "docs"),
        ("tail", "arn:aws:lambda:eu-west-1:123456789012:function:resize:live", "resize"),
        ("tail", "arn:aws:states:eu-west-1:123456789012:stateMachine:import", "import"),
        ("tail", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/api-keys-AbC123", "prod/api-keys"),
        ("tail", "arn:aws:ssm:eu-west-1:123456789012:parameter/app/model", "/app/model"),
        ("tail", "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0", "amazon.nova-lite-v1:0"),
        ("tail", "arn:aws:bedrock:us-east-1:123456789012:knowledge-base/KB1", "KB1"),
        ("tail", "projects/acme/locations/europe-west1/endpoints/42", "42"),
        ("tail", "projects/api-keys", "projects/api-keys"),
        ("host", "https://api.example.com:8443/v1?x=1", "api.example.com:8443"),
        ("host", "redis://:secret@cache.example.com:6379/0", "cache.example.com:6379"),
        ("host", "localhost", "localhost"),
        ("host", "${API_URL}?q=1", "${API_URL}"),
        ("host", "https://abc123.eu-west-1.aoss.amazonaws.com:443", "abc123"),
        ("host", "${COLLECTION}.${REGION}.aoss.amazonaws.com", "${COLLECTION}"),
        ("prefix", "openai:gpt-4o", "openai"),
        ("suffix", "openai:gpt-4o", "gpt-4o"),
        ("suffix", "gpt-4o", "gpt-4o"),
        ("first", "docs/2024/a.pdf", "docs"),
        ("database", "postgresql+psycopg://u:p@db.example.com:5432/orders?sslmode=require", "orders"),
        ("database", "postgresql://u:p@db.example.com:5432", "db.example.com:5432"),
        ("database", "host=db.example.com dbname=orders user=u", "orders"),
    ],
)
def test_a_name_is_taken_out_of_the_text_that_carries_it(form: str, text: str, name: str) -> None:
    assert name_in(form, text) == name


def test_no_part_of_a_password_ever_becomes_a_name() -> None:
    texts = ["postgresql://u:hunter2@db/orders", "postgresql://u:hunter2@db", "redis://:hunter2@cache:6379/0"]
    assert not any("hunter2" in name_in(form, text) for form in ("host", "database") for text in texts)
