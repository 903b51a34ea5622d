"""Documents come in: the bucket tells the queue, and the queue feeds the indexer at its own pace."""

from archloom.resources import Request, Response, Upload, allow

from .resources import api, documents, to_index


@api.put("/documents/{name}")
@allow(documents.put)
def upload(request: Request) -> Response:
    name = request.path_params["name"]
    documents.put(name, request.body, content_type="text/plain; charset=utf-8")
    return Response({"uploaded": name, "bytes": len(request.body)}, status=202)


@api.get("/documents")
@allow(documents.list)
def list_documents() -> dict:
    return {"documents": list(documents.list())}


@documents.on_upload
@allow(to_index.push)
def announce(arrived: Upload) -> None:
    to_index.push({"document": arrived.key})
