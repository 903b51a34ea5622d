"""A chatbot with a memory, on a Llama of our own: the same as llama_chatbot, with its resources declared."""

import json

from langchain_aws.llms import SagemakerEndpoint
from langchain_aws.llms.sagemaker_endpoint import LLMContentHandler
from langchain_community.chat_message_histories import DynamoDBChatMessageHistory
from langchain_core.prompt_values import PromptValue
from langchain_core.prompts import ChatPromptTemplate, MessagesPlaceholder
from langchain_core.runnables.history import RunnableWithMessageHistory

from archloom.resources import BadRequest, KVStore, Request, Router, SageMaker, allow

api = Router("chatbot", cors=True)
conversations = KVStore("conversations", partition_key="SessionId")
llama = SageMaker(
    "llama2",
    image="763104351884.dkr.ecr.us-east-1.amazonaws.com/huggingface-pytorch-tgi-inference:"
    "2.4.0-tgi3.0.1-gpu-py311-cu124-ubuntu22.04",
    instance_type="ml.g5.xlarge",
    environment={"HF_MODEL_ID": "TinyLlama/TinyLlama-1.1B-Chat-v1.0", "SM_NUM_GPUS": "1"},
)


class TextGeneration(LLMContentHandler):
    """What Hugging Face's text generation container takes and gives."""

    content_type = "application/json"
    accepts = "application/json"

    def transform_input(self, prompt: str, model_kwargs: dict) -> bytes:
        parameters = {"max_new_tokens": 256, "return_full_text": False, **model_kwargs}
        return json.dumps({"inputs": prompt, "parameters": parameters}).encode()

    def transform_output(self, output) -> str:
        return json.loads(output.read())[0]["generated_text"].strip()


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
    return DynamoDBChatMessageHistory(
        table_name=conversations.table_name,
        primary_key_name=conversations.partition_key,
        session_id=session_id,
        history_size=20,
    )


def chatbot() -> RunnableWithMessageHistory:
    model = SagemakerEndpoint(endpoint_name=llama.endpoint_name, content_handler=TextGeneration())
    chain = prompt | as_llama_reads | model
    return RunnableWithMessageHistory(chain, history_of, input_messages_key="question", history_messages_key="history")


@api.post("/chat")
@allow(conversations.get, llama.invoke)
def chat(request: Request) -> dict:
    asked = request.json() or {}
    if "question" not in asked:
        raise BadRequest('Send {"session": "…", "question": "…"}.')
    session = asked.get("session", "everyone")
    said = chatbot().invoke({"question": asked["question"]}, {"configurable": {"session_id": session}})
    return {"session": session, "answer": said}


@api.delete("/chat/{session}")
def forget(request: Request) -> None:
    history_of(request.path_params["session"]).clear()
