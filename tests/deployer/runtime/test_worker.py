from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from archloom.deployer.sandbox.runtime.result import Raised, Returned, Stopped

from .conftest import MakePool


def logged(tmp_path: Path) -> list[str]:
    return [json.loads(line)["message"] for line in (tmp_path / "logs" / "job.jsonl").read_text().splitlines()]


def written(tmp_path: Path) -> list[str]:
    """Without the report of each call."""
    return [message for message in logged(tmp_path) if not message.startswith("REPORT ")]


def test_a_handler_gets_the_event_and_its_value_comes_back(make_pool: MakePool) -> None:
    pool = make_pool("def handler(event, context): return {'got': event['n'] + 1, 'name': context.function_name}")

    assert pool.invoke({"n": 1}) == Returned({"got": 2, "name": "shop-dev-job"})


def test_one_warm_process_answers_call_after_call(make_pool: MakePool) -> None:
    pool = make_pool(
        "import os\ncalls = []\ndef handler(event, context): calls.append(1); return [os.getpid(), len(calls)]"
    )

    first, second = pool.invoke({}), pool.invoke({})

    assert isinstance(first, Returned)
    assert second == Returned([first.value[0], 2])


def test_the_environment_is_the_functions_and_nothing_of_ours(make_pool: MakePool) -> None:
    os.environ["OURS_AND_SECRET"] = "1"
    pool = make_pool("import os\ndef handler(event, context): return sorted(os.environ)", TABLE="orders")

    result = pool.invoke({})

    assert isinstance(result, Returned)
    assert "TABLE" in result.value
    assert "OURS_AND_SECRET" not in result.value


def test_an_exception_is_told_with_its_trace_and_log(make_pool: MakePool) -> None:
    pool = make_pool("def handler(event, context):\n    print('before')\n    raise KeyError('gone')")

    result = pool.invoke({})

    assert isinstance(result, Raised)
    assert (result.error_type, result.message) == ("KeyError", "'gone'")
    assert result.log[0] == "before"
    assert result.log[-1] == "KeyError: 'gone'"
    assert "main.py" in result.trace[0]
    assert not any("loop.py" in line for line in (*result.trace, *result.log))


def test_a_call_that_writes_nothing_has_its_line_in_the_log(make_pool: MakePool, tmp_path: Path) -> None:
    make_pool("def handler(event, context): return 1", memory=384).invoke({})

    (line,) = logged(tmp_path)
    assert re.fullmatch(r"REPORT RequestId: [0-9a-f-]{36} Duration: [\d.]+ ms Memory Size: 384 MB", line)


def test_after_an_exception_the_same_process_goes_on(make_pool: MakePool) -> None:
    pool = make_pool("import os\ndef handler(event, context): return os.getpid() if event else 1 / 0")

    warm = pool.pids() or (pool.invoke({"a": 1}) and pool.pids())
    pool.invoke({})

    assert pool.invoke({"a": 1}) == Returned(warm[0])


def test_a_value_that_is_no_json_is_an_error(make_pool: MakePool) -> None:
    result = make_pool("def handler(event, context): return {1, 2}").invoke({})

    assert isinstance(result, Raised)
    assert "not JSON serializable" in result.message


def test_a_module_that_cannot_be_imported_is_told_at_each_call(make_pool: MakePool) -> None:
    pool = make_pool("import there_is_no_such_module")

    results = [pool.invoke({}), pool.invoke({})]

    assert [isinstance(result, Raised) and result.error_type for result in results] == ["ModuleNotFoundError"] * 2


def test_over_its_time_the_process_and_its_children_are_ended(make_pool: MakePool, tmp_path: Path) -> None:
    pool = make_pool(
        "import subprocess, sys, time\n"
        "def handler(event, context):\n"
        "    child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "    print('child', child.pid)\n"
        "    time.sleep(600)\n",
        timeout=1.5,
    )

    result = pool.invoke({})

    assert isinstance(result, Stopped)
    assert result.message == "Task timed out after 1.50 seconds"
    wait_until_gone(int(result.log[0].split()[1]))
    assert written(tmp_path)[-1] == "Task timed out after 1.50 seconds"
    assert pool.pids() == ()


def test_a_caller_may_wait_for_less_than_the_function_may_take(make_pool: MakePool) -> None:
    pool = make_pool("import time\ndef handler(event, context): time.sleep(event)", timeout=600)

    assert isinstance(pool.invoke(600, 0.5), Stopped)
    assert pool.invoke(0, 20.0) == Returned(None)


def test_over_its_memory_the_process_is_ended(make_pool: MakePool) -> None:
    pool = make_pool(
        "import time\ndef handler(event, context):\n    held = b'x' * 200_000_000\n    time.sleep(600)", memory=128
    )

    result = pool.invoke({})

    assert isinstance(result, Stopped)
    assert (result.reason, result.message) == ("memory", "Out of memory: the function may use 128 MB")


def test_memory_that_is_given_back_is_no_trouble(make_pool: MakePool) -> None:
    pool = make_pool("def handler(event, context): return len(b'x' * 50_000_000)", memory=128)

    assert [pool.invoke({}) for _ in range(3)] == [Returned(50_000_000)] * 3


def test_a_process_that_ends_itself_is_told_and_replaced(make_pool: MakePool) -> None:
    pool = make_pool("import os\ndef handler(event, context): return os._exit(3) if event else 'fine'")

    result = pool.invoke(True)

    assert isinstance(result, Stopped)
    assert result.message == "The function's process ended before it answered (status 3)"
    assert pool.invoke(False) == Returned("fine")


