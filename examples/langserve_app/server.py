"""Two chains behind LangServe, each with /invoke, /batch, /stream and a playground."""

from fastapi import FastAPI
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_openai import ChatOpenAI
from langserve import add_routes
from pydantic import BaseModel, Field

app = FastAPI(title="Writing desk", version="1.0")
model = ChatOpenAI(model="gpt-4o-mini", temperature=0.3)


class Passage(BaseModel):
    text: str = Field(description="the text to work on")
    language: str = Field(default="English", description="the language of the answer")


translate = (
    ChatPromptTemplate.from_messages(
        [
            ("system", "Translate the text into {language}. Answer with the translation only."),
            ("human", "{text}"),
        ]
    )
    | model
    | StrOutputParser()
).with_types(input_type=Passage)

summarize = (
    ChatPromptTemplate.from_template("Summarize in two sentences of {language}:\n\n{text}") | model | StrOutputParser()
).with_types(input_type=Passage)

add_routes(app, translate, path="/translate")
add_routes(app, summarize, path="/summarize")


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}
