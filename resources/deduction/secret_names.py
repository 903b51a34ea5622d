"""Which environment variables hold secrets, by their names: `OPENAI_API_KEY` does, `PARTITION_KEY` does not."""

from __future__ import annotations

import re
from functools import cache

_SECRET = re.compile(
    r"(^|_)(API_?KEYS?|SECRET(_?KEYS?)?|SECRETS?|ACCESS_?KEY|PRIVATE_?KEY|SIGNING_?KEY|(EN|DE)CRYPT(ION)?_?KEY|AUTH_?KEY|"
    r"SERVICE_?KEY|PASSWORD|PASSWD|PASSPHRASE|TOKEN|CREDENTIALS?|JWT_SECRET\w*|WEBHOOK_SECRET|CONNECTION_STRING|DSN|"
    r"PAT|API_HASH)$",
    re.IGNORECASE,
)
_WITH_LOGIN = re.compile(
    r"(^|_)(?<!VECTOR_)(DATABASE|DB|POSTGRES(QL)?|PG|MONGO(DB)?|MYSQL|MARIADB|RABBITMQ|AMQP|SQLALCHEMY)"
    r"(_(CONNECTION|DATABASE|DB|ATLAS|ASYNC|SYNC|POOLER|DIRECT))?_(URL|URI|DSN)$",
    re.IGNORECASE,
)
_OF_A_VENDOR = re.compile(
    r"(^|_)(OPENAI|ANTHROPIC|CLAUDE|GEMINI|GOOGLE|AZURE|GROQ|COHERE|MISTRAL|TOGETHER|OPENROUTER|DEEPSEEK|HF|HUGGINGFACE|LLM|"
    r"PINECONE|WEAVIATE|QDRANT|SUPABASE|COSMOS(DB)?|ELASTIC\w*|TAVILY|SERPER|SERPAPI|STRIPE|SENDGRID|MAILGUN|TWILIO|"
    r"ELEVENLABS|DEEPGRAM|LANGSMITH|LANGFUSE|JWT|FERNET|HMAC|ROLE|ANON|ADMIN|MASTER|ACCOUNT|SUBSCRIPTION|SPEECH)_KEY$",
    re.IGNORECASE,
)
"""A key by whose it is or what it opens: `SUPABASE_SERVICE_ROLE_KEY`, `AZURE_OPENAI_KEY`."""
_NOT = re.compile(r"(^|_)(MAX|NUM|MIN|LIMIT)_?(\w+_)?TOKENS?$|_TOKENS$"
                  r"|^AWS_(SESSION_TOKEN|ACCESS_KEY_ID|SECRET_ACCESS_KEY)$"
                  r"|(PAD|EOS|BOS)_TOKEN$|SECRET_(ARN|NAME|ID)$|KEY_(NAME|ID|PATH|FILE)$"
                  r"|(^|_)(ALLOW|ENABLE|REQUIRE|USE|HAS|IS)_(\w+_)?(CREDENTIALS|PASSWORD|TOKEN|SECRET|API_?KEY)S?$",
                  re.IGNORECASE)  # fmt: skip


def is_secret(name: str) -> bool:
    """Does a variable of this name hold something that must not be shown: a key, or a URL with a login in it?"""
    told = _SECRET.search(name) or _WITH_LOGIN.search(name) or _OF_A_VENDOR.search(name)
    return bool(told) and not _NOT.search(name)


def is_address(name: str) -> bool:
    """Is it a secret only for the login in the URL that it may hold? `sqlite:///app.db` has none."""
    return bool(_WITH_LOGIN.search(name)) and not (_OF_A_VENDOR.search(name) or name.upper().endswith("DSN"))


@cache
def is_key_argument(name: str) -> bool:
    """Does a library's parameter of this name take a secret: `api_key`, `openai_api_key`, `public_key`, `password`?"""
    return name in _KEYS or is_secret(name)


_KEYS = frozenset({"public_key", "credential", "api_token", "client_secret", "api_hash"})
LOGINS = frozenset({"auth", "password", "username", "user"})
"""Parameters that carry a login of their own, beside the address."""
URLS = frozenset({
    "url", "uri", "dsn", "conninfo", "db_url", "database_url", "connection", "connection_string", "conn_string",
})  # fmt: skip
"""Parameters of databases that take a URL, in which a login stands."""
