"""A support agent: a model that may call tools, and a memory of every conversation in DynamoDB."""

import os

from langchain_core.messages import SystemMessage
from langchain_openai import ChatOpenAI
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.prebuilt import ToolNode, tools_condition
from langgraph_checkpoint_aws import DynamoDBSaver

from .tools import look_up_order, open_ticket

INSTRUCTIONS = SystemMessage(
    "You help the customers of a small shop. Look orders up before you speak about them. "
    "When you cannot help, open a ticket."
)

tools = [look_up_order, open_ticket]
model = ChatOpenAI(model="gpt-4o-mini", temperature=0).bind_tools(tools)
memory = DynamoDBSaver(table_name=os.environ.get("CHECKPOINTS_TABLE", "support-checkpoints"))


def assistant(state: MessagesState) -> dict:
    return {"messages": [model.invoke([INSTRUCTIONS, *state["messages"]])]}


builder = StateGraph(MessagesState)
builder.add_node("assistant", assistant)
builder.add_node("tools", ToolNode(tools))
builder.add_edge(START, "assistant")
builder.add_conditional_edges("assistant", tools_condition)
builder.add_edge("tools", "assistant")
graph = builder.compile(checkpointer=memory)
