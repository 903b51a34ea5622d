"""What the cases begin with: `T("orders")` stands for a DynamoDB table, and what reaching it looks like."""

from __future__ import annotations

HEADER = "import boto3\ndef T(name):\n    return boto3.resource('dynamodb').Table(name)\n"
GET = {"kv_store:orders": {"GetItem"}}
PUT = {"kv_store:orders": {"PutItem"}}
