"""Jokes on demand, and a shelf for the ones that people liked."""

from functools import cache
from uuid import uuid4

from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import Runnable
from langchain_openai import ChatOpenAI

from archloom.resources import KVStore, Request, Response, Router, Secret, allow

api = Router("jokes", cors=True)
favourites = KVStore("favourites", partition_key="id", ttl="forgotten_at")
openai_key = Secret("openai", env="OPENAI_API_KEY")

A_MONTH = 30 * 24 * 3600

prompt = ChatPromptTemplate.from_messages(
    [
        ("system", "You are a comedian. Answer with one short, kind joke and nothing else."),
        ("human", "Tell me a joke about {topic}."),
    ]
)


@cache
def comedian() -> Runnable:
    """Made when it is first asked: the routes that only mind the shelf need neither the model nor its key."""
    return prompt | ChatOpenAI(model="gpt-4o-mini", temperature=1.0) | StrOutputParser()


@api.get("/joke")
async def tell(request: Request) -> dict:
    topic = request.query.get("topic", "clouds")
    return {"topic": topic, "joke": await comedian().ainvoke({"topic": topic})}


@api.post("/favourites")
@allow(favourites.set)
def keep(request: Request) -> Response:
    liked = request.json()
    if not isinstance(liked, dict) or not liked.get("joke"):
        return Response({"message": 'Send the joke to keep: {"joke": "…"}.'}, status=400)
    key = uuid4().hex[:8]
    favourites.set(key, {"joke": liked["joke"], "topic": liked.get("topic")}, expires_in=A_MONTH)
    return Response({"id": key}, status=201)


@api.get("/favourites")
@allow(favourites.scan)
def shelf() -> dict:
    return {"favourites": [{"id": key, **liked} for key, liked in favourites.scan()]}


@api.get("/favourites/{id}")
@allow(favourites.get)
def read(request: Request) -> Response:
    liked = favourites.get(request.path_params["id"])
    return Response(liked) if liked else Response({"message": "Nobody kept that one."}, status=404)


@api.delete("/favourites/{id}")
@allow(favourites.delete)
def forget(request: Request) -> None:
    favourites.delete(request.path_params["id"])
