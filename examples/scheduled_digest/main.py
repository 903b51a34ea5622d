"""Notes come in all day; every evening a model makes one digest of them and sends it to whoever subscribes."""

from datetime import date
from functools import cache
from uuid import uuid4

from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import Runnable
from langchain_openai import ChatOpenAI

from archloom.resources import BadRequest, Bucket, KVStore, Request, Response, Router, Schedule, Secret, Topic, allow

api = Router("notes")
notes = KVStore("notes", partition_key="id", ttl="expires")
every_evening = Schedule("every-evening", cron="0 18 ? * MON-FRI *", timezone="Europe/Berlin")
digests = Topic("digests")
archive = Bucket("digest-archive", versioned=True)
openai_key = Secret("openai", env="OPENAI_API_KEY")

A_WEEK = 7 * 24 * 3600

prompt = ChatPromptTemplate.from_messages(
    [
        ("system", "You write the evening digest of a small team: three sentences, the most important thing first."),
        ("human", "Today's notes:\n{notes}"),
    ]
)


@cache
def editor() -> Runnable:
    """Made when it is first asked, so that only the function that writes the digest needs the model's key."""
    return prompt | ChatOpenAI(model="gpt-4o-mini", temperature=0.2) | StrOutputParser()


@api.post("/notes")
@allow(notes.set)
def take_note(request: Request) -> Response:
    text = request.text().strip()
    if not text:
        raise BadRequest("Send the note as the body.")
    key = uuid4().hex
    notes.set(key, {"text": text, "day": str(date.today())}, expires_in=A_WEEK)
    return Response({"id": key}, status=201)


@every_evening.run
@allow(notes.scan, digests.publish)
def send_digest() -> None:
    today = str(date.today())
    taken = [f"- {note['text']}" for _, note in notes.scan() if note["day"] == today]
    if taken:
        text = editor().invoke({"notes": "\n".join(taken)})
        digests.publish({"day": today, "digest": text}, subject=f"Digest of {today}")


@digests.subscribe
@allow(archive.put)
def file_digest(message: dict) -> None:
    archive.put(f"{message['day']}.txt", message["digest"])


@api.get("/digests/{day}")
@allow(archive.get, archive.list)
def read_digest(request: Request) -> Response:
    try:
        return Response(archive.get(f"{request.path_params['day']}.txt").decode())
    except FileNotFoundError:
        return Response("There was no digest on that day.", status=404)
