"""AddResource, RemoveResource, RenameResource: declarations come, go and change their names."""

from __future__ import annotations

import pytest

from archloom.codegen import AddResource, Edit, RemoveResource, RenameResource

from .conftest import ToyProject

MAIN = '''
    """Orders."""

    import os

    from archloom.resources import KVStore, Router, allow

    NAME = "customers"

    api = Router("api")
    orders = KVStore("orders", ttl="expires")  # kept for a week
    customers = KVStore(NAME)


    @api.get("/order")
    @allow(orders.get)
    def read(request):
        return {}


    @api.get("/customer")
    @allow(orders.get, customers.get)
    def customer(request):
        return customers.get("a")
'''


def test_a_resource_is_declared_below_its_siblings(project: ToyProject) -> None:
    text = project.write({"main.py": MAIN}).after(AddResource("kv_store", "chat-history", {"partition_key": "Id"}))
    assert 'customers = KVStore(NAME)\nchat_history = KVStore("chat-history", partition_key="Id")\n\n\n@api' in text


def test_the_class_joins_the_import_and_the_quotes_are_those_of_the_file(project: ToyProject) -> None:
    text = project.write({"main.py": MAIN.replace('"', "'")}).after(AddResource("queue", "jobs", {"dead_letter": 3}))
    assert "from archloom.resources import KVStore, Queue, Router, allow" in text
    assert "jobs = Queue('jobs', dead_letter=3)\n" in text


