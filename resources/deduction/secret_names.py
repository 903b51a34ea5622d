"""Which environment variables hold secrets, by their names: `OPENAI_API_KEY` does, `PARTITION_KEY` does not."""

from __future__ import annotations

import re

_SECRET = re.compile(
    r"(^|_)(API_?KEYS?|SECRET(_?KEYS?)?|SECRETS?|ACCESS_?KEY|PRIVATE_?KEY|SIGNING_?KEY|ENCRYPTION_?KEY|AUTH_?KEY|"
    r"SERVICE_?KEY|PASSWORD|PASSWD|PASSPHRASE|TOKEN|CREDENTIALS?|JWT_SECRET\w*|WEBHOOK_SECRET|CONNECTION_STRING|DSN|PAT)$",
    re.IGNORECASE,
)
_WITH_LOGIN = re.compile(r"^(DATABASE|POSTGRES(QL)?|PG|MONGO(DB)?|MYSQL|RABBITMQ|AMQP)_(URL|URI|DSN)$", re.IGNORECASE)
_NOT = re.compile(r"(MAX|NUM|MIN|LIMIT)_?TOKENS?$|_TOKENS$|^AWS_(SESSION_TOKEN|ACCESS_KEY_ID|SECRET_ACCESS_KEY)$"
                  r"|(PAD|EOS|BOS)_TOKEN$|SECRET_(ARN|NAME|ID)$|KEY_(NAME|ID|PATH|FILE)$", re.IGNORECASE)  # fmt: skip


def is_secret(name: str) -> bool:
    """Does a variable of this name hold something that must not be shown: a key, or a URL with a login in it?"""
    return bool(_SECRET.search(name) or _WITH_LOGIN.search(name)) and not _NOT.search(name)
