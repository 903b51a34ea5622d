"""Connect, Disconnect, SetOperations: what is written beside what is left alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.codegen import Change, Connect, Disconnect, Edit, SetOperations

from .conftest import ToyProject

MAIN = '''
    """Orders."""

    from archloom.resources import KVStore, Queue, Router

    api = Router("api")
    orders = KVStore("orders")
    jobs = Queue("jobs")


    @api.get("/order")
    def read(request):
        return {"n": 1}  # unchanged


    @api.post("/order")
    async def keep(request):
        orders.set("a", 1)
'''
IMPORT = "from archloom.resources import KVStore, Queue, Router"
READ = "entry:main.read"
KEEP = "entry:main.keep"
STORE = """
    from archloom.resources import KVStore

    orders = KVStore("orders")
"""


def handler(imports: str = "", more: str = "") -> str:
    """A module with one route and these lines."""
    lines = [imports, "from archloom.resources import Router", "", more, 'api = Router("api")', "", ""]
    return "\n".join([*(line for line in lines if line is not None), '@api.get("/x")', "def f(request): ...", ""])


def test_a_grant_goes_right_above_the_def_and_its_import_beside_its_siblings(project: ToyProject) -> None:
    text = project.write({"main.py": MAIN}).after(Connect(READ, "kv_store:orders", ("get", "set")))
    assert "from archloom.resources import KVStore, Queue, Router, allow\n" in text
    assert '@api.get("/order")\n@allow(orders.get, orders.set)\ndef read(request):\n' in text


def test_what_is_used_already_is_not_granted_again(project: ToyProject) -> None:
    text = project.write({"main.py": MAIN}).after(Connect(KEEP, "kv_store:orders", ("set", "get")))
    assert "@allow(orders.get)\nasync def keep" in text


def test_a_second_connection_extends_the_grant(project: ToyProject) -> None:
    made = MAIN.replace("def read", "@allow(orders.get)\n    def read").replace("Router\n", "Router, allow\n", 1)
    text = project.write({"main.py": made}).after(Connect(READ, "queue:jobs", ("push",)))
    assert "@allow(orders.get, jobs.push)\ndef read" in text


@pytest.mark.parametrize(
    ("imports", "decorator"),
    [
        (f"{IMPORT}, allow as may", "@may(orders.get)"),
        (f"from archloom import resources\n{IMPORT}", "@resources.allow(orders.get)"),
        (f"import archloom.resources as ar\n{IMPORT}", "@ar.allow(orders.get)"),
    ],
)
def test_allow_is_called_what_the_file_calls_it(project: ToyProject, imports: str, decorator: str) -> None:
    made = MAIN.replace(IMPORT, imports.replace("\n", "\n    "))
    text = project.write({"main.py": made}).after(Connect(READ, "kv_store:orders", ("get",)))
    assert decorator in text


def test_an_allow_of_the_users_own_is_not_touched(project: ToyProject) -> None:
    made = MAIN.replace('api = Router("api")', 'allow = print\n    api = Router("api")')
    text = project.write({"main.py": made}).after(Connect(READ, "kv_store:orders", ("get",)))
    assert "@allow_access(orders.get)" in text
    assert "allow as allow_access" in text


@pytest.mark.parametrize(
    ("imports", "expected"),
    [
        pytest.param("", "from store import orders\n", id="absolute where nothing else is said"),
        pytest.param("from .other import x", "from .other import x\nfrom .store import orders\n", id="relative"),
    ],
)
def test_a_resource_of_another_file_is_imported_as_its_siblings_are(
    project: ToyProject, imports: str, expected: str
) -> None:
    project.write({"main.py": handler(imports), "store.py": STORE, "other.py": "x = 1\n"})
    text = project.after(Connect("entry:main.f", "kv_store:orders", ("get",)))
    assert expected in text
    assert "@allow(orders.get)\ndef f" in text


def test_a_module_that_is_imported_already_names_the_resource(project: ToyProject) -> None:
    project.write({"main.py": handler("import store as st"), "store.py": STORE})
    text = project.after(Connect("entry:main.f", "kv_store:orders", ("get",)))
    assert "@allow(st.orders.get)" in text
    assert "from store" not in text


def test_a_name_that_means_something_else_here_gets_an_alias(project: ToyProject) -> None:
    project.write({"main.py": handler(more="orders = []"), "store.py": STORE})
    text = project.after(Connect("entry:main.f", "kv_store:orders", ("get",)))
    assert "from store import orders as store_orders\n" in text
    assert "@allow(store_orders.get)" in text


def test_an_import_in_a_circle_is_refused_with_the_way_round(project: ToyProject) -> None:
    project.write({"main.py": handler(), "store.py": f"    import middle{STORE}", "middle.py": "import main\n"})
    reason = project.refusal(Connect("entry:main.f", "kv_store:orders", ("get",)))
    assert reason == (
        "store.py imports main.py (through middle.py), so main.py cannot import orders from it. "
        "Move the declaration of orders into a file that imports neither."
    )


def test_a_resource_declared_below_its_user_is_refused(project: ToyProject) -> None:
    late = MAIN.replace('    orders = KVStore("orders")\n', "").replace("orders.set", "jobs.push")
    project.write({"main.py": late + '\n\n    orders = KVStore("orders")\n'})
    assert "orders is declared below read" in project.refusal(Connect(READ, "kv_store:orders", ("get",)))


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (Connect(READ, "kv_store:orders", ("got",)), "orders has no operation 'got'. Did you mean get?"),
        (Connect(READ, "queue:jobs", ()), "No operation on jobs is chosen. Choose from push."),
        (Connect(KEEP, "kv_store:orders", ("set",)), "POST /order may set on orders already."),
        (Connect(READ, "router:api", ("get",)), "api starts work; nothing can call it."),
        (Connect(READ, "kv_store:none", ("get",)), "kv_store:none is no longer there. Read the project again."),
        (SetOperations(KEEP, "kv_store:orders", ("get",)),
         "keep uses orders (set) at main.py:17. Remove those lines; the permission goes with them."),
        (Disconnect(KEEP, "kv_store:orders"),
         "keep uses orders (set) at main.py:17. Remove those lines; the permission goes with them."),
        (Disconnect(READ, "kv_store:orders"), "GET /order and orders are not connected."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_reason(project: ToyProject, edit: Edit, reason: str) -> None:
    assert project.write({"main.py": MAIN}).refusal(edit) == reason


def test_disconnect_takes_back_to_the_byte_what_connect_wrote(project: ToyProject) -> None:
    project.write({"main.py": MAIN})
    before = (project.root / "main.py").read_text()
    (project.root / "main.py").write_text(project.after(Connect(READ, "kv_store:orders", ("get",))))
    assert project.after(Disconnect(READ, "kv_store:orders")) == before


def test_operations_are_added_and_taken_in_one_edit(project: ToyProject) -> None:
    made = MAIN.replace("def read", "@allow(\n        orders.get,\n        jobs.push,  # later\n    )\n    def read")
    project.write({"main.py": made.replace("Router\n", "Router, allow\n", 1)})
    text = project.after(SetOperations(READ, "kv_store:orders", ("set", "delete")))
    assert "@allow(\n    jobs.push,  # later\n    orders.set,\n    orders.delete,\n)\ndef read" in text


def test_a_change_knows_both_architectures(project: ToyProject) -> None:
    made = project.write({"main.py": MAIN}).plan(Connect(READ, "kv_store:orders", ("get",)))
    assert isinstance(made, Change)
    assert made.summary == "main.py +2 −1"
    link = next(link for link in made.after.links if link.start == READ and link.kind == "permission")
    assert (link.end, link.operations, link.state) == ("kv_store:orders", ("get",), "declared")
    assert not [link for link in made.before.links if link.start == READ and link.kind == "permission"]


@pytest.mark.parametrize(
    "encoded",
    [
        pytest.param(lambda text: text.replace("\n", "\r\n").encode(), id="line ends of Windows"),
        pytest.param(lambda text: b"\xef\xbb\xbf" + text.encode(), id="a byte order mark"),
        pytest.param(lambda text: f"# coding: latin-1\n{text}# ä".encode("latin-1"), id="Latin-1"),
        pytest.param(lambda text: text.replace("    ", "\t").encode(), id="tabs"),
        pytest.param(lambda text: text.rstrip().encode(), id="no line end at the end"),
        pytest.param(lambda text: text.replace("unchanged", "ünchanged \x0c\u2028").encode(), id="odd separators"),
    ],
)
def test_every_byte_outside_the_edit_stays(project: ToyProject, encoded: Callable[[str], bytes]) -> None:
    project.write({"main.py": MAIN})
    before = encoded((project.root / "main.py").read_text())
    (project.root / "main.py").write_bytes(before)
    made = project.plan(Connect(READ, "kv_store:orders", ("get",)))
    assert isinstance(made, Change), str(made)
    newline = b"\r\n" if b"\r\n" in before else b"\n"
    added = made.files[0].after.replace(b"@allow(orders.get)" + newline, b"").replace(b", allow" + newline, newline)
    assert added == before
