"""The words on a card: its name, and its second line of product and one fact. Qt-free.

`tr` marks every text for translation. It gives the text back until `use_translator` hooks Qt in (`view.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ..resources.architecture import Architecture, Entry, Json, Resource
from ..resources.kinds import KINDS

_translate: Callable[[str], str] = str

SERVICES: dict[str, str] = {
    "anthropic": "Anthropic", "apigateway": "API Gateway", "apigatewaymanagementapi": "API Gateway",
    "appconfig": "AppConfig", "arxiv": "arXiv", "athena": "Athena", "aurora": "Aurora",
    "azure-openai": "Azure OpenAI", "bedrock": "Bedrock", "bedrock-agent": "Bedrock Agents",
    "bedrock-agent-runtime": "Bedrock", "bedrock-agentcore": "Bedrock AgentCore", "bedrock-runtime": "Bedrock",
    "bigquery": "BigQuery", "cassandra": "Cassandra", "celery": "Celery", "chainlit": "Chainlit", "chroma": "Chroma",
    "cloudformation": "CloudFormation", "cloudwatch": "CloudWatch", "codebuild": "CodeBuild",
    "cognito-idp": "Cognito", "cohere": "Cohere", "comprehend": "Comprehend", "deepseek": "DeepSeek",
    "discord": "Discord", "duckduckgo": "DuckDuckGo", "dynamodb": "DynamoDB", "ec2": "EC2", "ecs": "ECS",
    "elastic": "Elasticsearch", "elasticache": "ElastiCache", "elasticsearch": "Elasticsearch",
    "events": "EventBridge", "faiss": "FAISS", "fastapi": "FastAPI", "firehose": "Firehose", "fireworks": "Fireworks",
    "flask": "Flask", "github": "GitHub", "glue": "Glue", "google": "Google", "google-genai": "Google AI",
    "gradio": "Gradio", "groq": "Groq", "http": "HTTP", "https": "HTTPS", "huggingface": "Hugging Face", "iam": "IAM",
    "jira": "Jira", "kafka": "Kafka", "kendra": "Kendra", "kinesis": "Kinesis", "kms": "KMS", "lambda": "Lambda",
    "lancedb": "LanceDB", "langfuse": "Langfuse", "langgraph": "LangGraph", "langserve": "LangServe",
    "langsmith": "LangSmith", "lex-runtime": "Lex", "lexv2-runtime": "Lex", "logs": "CloudWatch Logs", "mcp": "MCP",
    "milvus": "Milvus", "mistral": "Mistral", "mlflow": "MLflow", "mongodb": "MongoDB", "mysql": "MySQL",
    "neo4j": "Neo4j", "notion": "Notion", "nvidia": "NVIDIA", "ollama": "Ollama", "openai": "OpenAI",
    "openrouter": "OpenRouter", "opensearch": "OpenSearch", "opentelemetry": "OpenTelemetry",
    "openweathermap": "OpenWeatherMap", "perplexity": "Perplexity", "personalize": "Personalize",
    "pgvector": "pgvector", "phoenix": "Phoenix", "pinecone": "Pinecone", "polly": "Polly", "postgres": "Postgres",
    "postgresql": "Postgres", "promptwatch": "Promptwatch", "qdrant": "Qdrant", "rabbitmq": "RabbitMQ",
    "ray-serve": "Ray Serve", "rds": "RDS", "redis": "Redis", "rekognition": "Rekognition", "rq": "RQ", "s3": "S3",
    "s3vectors": "S3 Vectors", "sagemaker": "SageMaker", "sagemaker-runtime": "SageMaker",
    "scheduler": "EventBridge Scheduler", "secretsmanager": "Secrets Manager", "serpapi": "SerpAPI",
    "ses": "SES", "sesv2": "SES", "slack": "Slack",
    "smtp": "SMTP", "snowflake": "Snowflake", "sns": "SNS", "sqlite": "SQLite", "sqs": "SQS",
    "ssm": "Systems Manager", "starlette": "Starlette", "states": "Step Functions", "stepfunctions": "Step Functions",
    "streamlit": "Streamlit", "stripe": "Stripe", "sts": "STS", "supabase": "Supabase", "tavily": "Tavily",
    "telegram": "Telegram", "textract": "Textract", "together": "Together", "transcribe": "Transcribe",
    "translate": "Translate", "twilio": "Twilio", "vertexai": "Vertex AI", "voyageai": "Voyage AI",
    "wandb": "Weights & Biases", "weaviate": "Weaviate", "wikipedia": "Wikipedia", "xai": "xAI", "xray": "X-Ray",
    "youtube": "YouTube",
}  # fmt: skip

_IN_MEMORY = ("memory", "python", "langgraph")
"""LangGraph's own savers and stores keep what they have in the process."""
_VENDORS = re.compile(r"^(?:[a-z]{2,6}\.)?(?:anthropic|amazon|meta|mistral|cohere|ai21|deepseek|stability|openai)\.")
_BUILD = re.compile(r"(-\d{8})?(-v\d+)?(:\d+)?$")


