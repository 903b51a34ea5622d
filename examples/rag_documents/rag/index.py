"""The index: for each document a file of passages with their vectors.

A file per document is written in one go and replaced as a whole, so that two documents indexed at the same time never
meet. Searching reads all of them: right for some hundred documents, and the place to put a vector store beyond that.
"""

import json
from operator import mul

from langchain_core.documents import Document
from langchain_openai import OpenAIEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from archloom.resources import allow

from .resources import documents, index, to_index

# Passages are short, so there is no need to count tokens first (which downloads a tokenizer on every cold start).
embeddings = OpenAIEmbeddings(model="text-embedding-3-small", check_embedding_ctx_length=False)
splitter = RecursiveCharacterTextSplitter(chunk_size=1200, chunk_overlap=150)


@to_index.subscribe
@allow(documents.get, index.put)
def index_document(message: dict) -> None:
    """Index a document, again if it was there."""
    name = message["document"]
    passages = splitter.split_text(documents.get(name).decode())
    vectors = embeddings.embed_documents(passages)
    index.put(f"{name}.json", json.dumps(list(zip(passages, vectors, strict=True))))
    print(f"{name}: {len(passages)} passages")


def search(question: str, count: int = 4) -> list[Document]:
    """The passages that are nearest to a question."""
    asked = embeddings.embed_query(question)
    found = [
        (sum(map(mul, asked, vector)), Document(passage, metadata={"source": file.removesuffix(".json")}))
        for file in index.list()
        for passage, vector in json.loads(index.get(file))
    ]
    return [passage for _, passage in sorted(found, key=lambda pair: -pair[0])[:count]]
