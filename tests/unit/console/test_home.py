"""What processes write about themselves, and what others read of it."""

import json
import os
import subprocess
import sys

import pytest

from console.home import (
    SupervisorState,
    Urls,
    read_state,
    run_file,
    run_folder,
    running_urls,
    service_pid,
    service_port,
    write_state,
)
from deploy.embedded.process import Process

URLS = Urls("nats://127.0.0.1:1", "mongodb://127.0.0.1:2")


@pytest.fixture
def home(tmp_path):
    """A home with a folder for what runs."""
    run_folder(tmp_path).mkdir()
    return tmp_path


def test_nothing_runs_on_a_home_that_is_new(tmp_path):
    """Not even the folder has to be there."""
    assert read_state(tmp_path) is None
    assert running_urls(tmp_path) is None
    assert service_port(tmp_path, "crawler") is None
    assert service_pid(tmp_path, "crawler") is None


def test_what_a_supervisor_writes_others_read(home):
    """State, addresses and restarts come back as they were."""
    state = SupervisorState(Process.of(os.getpid()), URLS, embedded=True, ready=True, restarts={"crawler": 2})

    write_state(home, state)

    assert state == read_state(home)
    assert URLS == running_urls(home)
    assert not run_folder(home).joinpath("supervisor.tmp").exists()


def test_the_file_of_a_supervisor_that_is_gone_says_nothing(home):
    """A process that ended without tidying up is not taken for one that runs."""
    child = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    write_state(home, SupervisorState(Process.of(child.pid), URLS, embedded=True, ready=True))
    before = read_state(home)
    child.communicate()

    assert before is not None
    assert read_state(home) is None


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "{}", '{"process": {"pid": 1}}', '{"process": 1, "urls": 2}'],
    ids=["empty", "cut off", "a list", "nothing in it", "half a process", "other types"],
)
def test_a_damaged_file_says_nothing(home, content):
    """A file that was cut off is as good as none."""
    (run_folder(home) / "supervisor.json").write_text(content, encoding="utf-8")

    assert read_state(home) is None


def test_a_service_is_known_by_its_own_process_only(home):
    """The port of an earlier process is not taken for that of the present one."""
    run_file(home, "crawler").write_text(json.dumps({"pid": 7, "port": 80}), encoding="utf-8")

    assert 80 == service_port(home, "crawler")
    assert 80 == service_port(home, "crawler", 7)
    assert service_port(home, "crawler", 8) is None
    assert 7 == service_pid(home, "crawler")