def use_translator(translate: Callable[[str], str]) -> None:
    """From now on `tr` asks this function."""
    global _translate
    _translate = translate


def tr(text: str) -> str:
    return _translate(text)


def service_name(service: str) -> str:
    """`openai` -> `OpenAI`; an unknown service keeps its word, with a capital."""
    if known := SERVICES.get(service.lower()):
        return known
    return service[:1].upper() + service[1:] if service.isalpha() and service.islower() else service


def name_of(architecture: Architecture, resource: Resource) -> str:
    """What the card is called: the code's own name for it, as short as it can be without a doubt."""
    if resource.kind in ("model", "model_endpoint") and resource.name:
        return model_name(resource.name)
    if resource.kind in ("external_api", "tracing", "aws_service"):
        return service_name(resource.name or resource.env or resource.service)
    if resource.kind == "web_app" and not (resource.name and resource.origin == "declared"):
        return _module(resource) or resource.name or _last(resource)
    return resource.name or resource.env or _handler(architecture, resource) or _last(resource)


def is_unnamed(resource: Resource) -> bool:
    """Does the code give it no name at all? Its place in the code is then what tells it from others."""
    return not (resource.name or resource.env or resource.symbol) and resource.id.rpartition(":")[2].isdigit()


def entry_name(entry: Entry) -> str:
    """What a person calls an entry: its route, or its function where the label only says what starts it."""
    return entry.handler.rpartition(".")[2] if entry.kind in ("queue", "schedule", "event") else entry.label


def _module(resource: Resource) -> str:
    """`app.main` for an application that `app.main.app` holds."""
    symbol = resource.symbol or resource.id.partition(":")[2]
    return symbol.rpartition(".")[0]


def _handler(architecture: Architecture, resource: Resource) -> str:
    entries = architecture.entries_in(resource.id)
    return entries[0].handler.rpartition(".")[2] if len(entries) == 1 else ""


def _last(resource: Resource) -> str:
    if is_unnamed(resource):
        return tr(KINDS[resource.kind].label)
    text = resource.symbol or resource.id.partition(":")[2]
    return text.rpartition(".")[2] or KINDS[resource.kind].label


def model_name(name: str) -> str:
    """`anthropic.claude-sonnet-4-5-20250929-v1:0` -> `Claude Sonnet 4.5`; other providers' names stay as they are."""
    if not _VENDORS.match(name):
        return name
    core = _BUILD.sub("", _VENDORS.sub("", name))
    core = re.sub(r"(?<=\d)-(?=\d\b)", ".", core)
    return " ".join(part[:1].upper() + part[1:] for part in core.split("-"))


def second_line(resource: Resource, rows: int) -> str:
    """`DynamoDB · session_id`: what it is, and the one fact that matters."""
    fact = fact_of(resource, rows)
    product = product_of(resource, short=bool(fact))
    return f"{product} · {fact}" if fact else product


