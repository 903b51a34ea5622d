"""Where cards stand and how lines run: properties over made-up graphs."""

from __future__ import annotations

import itertools
import pickle
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archloom.canvas.layout.arrange import arrange
from archloom.canvas.layout.compose import Composition, Job, compose
from archloom.canvas.layout.frames import Frames
from archloom.canvas.layout.graph import Graph, Node
from archloom.canvas.layout.graphlay_engine import Graphlay
from archloom.canvas.layout.layered import Layered
from archloom.canvas.layout.parts import size
from archloom.canvas.layout.ranks import ranks
from archloom.canvas.layout.stable import settle
from archloom.canvas.measures import ROW_GAP, card_height, row_centre
from archloom.canvas.routing.router import route
from archloom.canvas.routing.slots import offsets
from archloom.canvas.routing.wires import Box, Point, Route, Wire

ENGINES = [Layered(), Graphlay(), Layered(Graphlay())]


def wire(start: str, end: str, row: int = -1, label: float = 0.0) -> Wire:
    drop = 26.0 if row < 0 else float(row_centre(row))
    return Wire(f"{start}.{row}>{end}", f"{start}.{row}", start, drop, end, label)


@st.composite
def graphs(draw: st.DrawFn, largest: int = 14, cycles: bool = True) -> Graph:
    """Cards with up to three rows and lines between any of them, some with labels."""
    count = draw(st.integers(1, largest))
    rows = draw(st.lists(st.integers(0, 3), min_size=count, max_size=count))
    nodes = tuple(Node(f"n{i}", 184 + 8 * (i % 4), card_height(rows[i]), leaf=i % 3 == 0) for i in range(count))
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1), st.integers(-1, 2))
    wires: dict[str, Wire] = {}
    for start, end, row in draw(st.lists(pairs, max_size=2 * count)):
        if start == end or (start > end and not cycles):
            continue
        made = wire(f"n{start}", f"n{end}", min(row, rows[start] - 1), 40.0 if row % 2 else 0.0)
        wires[made.key] = made
    return Graph(nodes, tuple(wires.values()), {})


def boxes_of(graph: Graph, places: dict[str, Point]) -> dict[str, Box]:
    return {node.id: Box(*places[node.id], node.width, node.height) for node in graph.nodes}


def overlapping(boxes: dict[str, Box], gap: float = 0.0) -> list[tuple[str, str]]:
    return [
        (one, other)
        for (one, a), (other, b) in itertools.combinations(boxes.items(), 2)
        if a.x < b.right + gap and b.x < a.right + gap and a.y < b.bottom + gap and b.y < a.bottom + gap
    ]


def through_cards(boxes: dict[str, Box], wires: dict[str, Wire], routes: dict[str, Route]) -> list[tuple[str, str]]:
    """(line, card) for each run that lies inside a card."""
    found = []
    for key, made in routes.items():
        for (ax, ay), (bx, by) in itertools.pairwise(made.points):
            for name, box in boxes.items():
                inside_x = min(ax, bx) < box.right - 0.5 and max(ax, bx) > box.x + 0.5
                inside_y = min(ay, by) < box.bottom - 0.5 and max(ay, by) > box.y + 0.5
                if inside_x and inside_y:
                    found.append((key, name))
    return found


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: type(engine).__name__)
@settings(max_examples=40, deadline=None)
@given(graph=graphs())
def test_cards_never_overlap(engine: Layered | Graphlay, graph: Graph) -> None:
    assert overlapping(boxes_of(graph, arrange(graph, engine)), ROW_GAP - 1) == []


@settings(max_examples=60, deadline=None)
@given(graph=graphs(cycles=False))
def test_lines_go_from_left_to_right(graph: Graph) -> None:
    graph = Graph(tuple(replace(node, leaf=False) for node in graph.nodes), graph.wires, graph.weights)
    boxes = boxes_of(graph, arrange(graph))
    assert [w.key for w in graph.wires if boxes[w.start].right >= boxes[w.end].x] == []


@settings(max_examples=60, deadline=None)
@given(graph=graphs())
def test_no_line_runs_through_a_card(graph: Graph) -> None:
    boxes = boxes_of(graph, arrange(graph))
    routes = route(boxes, graph.wires)
    assert through_cards(boxes, {w.key: w for w in graph.wires}, routes) == []


@settings(max_examples=60, deadline=None)
@given(graph=graphs())
def test_every_line_runs_orthogonally_from_its_port_to_the_left_edge_of_its_card(graph: Graph) -> None:
    boxes = boxes_of(graph, arrange(graph))
    for made in graph.wires:
        points = route(boxes, graph.wires)[made.key].points
        start, end = boxes[made.start], boxes[made.end]
        assert points[0] == (start.right, start.y + made.drop)
        assert points[-1][0] == end.x
        assert end.y < points[-1][1] < end.y + 52
        assert all(ax == bx or ay == by for (ax, ay), (bx, by) in itertools.pairwise(points))
        assert points[-2][0] < points[-1][0]


