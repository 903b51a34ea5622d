"""Website: a bucket that serves the files of a folder, each file one object that is known by its hash."""

from __future__ import annotations

import hashlib
import mimetypes
import os
from collections.abc import Iterator
from pathlib import Path

from ...resources.architecture import Resource
from ..blueprint import ACCOUNT, CloudResource, File, Join, NamedOutput, Note, Ref, Value
from ..errors import DeployError
from .context import Context, Identity, Made
from .policies import document

_MOST_FILES = 2000


def lower(resource: Resource, context: Context) -> Made:
    title = context.title(resource)
    known = context.properties(resource)
    folder = Path(os.path.realpath(context.root / str(known.get("folder") or "")))
    if refusal := _refusal(resource, known.get("folder"), folder, context.root.resolve()):
        return Made(notes=(refusal,))
    logical = f"{title}-website"
    bucket = Ref(logical, "bucket")
    index = str(known.get("index") or "index.html")
    name = Join((f"{context.physical(title, 'bucket', room=13)}-", ACCOUNT))
    shell = _shell(title, logical, bucket, name, index, resource)
    files = tuple(_object(title, bucket, path, folder, context.root.resolve(), resource) for path in _files(folder))
    url = Ref(f"{title}-hosting", "websiteEndpoint")
    address = Join(("http://", url))
    return Made(
        (*shell, *files),
        Identity(bucket, Ref(logical, "arn"), address),
        (NamedOutput(f"{title}.url", address, resource.id),),
    )


def _refusal(resource: Resource, folder: object, found: Path, root: Path) -> Note | None:
    def note(why: str) -> Note:
        return Note(f"{resource.source}: website {resource.name} is not made: {why}", "warning", resource.id)

    if not folder:
        return note("it names no folder. Give it folder=….")
    if not found.is_relative_to(root):
        return note(f"its folder {folder} lies outside the project.")
    if not found.is_dir():
        return note(f"its folder {folder} does not exist. Build the site first.")
    if sum(1 for _ in _files(found)) > _MOST_FILES:
        return note(f"its folder {folder} holds more than {_MOST_FILES} files.")
    return None


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("."))


def _shell(
    title: str, logical: str, bucket: Ref, name: Value, index: str, resource: Resource
) -> tuple[CloudResource, ...]:
    closed = {"blockPublicAcls": True, "ignorePublicAcls": True}
    opened = {"blockPublicPolicy": False, "restrictPublicBuckets": False}
    readable: Value = {
        "Sid": "AnybodyReads",
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": Join((Ref(logical, "arn"), "/*")),
    }
    return (
        CloudResource("aws:s3/bucket:Bucket", logical, {"bucket": name, "forceDestroy": True}, subject=resource.id),
        CloudResource(
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
            f"{title}-open",
            {"bucket": bucket, **closed, **opened},
            subject=resource.id,
        ),
        CloudResource(
            "aws:s3/bucketPolicy:BucketPolicy",
            f"{title}-readable",
            {"bucket": bucket, "policy": document([readable])},
            (f"{title}-open",),
            resource.id,
        ),
        CloudResource(
            "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
            f"{title}-hosting",
            {"bucket": bucket, "indexDocument": {"suffix": index}},
            subject=resource.id,
        ),
    )


def _object(title: str, bucket: Ref, path: Path, folder: Path, root: Path, resource: Resource) -> CloudResource:
    key = path.relative_to(folder).as_posix()
    inputs: dict[str, Value] = {
        "bucket": bucket,
        "key": key,
        "source": File(path.relative_to(root).as_posix(), _digest(path)),
        "contentType": mimetypes.guess_type(key)[0] or "application/octet-stream",
    }
    return CloudResource("aws:s3/bucketObjectv2:BucketObjectv2", f"{title}/{key}", inputs, subject=resource.id)


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    except OSError as error:
        raise DeployError(
            str(path), f"it cannot be read: {error.strerror}.", "Make it readable or remove it."
        ) from error