def product_of(resource: Resource, *, short: bool = False) -> str:
    """`DynamoDB table`, or `DynamoDB` when a fact stands beside it."""
    kind, service = KINDS[resource.kind], service_name(resource.service)
    match resource.kind:
        case "web_app" | "graph" | "database" | "cache" | "vector_store" | "search_index" | "stream" if service:
            return service
        case "ui_app":
            return tr("{service} app").format(service=service)
        case "model":
            return tr("{service} model").format(service=service)
        case "local_store" if resource.service.lower() in _IN_MEMORY or (resource.name or "").endswith(":memory:"):
            return tr("In memory")
        case "worker" | "local_store" if service and service.lower() not in ("local", "python", "disk", "memory"):
            return f"{tr(kind.label if resource.kind == 'worker' else kind.product)} · {service}"
        case "kv_store" if resource.service == "dynamodb":
            return service if short else tr(kind.product)
        case "kv_store":
            return service
        case "aws_service" if name_differs(resource):
            return service
    return tr(kind.product)


def name_differs(resource: Resource) -> bool:
    return bool(resource.name) and resource.name != resource.service


def fact_of(resource: Resource, rows: int) -> str:
    """The second half of the second line, empty when there is nothing worth saying."""
    properties = resource.properties
    if is_unnamed(resource):
        return str(resource.source).rpartition("/")[2]
    match resource.kind:
        case "web_app" | "router":
            return _count(rows, tr("1 route"), tr("{count} routes"))
        case "graph":
            return _count(rows, tr("1 node"), tr("{count} nodes"))
        case "mcp_server":
            return _count(rows, tr("1 tool"), tr("{count} tools"))
        case "function":
            return tr("{size} MB").format(size=f"{_number(properties.get('memory'), 512):,}")
        case "schedule":
            return when(_text(properties.get("cron")), _text(properties.get("rate")))
        case "queue":
            tries = properties.get("dead_letter")
            return _count(_number(tries, 0), tr("1 try"), tr("{count} tries"))
        case "model_endpoint":
            return _text(properties.get("instance_type")).removeprefix("ml.")
        case "secret" | "parameter" if name_differs(resource) and resource.env not in (None, resource.name):
            return str(resource.env)
        case "secret" if resource.env:
            return tr("from env")
        case "external_api" if name_differs(resource):
            return service_name(resource.service)
        case "local_store":
            lost = ("local", "disk", *_IN_MEMORY)
            return tr("lost on deploy") if resource.service.lower() in lost else ""
    return _text(properties.get(KINDS[resource.kind].fact or ""))


def _count(count: int, one: str, many: str) -> str:
    return one if count == 1 else many.format(count=count) if count else ""


def _number(value: Json, default: int) -> int:
    return int(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else default


def _text(value: Json) -> str:
    return value if isinstance(value, str) else str(value) if isinstance(value, int) and value is not True else ""


_DAYS = {"MON-FRI": "on weekdays", "2-6": "on weekdays", "SAT,SUN": "at weekends"}


def when(cron: str, rate: str) -> str:
    """`0 2 * * ? *` -> `daily at 02:00`, `5 minutes` -> `every 5 minutes`; anything else as the code has it."""
    if rate:
        amount, _, unit = rate.strip().partition(" ")
        return tr("every {unit}").format(unit=unit if amount == "1" else f"{amount} {unit}") if unit else rate
    parts = cron.replace("cron(", "").replace(")", "").split()
    if len(parts) not in (5, 6) or not (parts[0].isdigit() and parts[1].isdigit()):
        return cron
    time = f"{int(parts[1]):02}:{int(parts[0]):02}"
    day, month, weekday = parts[2:5]
    if day in "*?" and month == "*":
        how = (
            tr("daily") if weekday in "*?" else tr(_DAYS.get(weekday, "")) or tr("on {day}").format(day=weekday.title())
        )
        return tr("{how} at {time}").format(how=how, time=time)
    return cron
