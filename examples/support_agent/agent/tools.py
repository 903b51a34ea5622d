"""What the agent can do: look an order up, and open a ticket for a person."""

import os
from uuid import uuid4

import boto3
from langchain_core.tools import tool

dynamodb = boto3.resource("dynamodb")
orders = dynamodb.Table(os.environ.get("ORDERS_TABLE", "orders"))
tickets = dynamodb.Table(os.environ.get("TICKETS_TABLE", "tickets"))


@tool
def look_up_order(order_id: str) -> str:
    """Look up an order by its number and return its status."""
    order = orders.get_item(Key={"id": order_id}).get("Item")
    if order is None:
        return f"There is no order {order_id}."
    return f"Order {order_id} is {order['status']}."


@tool
def open_ticket(summary: str) -> str:
    """Open a support ticket with a summary of the problem, when a person has to help."""
    ticket = {"id": uuid4().hex[:8], "summary": summary, "state": "open"}
    tickets.put_item(Item=ticket)
    return f"Ticket {ticket['id']} is open; a person will answer within a day."