@settings(max_examples=30, deadline=None)
@given(graph=graphs())
def test_the_same_graph_gives_the_same_picture(graph: Graph) -> None:
    assert compose(Job(graph)) == compose(Job(graph))


@settings(max_examples=40, deadline=None)
@given(
    graph=graphs(), moved=st.lists(st.tuples(st.integers(-400, 400), st.integers(-400, 400)), min_size=3, max_size=3)
)
def test_what_is_placed_by_hand_stays_and_the_rest_keeps_clear_of_it(
    graph: Graph, moved: list[tuple[int, int]]
) -> None:
    wished = arrange(graph)
    hand = {
        node.id: (float(x + 1000 * i), float(y))
        for i, (node, (x, y)) in enumerate(zip(graph.nodes, moved, strict=False))
    }
    places = settle(graph, wished, hand)
    assert {key: places[key] for key in hand} == hand
    assert overlapping(boxes_of(graph, places)) == []


def test_a_new_card_moves_no_other() -> None:
    old = Graph(tuple(Node(key, 184, 52) for key in "abc"), (wire("a", "b"), wire("a", "c")), {})
    new = Graph((*old.nodes, Node("d", 184, 52, leaf=True)), (*old.wires, wire("b", "d")), {})
    before = compose(Job(old)).places
    after = compose(Job(new, before)).places
    assert {key: after[key] for key in before} == before


def test_a_card_that_grows_moves_what_stands_below_it() -> None:
    old = Graph((Node("a", 184, 52), Node("b", 184, 52), Node("c", 184, 52)), (), {})
    before = {"a": (0.0, 0.0), "b": (0.0, 76.0), "c": (400.0, 76.0)}
    grown = Graph((Node("a", 184, 86), *old.nodes[1:]), (), {})
    assert compose(Job(grown, before, frozenset("abc"))).places == {**before, "b": (0.0, 86.0 + ROW_GAP)}
    assert compose(Job(grown, before, frozenset("ac"))).places == before  # b was placed by hand


def test_what_code_uses_stands_in_the_last_column() -> None:
    nodes = (
        Node("web", 184, 52),
        Node("queue", 184, 52, leaf=True),
        Node("work", 184, 52),
        Node("table", 184, 52, leaf=True),
    )
    graph = Graph(nodes, (wire("web", "queue"), wire("queue", "work"), wire("work", "table"), wire("web", "table")), {})
    assert ranks(graph) == {"web": 0, "queue": 1, "work": 2, "table": 3}


def chain(*leaves: str) -> Graph:
    nodes = tuple(Node(key, 184, 52, key in leaves) for key in "abcdefg")
    return Graph(nodes, tuple(wire(one, other) for one, other in itertools.pairwise("abcdefg")), {})


def test_a_long_chain_begins_at_the_left_again_where_work_waits() -> None:
    found = ranks(chain("d", "g"))
    assert found["d"] == 0
    assert max(found.values()) == 3


def test_a_long_chain_in_which_no_work_waits_stays_one_line() -> None:
    assert ranks(chain("g")) == {key: index for index, key in enumerate("abcdefg")}


def test_a_chain_that_fits_is_not_broken() -> None:
    graph = chain("c", "e")
    short = Graph(graph.nodes[:5], graph.wires[:4], {})
    assert ranks(short) == {key: index for index, key in enumerate("abcde")}


def test_many_parts_that_no_line_joins_stand_side_by_side() -> None:
    nodes = tuple(Node(f"{side}{i}", 184, 52, side == "t") for i in range(24) for side in "ft")
    graph = Graph(nodes, tuple(wire(f"f{i}", f"t{i}") for i in range(24)), {})
    places = arrange(graph)
    width, height = size(graph, places)
    assert len({x for key, (x, _) in places.items() if key.startswith("f")}) > 1
    assert width > height
    assert overlapping(boxes_of(graph, places), ROW_GAP - 1) == []


def test_a_few_parts_share_their_columns() -> None:
    nodes = tuple(Node(f"{side}{i}", 184, 52, side == "t") for i in range(4) for side in "ft")
    places = arrange(Graph(nodes, tuple(wire(f"f{i}", f"t{i}") for i in range(4)), {}))
    assert len({x for x, _ in places.values()}) == 2


