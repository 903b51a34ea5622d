"""LangChain's `load_tools(["ddg-search", "llm-math"], llm=…)`: tools by the names that LangChain gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import containers, libraries, naming
from ..evaluate.machine import Frame
from ..values import Arguments, LibMethod, Place, Value
from .registry import rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

HOME = "langchain_community"
CLASSES = {
    "arxiv": "tools.ArxivQueryRun", "awslambda": "utilities.awslambda.LambdaWrapper",
    "bing-search": "tools.BingSearchRun",
    "dalle-image-generator": "utilities.dalle_image_generator.DallEAPIWrapper",
    "ddg-search": "tools.DuckDuckGoSearchRun",
    "google-search": "tools.GoogleSearchRun", "google-search-results-json": "tools.GoogleSearchResults",
    "google-serper": "tools.GoogleSerperRun", "google-serper-results-json": "tools.GoogleSerperResults",
    "openweathermap-api": "tools.OpenWeatherMapQueryRun", "pubmed": "tools.PubmedQueryRun",
    "searx-search": "tools.SearxSearchRun", "serpapi": "utilities.SerpAPIWrapper",
    "stackexchange": "tools.StackExchangeTool", "wikipedia": "tools.WikipediaQueryRun",
    "wolfram-alpha": "tools.WolframAlphaQueryRun",
}  # fmt: skip
"""LangChain's name of a tool -> its class; other tools need the model only, or nothing at all."""


@rule("langchain_community.agent_toolkits.load_tools.load_tools")
def load_tools(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """A list of the tools; what else is given (the model, keys) goes to each of them."""
    given = naming.bind(("tool_names", "llm"), a)
    names = given.get("tool_names")
    if names is None:
        return None
    options = tuple((key, value) for key, value in a.named if key not in ("tool_names", "llm"))
    made: list[Value] = [given["llm"]] if "llm" in given else []
    items, _ = containers.elements(m, f, names)
    for one in items:
        path = f"{HOME}.{CLASSES.get(naming.text_of(one) or '', '')}"
        if m.catalog.call(path) is not None:
            made.append(libraries.call_path(m, f, path, Arguments(named=options), place))
    return m.sequence(made)
