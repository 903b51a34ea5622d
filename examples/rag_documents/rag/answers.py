"""Questions, answered from the documents and with their sources."""

from langchain_core.documents import Document
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableLambda, RunnablePassthrough
from langchain_openai import ChatOpenAI

from archloom.resources import BadRequest, Request

from .index import search
from .resources import api

prompt = ChatPromptTemplate.from_template(
    "Answer the question from these passages alone. If they do not hold the answer, say so.\n\n"
    "{context}\n\nQuestion: {question}"
)


def in_prompt(passages: list[Document]) -> str:
    return "\n\n".join(f"[{passage.metadata['source']}] {passage.page_content}" for passage in passages)


write = (
    RunnablePassthrough.assign(context=lambda asked: in_prompt(asked["passages"]))
    | prompt
    | ChatOpenAI(model="gpt-4o-mini", temperature=0)
    | StrOutputParser()
)
rag = {"question": RunnablePassthrough(), "passages": RunnableLambda(search)} | RunnablePassthrough.assign(answer=write)


@api.get("/ask")
def ask(request: Request) -> dict:
    question = request.query.get("question")
    if not question:
        raise BadRequest("Ask with /ask?question=…")
    found = rag.invoke(question)
    sources = sorted({passage.metadata["source"] for passage in found["passages"]})
    return {"question": question, "answer": found["answer"], "sources": sources}