@pytest.mark.parametrize(
    ("before", "above", "declaration"),
    [
        pytest.param("from fastapi import FastAPI\n\napp = FastAPI()\n", "from fastapi import FastAPI\n\n", "{}\n\n"),
        pytest.param("", "", "{}\n", id="an empty file"),
        pytest.param("x = 1\n", "", "{}\n\n", id="no imports"),
        pytest.param("# about x\nx = 1\n", "", "{}\n\n", id="a comment stays with its line"),
        pytest.param("#!/usr/bin/python\n# coding: utf-8\n\nx = 1\n", "#!/usr/bin/python\n", "{}\n\n", id="a header"),
        pytest.param("import os\n\n\ndef f(): ...\n", "import os\n\n", "{}\n\n\n", id="above a function"),
        pytest.param("import os\n\nx = 1\n\n\ndef f(): ...\n", "import os\n\n", "{}\n\n", id="above constants"),
        pytest.param(
            "import os\n\n\ndef f(): ...\n\n\nimport sys\n\nx = 1\n",
            "import os\n\n",
            "{}\n\n\ndef f",
            id="below the imports that stand above every function",
        ),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_without_siblings_it_goes_below_the_imports_and_out_again(
    project: ToyProject, before: str, above: str, declaration: str, newline: str
) -> None:
    newline = newline if before else "\n"  # an empty file has no line ends to follow
    before = before.replace("\n", newline)
    project.write({"main.py": before.encode()})
    text = project.after(AddResource("kv_store", "orders", file="main.py"))
    assert declaration.format('orders = KVStore("orders")').replace("\n", newline) in text
    first = "from archloom.resources import KVStore" if not above or above.startswith("from") else above.rstrip()
    assert text.startswith(first)
    project.write({"main.py": text.encode()})
    assert project.after(RemoveResource("kv_store:orders")) == before


def test_a_new_file_is_made_where_there_is_no_python(project: ToyProject) -> None:
    assert project.after(AddResource("bucket", "docs"), "cloud.py") == (
        'from archloom.resources import Bucket\n\ndocs = Bucket("docs")\n'
    )


def test_a_variable_is_none_that_the_file_says_already(project: ToyProject) -> None:
    project.write({"main.py": MAIN})
    assert 'request_store = KVStore("request")' in project.after(AddResource("kv_store", "request"))
    assert 'os_queue = Queue("os")' in project.after(AddResource("queue", "os"))
    assert 'class_queue = Queue("class")' in project.after(AddResource("queue", "class"))
    assert 'queue_1 = Queue("1")' in project.after(AddResource("queue", "1"))


def test_a_function_gets_a_def_that_it_runs(project: ToyProject) -> None:
    text = project.write({"main.py": MAIN}).after(AddResource("function", "report", {"memory": 1024}))
    assert (
        "def run_report(payload: dict) -> dict:\n"
        '    raise NotImplementedError("report has no code yet")\n\n\n'
        'report = Function(run_report, "report", memory=1024)\n'
    ) in text


@pytest.mark.parametrize("below", ["\n\ndef f(): ...\n", "\n\nx = 1\n", ""])
def test_two_blank_lines_stand_around_a_function_that_is_added(project: ToyProject, below: str) -> None:
    project.write({"main.py": f"import os\n{below}"})
    text = project.after(AddResource("function", "report", file="main.py"))
    above, _, rest = text.partition("def run_report")
    assert above == "import os\n\nfrom archloom.resources import Function\n\n\n"
    assert rest.partition('"report")\n')[2] == below


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (AddResource("kv_store", "a b"), "The name 'a b' does not fit: letters, digits, `_`, `.` and `-`."),
        (AddResource("kv_store", "orders"),
         "There is a KV store 'orders' already, at main.py:10. Choose another name."),
        (AddResource("schedule", "nightly"), "Schedule takes exactly one of cron and rate; neither is given."),
        (AddResource("queue", "q", {"dead_letter": 0}), "Dead letters after is 1 to 1000 tries, not 0."),
        (AddResource("queue", "q", {"colour": "red"}),
         "Queue has no property 'colour'; it has fifo, dead_letter, timeout."),
        (AddResource("kv_store", "abc", file="../x.py"),
         "../x.py is not a Python file of this project. Name one such as app/main.py."),
        (RenameResource("kv_store:orders", "a"), "The name 'a' has 1 character; 3 to 255 are allowed."),
        (RenameResource("kv_store:orders", "customers"), "There is a KV store 'customers' already, at main.py:11."),
        (RemoveResource("kv_store:customers"), "customers is used at main.py:23. Remove those lines first."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_reason(project: ToyProject, edit: Edit, reason: str) -> None:
    assert project.write({"main.py": MAIN}).refusal(edit) == reason


def test_a_resource_goes_with_its_grants_and_settings(project: ToyProject) -> None:
    project.write({"main.py": MAIN, "archloom.toml": '[resources."kv_store:orders"]\nexisting = "x"\n'})
    made = project.plan(RemoveResource("kv_store:orders"))
    after = {file.path: file.after for file in made.files}
    text = after["main.py"].decode()
    assert "orders" not in text.replace('"""Orders."""', "")
    assert '@api.get("/order")\ndef read' in text
    assert "@allow(customers.get)\ndef customer" in text
    assert after["archloom.toml"] == b""


def test_the_last_grant_takes_the_import_along(project: ToyProject) -> None:
    text = MAIN.replace("(orders.get, customers.get)", "(orders.get)")
    assert "import KVStore, Router\n" in project.write({"main.py": text}).after(RemoveResource("kv_store:orders"))


def test_a_router_goes_with_its_routes(project: ToyProject) -> None:
    text = project.write({"main.py": MAIN}).after(RemoveResource("router:api"))
    assert "api" not in text
    assert "import KVStore, allow\n" in text


def test_imports_of_a_removed_resource_go_too(project: ToyProject) -> None:
    declared = 'from archloom.resources import KVStore\n\norders = KVStore("orders")\nothers = KVStore("others")\n'
    project.write({"store.py": declared, "main.py": "from store import orders, others\n\nx = others\n"})
    made = project.plan(RemoveResource("kv_store:orders"))
    after = {file.path: (file.after or b"").decode() for file in made.files}
    assert after == {
        "main.py": "from store import others\n\nx = others\n",
        "store.py": 'from archloom.resources import KVStore\n\nothers = KVStore("others")\n',
    }


def test_a_name_changes_in_the_declaration_or_in_the_constant_behind_it(project: ToyProject) -> None:
    project.write({"main.py": MAIN})
    assert 'orders = KVStore("sales", ttl' in project.after(RenameResource("kv_store:orders", "sales"))


def test_settings_move_along_with_a_name(project: ToyProject) -> None:
    project.write({"main.py": MAIN, "archloom.toml": '# why\n[resources."kv_store:orders"]\nexisting = "x"\n'})
    text = project.after(RenameResource("kv_store:orders", "sales"), "archloom.toml")
    assert text == '# why\n[resources."kv_store:sales"]\nexisting = "x"\n'
