"""The environment of a worker: what AWS Lambda gives a function, with this computer in the place of AWS.

The function's own variables win over everything but what Lambda reserves. Of the variables of the daemon only those
that the network of this computer needs are passed on, so that no key of the person reaches the handler by accident.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ..deployed import Function

_PASSED_ON = (
    "PATH", "SYSTEMROOT", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "AWS_CA_BUNDLE",
    "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy",
)  # fmt: skip
_HERE = "127.0.0.1,localhost"
REAL_MODELS = "ARCHLOOM_MODELS"
"""A function with this variable set to `real` talks to the real model providers, those of AWS excepted."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """Temporary keys of a role."""

    access_key: str
    secret_key: str
    token: str


@dataclass(frozen=True, slots=True)
class Cloud:
    """Where the local cloud and the model stand-in are."""

    endpoint: str
    region: str
    models: str


def environment_of(function: Function, cloud: Cloud, credentials: Credentials, scratch: Path) -> dict[str, str]:
    """All variables of a worker of `function`; `scratch` is its HOME and its folder for temporary files."""
    own = dict(function.environment)
    models = model_variables(cloud.models)
    if own.get(REAL_MODELS) == "real":
        models = aws_variables(cloud.models)
    return {
        **{name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        "NO_PROXY": ",".join(filter(None, (os.environ.get("NO_PROXY") or os.environ.get("no_proxy"), _HERE))),
        "HOME": str(scratch), "TMPDIR": str(scratch), "TMP": str(scratch), "TEMP": str(scratch),
        "LANG": "C.UTF-8", "TZ": "UTC", "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1",
        **{name: value for name, value in models.items() if name not in own},
        **own,
        **_reserved(function, cloud, credentials),
    }  # fmt: skip


def model_variables(url: str) -> dict[str, str]:
    """What leads the clients of the model providers to the stand-in. The keys are placeholders."""
    return {
        **aws_variables(url),
        "OPENAI_BASE_URL": f"{url}/v1", "OPENAI_API_BASE": f"{url}/v1", "OPENAI_API_KEY": "sandbox",
        "ANTHROPIC_BASE_URL": url, "ANTHROPIC_API_URL": url, "ANTHROPIC_API_KEY": "sandbox",
        "GROQ_BASE_URL": url, "GROQ_API_BASE": url, "GROQ_API_KEY": "sandbox",
        "MISTRAL_BASE_URL": f"{url}/v1", "MISTRAL_API_KEY": "sandbox",
        "DEEPSEEK_API_BASE": f"{url}/v1", "DEEPSEEK_API_KEY": "sandbox",
        "OLLAMA_HOST": url,
        "LANGSMITH_TRACING": "false", "LANGCHAIN_TRACING_V2": "false",
    }  # fmt: skip


def aws_variables(url: str) -> dict[str, str]:
    """What leads boto3's clients of models there. The local cloud has no models and no keys of a real account."""
    return {f"AWS_ENDPOINT_URL_{service}": url for service in ("BEDROCK_RUNTIME", "SAGEMAKER_RUNTIME")}


def _reserved(function: Function, cloud: Cloud, credentials: Credentials) -> dict[str, str]:
    """https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html"""
    return {
        "AWS_ACCESS_KEY_ID": credentials.access_key,
        "AWS_SECRET_ACCESS_KEY": credentials.secret_key,
        "AWS_SESSION_TOKEN": credentials.token,
        "AWS_REGION": cloud.region,
        "AWS_DEFAULT_REGION": cloud.region,
        "AWS_ENDPOINT_URL": cloud.endpoint,
        "AWS_LAMBDA_FUNCTION_NAME": function.physical,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory),
        "AWS_LAMBDA_LOG_GROUP_NAME": function.log_group,
        "AWS_LAMBDA_LOG_STREAM_NAME": "sandbox",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_RUNTIME_API": "sandbox",
        "AWS_EXECUTION_ENV": "AWS_Lambda_python",
        "AWS_EC2_METADATA_DISABLED": "true",
        "LAMBDA_TASK_ROOT": str(function.code),
        "_HANDLER": function.handler,
    }