def test_a_process_that_was_killed_while_idle_is_replaced(make_pool: MakePool) -> None:
    pool = make_pool("import os\ndef handler(event, context): return os.getpid()")
    first = pool.invoke({})
    assert isinstance(first, Returned)

    os.kill(first.value, signal.SIGKILL)
    os.waitid(os.P_PID, first.value, os.WEXITED | os.WNOWAIT)
    second = pool.invoke({})

    assert isinstance(second, Returned)
    assert second.value != first.value


def test_calls_at_the_same_time_run_in_processes_of_their_own(make_pool: MakePool, tmp_path: Path) -> None:
    pool = make_pool(
        "import os, pathlib\n"
        "def handler(event, context):\n"
        "    here = pathlib.Path(event)\n"
        "    (here / str(os.getpid())).touch()\n"
        "    while len(list(here.iterdir())) < 2: pass\n"
        "    return os.getpid()\n"
    )
    meeting = tmp_path / "meeting"
    meeting.mkdir()
    results: list[object] = []
    threads = [threading.Thread(target=lambda: results.append(pool.invoke(str(meeting)))) for _ in range(2)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {result.value for result in results if isinstance(result, Returned)} == set(pool.pids())
    assert len(pool.pids()) == 2


def test_what_is_printed_goes_to_the_log_line_by_line(make_pool: MakePool, tmp_path: Path) -> None:
    pool = make_pool(
        "import sys, os\n"
        "print('while importing')\n"
        "def handler(event, context):\n"
        "    print('to stdout, \\N{SNOWMAN}')\n"
        "    print('to stderr', file=sys.stderr)\n"
        "    os.system('echo from a child')\n"
    )

    pool.invoke({})

    assert written(tmp_path) == ["while importing", "to stdout, ☃", "to stderr", "from a child"]


def test_a_warmed_up_function_has_its_process_before_the_first_call(make_pool: MakePool) -> None:
    pool = make_pool("import os\ndef handler(event, context): return os.getpid()")

    pool.warm_up()
    pool.warm_up()

    assert len(pool.pids()) == 1
    assert pool.invoke({}) == Returned(pool.pids()[0])


def test_a_python_that_is_not_there_is_told(make_pool: MakePool) -> None:
    from dataclasses import replace

    pool = make_pool("")
    pool.program = replace(pool.program, python=Path("/no/such/python"))

    result = pool.invoke({})

    assert isinstance(result, Stopped)
    assert "/no/such/python cannot be started" in result.message


def test_processes_without_work_go_and_the_last_goes_later(
    make_pool: MakePool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = make_pool(
        "import os, pathlib\n"
        "def handler(event, context):\n"
        "    (pathlib.Path(event) / str(os.getpid())).touch()\n"
        "    while len([path for path in pathlib.Path(event).iterdir() if path.name.isdigit()]) < 2: pass\n"
    )
    threads = [threading.Thread(target=pool.invoke, args=(str(tmp_path),)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    now = time.monotonic()

    counts: list[int] = []
    for later in (0, 400, 2000):
        monkeypatch.setattr(time, "monotonic", lambda later=later: now + later)
        pool.reap()
        counts.append(len(pool.pids()))

    assert counts == [2, 1, 0]


def test_a_closed_pool_leaves_no_process(make_pool: MakePool) -> None:
    pool = make_pool("import os\ndef handler(event, context): return os.getpid()")
    result = pool.invoke({})

    pool.close()

    assert isinstance(result, Returned)
    assert not is_running(result.value)


def test_when_the_local_cloud_is_killed_its_processes_go_too(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("import os\ndef handler(event, context): return os.getpid()")
    program = (
        "import os, sys\nfrom pathlib import Path\n"
        "from archloom.deployer.sandbox.runtime.logs import Log\n"
        "from archloom.deployer.sandbox.runtime.pool import Pool\n"
        "from archloom.deployer.sandbox.runtime.worker import Program\n"
        f"here = Path({str(tmp_path)!r})\n"
        "made = Program(Path(sys.executable), here, {'_HANDLER': 'main.handler'}, 'arn', 256, 9.0)\n"
        "print(Pool(made, Log(here / 'logs', 'f', 'f')).invoke({}).value, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )

    killed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert killed.returncode == -signal.SIGKILL
    wait_until_gone(int(killed.stdout))


def test_a_retired_pool_lets_a_call_end(make_pool: MakePool, tmp_path: Path) -> None:
    pool = make_pool(
        "import os, pathlib\n"
        "def handler(event, context):\n"
        "    pathlib.Path(event, 'begun').touch()\n"
        "    while not pathlib.Path(event, 'end').exists(): pass\n"
        "    return os.getpid()\n"
    )
    results: list[object] = []
    thread = threading.Thread(target=lambda: results.append(pool.invoke(str(tmp_path))))
    thread.start()
    while not (tmp_path / "begun").exists():
        pass

    pool.retire()
    (tmp_path / "end").touch()
    thread.join()

    assert isinstance(results[0], Returned)
    assert not is_running(results[0].value)


def wait_until_gone(pid: int) -> None:
    """A killed grandchild goes a moment after its signal; if it never goes the test times out."""
    while is_running(pid):
        pass


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
