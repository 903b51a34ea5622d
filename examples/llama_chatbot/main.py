"""A chatbot with a memory, on a Llama of our own.

Plain LangChain: no line here is about infrastructure. The table and the endpoint follow from what the code uses, their
sizes and the model behind the endpoint stand in archloom.toml.
"""

import json
import os

from langchain_aws.llms import SagemakerEndpoint
from langchain_aws.llms.sagemaker_endpoint import LLMContentHandler
from langchain_community.chat_message_histories import DynamoDBChatMessageHistory
from langchain_core.prompt_values import PromptValue
from langchain_core.prompts import ChatPromptTemplate, MessagesPlaceholder
from langchain_core.runnables.history import RunnableWithMessageHistory

ENDPOINT = os.environ.get("LLAMA_ENDPOINT", "llama2")
TABLE = os.environ.get("CONVERSATIONS_TABLE", "conversations")


class TextGeneration(LLMContentHandler):
    """What Hugging Face's text generation container takes and gives."""

    content_type = "application/json"
    accepts = "application/json"

    def transform_input(self, prompt: str, model_kwargs: dict) -> bytes:
        parameters = {"max_new_tokens": 256, "return_full_text": False, **model_kwargs}
        return json.dumps({"inputs": prompt, "parameters": parameters}).encode()

    def transform_output(self, output) -> str:
        return json.loads(output.read())[0]["generated_text"].strip()


llama = SagemakerEndpoint(
    endpoint_name=ENDPOINT,
    content_handler=TextGeneration(),
    model_kwargs={"temperature": 0.7},
)

prompt = ChatPromptTemplate.from_messages(
    [
        ("system", "You are a cool and aloof robot. Answer very briefly and directly."),
        MessagesPlaceholder("history"),
        ("human", "{question}"),
    ]
)
ROLES = {"system": "system", "human": "user", "ai": "assistant"}


def as_llama_reads(chat: PromptValue) -> str:
    """The chat in the template that TinyLlama was trained on; it ends where the model goes on."""
    turns = [f"<|{ROLES[message.type]}|>\n{message.content}</s>\n" for message in chat.to_messages()]
    return "".join(turns) + "<|assistant|>\n"


def history_of(session_id: str) -> DynamoDBChatMessageHistory:
    return DynamoDBChatMessageHistory(table_name=TABLE, session_id=session_id, history_size=20)


chatbot = RunnableWithMessageHistory(
    prompt | as_llama_reads | llama,
    history_of,
    input_messages_key="question",
    history_messages_key="history",
)


def handler(event: dict, context: object) -> dict:
    asked = event.get("queryStringParameters") or {}
    if "question" not in asked:
        return answer(400, {"message": "Ask with ?session=…&question=…"})
    session = asked.get("session", "everyone")
    said = chatbot.invoke({"question": asked["question"]}, {"configurable": {"session_id": session}})
    return answer(200, {"session": session, "answer": said})


def answer(status: int, body: dict) -> dict:
    content = json.dumps(body, ensure_ascii=False)
    return {"statusCode": status, "headers": {"content-type": "application/json"}, "body": content}
