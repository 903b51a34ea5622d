"""What a query does, by its text or by the statement that SQLAlchemy built."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.deduction.evaluate.queries import of_text

Used = Callable[..., dict[str, set[str]]]

TEXTS: dict[str, tuple[str, ...]] = {
    "SELECT * FROM orders": ("read",),
    "\n  -- all of them\n  select 1": ("read",),
    "WITH old AS (SELECT 1) DELETE FROM orders": ("delete",),
    "WITH old AS (SELECT 1) SELECT * FROM old": ("read",),
    "INSERT INTO orders VALUES ('DELETE')": ("write",),
    "TRUNCATE TABLE orders": ("delete",),
    "CREATE TABLE orders (id int)": ("write",),
    "MATCH (o:Order) RETURN o": ("read",),
    "UNWIND $data AS q MERGE (o:Order {id: q.id}) SET o.name = 'DELETE'": ("write",),
    "MATCH (o:Order) DETACH DELETE o": ("delete",),
    "BEGIN": (),
    "": (),
}


@pytest.mark.parametrize("text", TEXTS)
def test_the_words_of_a_query_say_what_it_does(text: str) -> None:
    assert of_text(text) == TEXTS[text]


ENGINE = """
from sqlalchemy import create_engine, delete, insert, select, text, update
from sqlalchemy.orm import DeclarativeBase, Session, declarative_base, sessionmaker
engine = create_engine("postgresql://h/orders")
class Base(DeclarativeBase): pass
class Order(Base): pass
Old = declarative_base()
def f(event, context):
    session = sessionmaker(engine)()
"""

STATEMENTS: dict[str, set[str]] = {
    "session.execute(select(Order).where(True))": {"read"},
    "session.execute(delete(Order).where(True))": {"delete"},
    "session.execute(update(Order).values(a=1))": {"write"},
    "session.execute(insert(Order).values(a=1))": {"write"},
    "session.execute(text('TRUNCATE orders'))": {"delete"},
    "session.execute(text(f'DELETE FROM {event}'))": {"delete"},
    "engine.connect().execute(event)": {"read", "write"},
    "session.query(Order).filter_by(a=1).delete()": {"read", "delete"},
    "session.query(Order).filter_by(a=1).first()": {"read"},
    "Base.metadata.create_all(engine)": {"write"},
    "Old.metadata.drop_all(bind=engine)": {"delete"},
    "session.add(Order())": {"write"},
}


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statement_of_sqlalchemy_says_what_it_does(statement: str, uses: Used) -> None:
    assert uses(f"{ENGINE}    {statement}\n") == {"database:orders": STATEMENTS[statement]}


ROWS: dict[str, set[str]] = {
    "session.query(Order).first().name = 'x'": {"read", "write"},
    "order = session.get(Order, 1); setattr(order, event['key'], 1); session.commit()": {"read", "write"},
    "order = session.execute(select(Order)).scalars().first(); order.count += 1": {"read", "write"},
    "for order in session.scalars(select(Order)): order.done = True": {"read", "write"},
    "order = session.get(Order, 1); name = order.name": {"read"},
}


@pytest.mark.parametrize("statement", ROWS)
def test_a_row_that_is_changed_is_written(uses: Used, statement: str) -> None:
    assert uses(ENGINE + f"    {statement}\n")["database:orders"] == ROWS[statement]
