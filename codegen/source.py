"""The text of a file and the way back to its bytes: encoding cookie, byte order mark and line ends stay."""

from __future__ import annotations

import io
import tokenize
from dataclasses import dataclass, replace

from ..resources.architecture import Span
from .change import Refusal


@dataclass(frozen=True, slots=True)
class Source:
    """`text` has the file's own line ends; a byte order mark is part of `encoding` (`utf-8-sig`)."""

    path: str
    text: str
    encoding: str = "utf-8"

    @classmethod
    def of(cls, path: str, data: bytes) -> Source:
        """Reads as Python does. Raises Refusal when the bytes are not text in the encoding that they claim."""
        try:
            encoding = tokenize.detect_encoding(io.BytesIO(data).readline)[0]
            source = cls(path, data.decode(encoding), encoding)
        except (SyntaxError, UnicodeDecodeError, LookupError) as error:
            raise Refusal(
                f"{path} cannot be read as text: {error}.", Span(path, 1), "Save it as UTF-8 and try again."
            ) from error
        if source.encode() != data:
            raise Refusal(f"{path} would not survive its own encoding, {encoding}.", Span(path, 1), "Save it as UTF-8.")
        return source

    def encode(self) -> bytes:
        try:
            return self.text.encode(self.encoding)
        except UnicodeEncodeError as error:
            raise Refusal(
                f"{self.path} is written in {self.encoding}, which has no {self.text[error.start]!r}.",
                Span(self.path, 1),
                "Save it as UTF-8, or choose a name in plain letters.",
            ) from error

    def with_text(self, text: str) -> Source:
        return replace(self, text=text)