@settings(max_examples=40, deadline=None)
@given(graph=graphs(largest=30))
def test_no_wide_band_of_a_picture_is_empty(graph: Graph) -> None:
    places = arrange(graph)
    joined = [box for key, box in boxes_of(graph, places).items() if key in {node.id for node in graph.linked}]
    lowest = 0.0
    for box in sorted(joined, key=lambda box: box.y):
        assert box.y - lowest <= 50
        lowest = max(lowest, box.bottom)


def test_a_cycle_is_drawn_with_one_line_that_goes_around_below() -> None:
    nodes = tuple(Node(key, 184, 52) for key in "abc")
    graph = Graph(nodes, (wire("a", "b"), wire("b", "c"), wire("c", "a")), {})
    boxes = boxes_of(graph, arrange(graph))
    lowest = max(y for _, y in route(boxes, graph.wires)["c.-1>a"].points)
    assert lowest > max(box.bottom for box in boxes.values())


def test_ends_that_are_nearly_on_one_height_are_joined_without_a_step() -> None:
    boxes = {"a": Box(0, 0, 184, 52), "b": Box(400, 2, 184, 52), "c": Box(400, 90, 184, 52)}
    routes = route(boxes, [wire("a", "b"), wire("a", "c")])
    assert [y for _, y in routes["a.-1>b"].points] == [26, 26]
    assert len(routes["a.-1>c"].points) == 4


def test_two_functions_in_a_row_are_joined_by_a_straight_line() -> None:
    graph = Graph((Node("a", 184, 52), Node("b", 184, 52)), (wire("a", "b"),), {})
    boxes = boxes_of(graph, arrange(graph))
    assert len(route(boxes, graph.wires)["a.-1>b"].points) == 2


@pytest.mark.parametrize(
    ("count", "heights"),
    [(1, [0]), (2, [-8, 8]), (3, [-16, 0, 16]), (4, [-21, -7, 7, 21]), (6, [0, 0, 0, 0, 0, 0])],
)
def test_slots_stand_around_the_centre(count: int, heights: list[float]) -> None:
    assert offsets(count) == heights


def test_lines_of_one_port_share_their_trunk() -> None:
    nodes = (Node("a", 184, 52), *(Node(f"t{i}", 184, 52, leaf=True) for i in range(3)))
    graph = Graph(nodes, tuple(wire("a", f"t{i}", label=40) for i in range(3)), {})
    routes = route(boxes_of(graph, arrange(graph)), graph.wires)
    turns = {made.points[1][0] for made in routes.values() if len(made.points) > 2}
    assert len(turns) == 1


def on_top_of_each_other(graph: Graph, routes: dict[str, Route]) -> list[tuple[str, str]]:
    """Pairs of lines from different ports whose vertical runs lie on each other."""
    runs = [
        (made, x1, *sorted((y1, y2)))
        for made in graph.wires
        for (x1, y1), (x2, y2) in itertools.pairwise(routes[made.key].points)
        if x1 == x2 and not routes[made.key].crowd
    ]
    return [
        (one[0].key, other[0].key)
        for one, other in itertools.combinations(runs, 2)
        if one[0].bundle != other[0].bundle
        and abs(one[1] - other[1]) < 1
        and min(one[3], other[3]) - max(one[2], other[2]) > 1
    ]


@settings(max_examples=80, deadline=None)
@given(graph=graphs())
def test_lines_of_different_ports_never_run_down_on_each_other(graph: Graph) -> None:
    assert on_top_of_each_other(graph, route(boxes_of(graph, arrange(graph)), graph.wires)) == []


def test_a_new_card_stands_below_its_siblings() -> None:
    nodes = (Node("a", 184, 52), Node("b", 184, 52, True), Node("c", 184, 52, True))
    old = Graph(nodes, (wire("a", "b"), wire("a", "c")), {})
    before = compose(Job(old)).places
    new = Graph((*old.nodes, Node("d", 184, 52, True)), (*old.wires, wire("a", "d")), {})
    x, y = compose(Job(new, before)).places["d"]
    assert (x, y) == (before["b"][0], max(before["b"][1], before["c"][1]) + 76)


def test_the_worker_process_gives_what_the_window_would_have_made() -> None:
    job = Job(Graph(tuple(Node(key, 184, 52) for key in "ab"), (wire("a", "b"),), {}))
    run = subprocess.run(
        [sys.executable, "-m", "archloom.canvas.layout.worker"],
        input=pickle.dumps(job),
        capture_output=True,
        check=True,
    )
    frames = Frames()
    for at in range(0, len(run.stdout), 7):  # as a pipe cuts it
        frames.add(run.stdout[at : at + 7])
    assert frames.whole
    places, routes = (pickle.loads(part) for part in frames.parts)
    assert Composition(places, routes) == compose(job)
