"""Every kind of resource with its options and operations, and handlers of every sort."""

import asyncio

from fastapi import FastAPI

from archloom.resources import (
    Bucket,
    Function,
    KVStore,
    Queue,
    Request,
    Response,
    Router,
    Schedule,
    Secret,
    Topic,
    Upload,
    Website,
    allow,
)

api = Router("api", cors=True)
seen = KVStore("seen", partition_key="key", ttl="expires")
files = Bucket("files", versioned=True)
steps = Queue("steps", fifo=True, dead_letter=2, timeout=1)
news = Topic("news")
tick = Schedule("tick", rate="1 day")
token = Secret("token", env="MY_TOKEN")
site = Website("front", folder="site")

app = FastAPI()


@app.get("/web/{name}")
async def greet(name: str) -> dict:
    return {"hello": name}


api.all("/web/{path:path}", app, raw=True)


def double(payload: dict) -> dict:
    if payload["n"] < 0:
        raise ValueError("negative")
    return {"twice": payload["n"] * 2}


doubling = Function(double, "doubling", memory=256, timeout=10, environment={"LOG_LEVEL": "debug"})


@api.post("/call")
async def call(request: Request) -> dict:
    return doubling.invoke(request.json())


@api.get("/token")
def measure() -> dict:
    return {"length": len(token.get())}


@api.post("/steps/{group}")
@allow(steps.push)
def push(request: Request) -> None:
    steps.push({"text": request.text()}, group=request.path_params["group"])


@steps.subscribe
async def step(message: dict) -> None:
    if message["text"] == "bad":
        raise ValueError("bad step")
    await asyncio.sleep(0)
    news.publish(message["text"])


@news.subscribe
def hear(message: str) -> None:
    seen.set(message, {"share": 0.5}, expires_in=100)
    seen.update(message, {"heard": True})


@api.put("/files/{path:path}")
def store(request: Request) -> Response:
    path = request.path_params["path"]
    files.put(path, request.body)
    return Response({"link": files.presign(path)}, 201, {"x-kept": "yes"}, ("last=1",))


@files.on_upload
def arrive(upload: Upload) -> None:
    seen.set(upload.key, upload.size)


@tick.run
def remember() -> None:
    seen.set("tick", None)


@api.get("/seen")
def tell() -> dict:
    return dict(seen.scan())


@api.delete("/seen/{key}")
def forget(request: Request) -> None:
    seen.delete(request.path_params["key"])


@api.post("/overreach")
def overreach(request: Request) -> str:
    """It is seen to read; what else it does is hidden from the deduction, so its role does not allow it."""
    seen.get("k")
    getattr(seen, request.text())("k", "v")
    return "done"
