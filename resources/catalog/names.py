"""Taking the name of a resource out of the text that carries it: an ARN, a URL, a connection string, or the name."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from .records import Form

_COLLECTION = re.compile(r"([^.]+)\.[^.]+\.aoss\.amazonaws\.com(:\d+)?")
_TABLE = re.compile(r"(?i)\b(?:FROM|INTO|UPDATE)\s+[\"']?([\w.-]+)")
"""The table of a statement in PartiQL."""
_GOOGLE = re.compile(r"projects/[^/]+/(locations|regions)/[^/]+/")
"""How Google's clouds name what they hold: `projects/p/locations/l/endpoints/42`."""
_SECRET_SUFFIX = re.compile(r"-[A-Za-z0-9]{6}$")


def name_in(form: Form, text: str) -> str:
    """The name in `text`; the text itself when it has no such part.

    >>> name_in("tail", "arn:aws:sqs:eu-west-1:123456789012:jobs")
    'jobs'
    >>> name_in("database", "postgresql://user:pw@db.example.com/orders?sslmode=require")
    'orders'
    """
    match form:
        case "plain":
            return text
        case "tail":
            return _tail(text)
        case "host":
            return _host(text)
        case "prefix":
            return text.partition(":")[0]
        case "suffix":
            return text.partition(":")[2] or text
        case "first":
            return _arn_name(text) if text.startswith("arn:") else text.partition("/")[0]
        case "database":
            return _database(text)
        case "statement":
            found = _TABLE.search(text)
            return found.group(1) if found else ""


def _tail(text: str) -> str:
    if text.startswith("arn:"):
        return _arn_name(text)
    if "://" in text or _GOOGLE.match(text):
        return text.rstrip("/").rpartition("/")[2]
    return text


def _arn_name(arn: str) -> str:
    """`arn:partition:service:region:account:what`, where what is a name, `type/name/…` or `type:name:…`."""
    parts = arn.split(":", 5)
    if len(parts) < 6:
        return arn.rpartition(":")[2]
    service, what = parts[2], parts[5]
    if service == "s3":
        return what.removeprefix("accesspoint/").partition("/")[0]
    if service == "ssm":
        return what.removeprefix("parameter")
    if service == "secretsmanager":
        return _SECRET_SUFFIX.sub("", what.removeprefix("secret:"))
    if service == "bedrock":  # model ids hold colons of their own: foundation-model/amazon.nova-lite-v1:0
        return what.partition("/")[2] or what
    pieces = re.split(r"[/:]", what)
    return pieces[1] if len(pieces) > 1 and pieces[1] else pieces[0]


def _host(text: str) -> str:
    if text.startswith(("./", "../")):
        return text  # a folder in place of a server
    host = urlsplit(text).netloc.rpartition("@")[2] if "://" in text else re.split(r"[/?#]", text, maxsplit=1)[0]
    collection = _COLLECTION.fullmatch(host)  # OpenSearch Serverless: the collection's id, then the region
    return collection.group(1) if collection else host


def _database(text: str) -> str:
    if "://" not in text:
        found = re.search(r"\b(?:dbname|database)\s*=\s*'?([^\s';]+)", text)
        return found.group(1) if found else text
    parts = urlsplit(text)
    return parts.path.strip("/") or parts.netloc.rpartition("@")[2]
