"""The embedded servers keep their promises with the real nats-server and mongod."""

import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import nats
import pytest
from pymongo import MongoClient

from deploy.embedded import (
    EmbeddedServers,
    HomeInUse,
    ServerFailed,
    free_port,
    read_state,
    start_servers,
    stop_servers,
)
from deploy.embedded import servers as module
from deploy.embedded.process import Process
from deploy.embedded.state import last_state

pytestmark = pytest.mark.connected

_SCRIPT = """
import json, signal, sys
from deploy.embedded import EmbeddedServers, start_servers
if sys.argv[2] == "tied":
    state = EmbeddedServers(sys.argv[1], sync_interval="10m").start()
else:
    state = start_servers(sys.argv[1], sync_interval="10m")
print(json.dumps(state.pids), flush=True)
if sys.argv[2] == "tied":
    signal.pause()
"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home whose name is not plain, with nothing left running on it."""
    place = tmp_path / "巡检 home"
    yield place
    stop_servers(place, within=0)


async def remember(servers: EmbeddedServers, value: str) -> None:
    """Put a message into a stream and a document into a collection."""
    client = await nats.connect(servers.nats_url)
    js = client.jetstream()
    await js.add_stream(name="KEPT", subjects=["kept.>"])
    await js.publish("kept.x", value.encode())
    await client.close()
    with a_client(servers.mongo_url) as mongo:
        mongo.get_database("kept").things.insert_one({"_id": value})


async def recalled(servers: EmbeddedServers) -> tuple[list[str], list[str]]:
    """What the stream and the collection hold."""
    client = await nats.connect(servers.nats_url)
    js = client.jetstream()
    count = (await js.stream_info("KEPT")).state.messages
    messages = [await js.get_msg("KEPT", seq=seq) for seq in range(1, count + 1)]
    await client.close()
    with a_client(servers.mongo_url) as mongo:
        documents = [str(found["_id"]) for found in mongo.get_database("kept").things.find()]
    return [(message.data or b"").decode() for message in messages], documents


def a_client(url: str) -> MongoClient[dict[str, Any]]:
    """A client that gives up soon."""
    return MongoClient(url, serverSelectionTimeoutMS=5_000, w="majority")


def wait_until_gone(pid: int) -> None:
    """Return once the process ended."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    ended = poll.poll(10_000)
    os.close(handle)
    assert ended, f"process {pid} still runs"


def started_by_another(home: Path, how: str) -> tuple[subprocess.Popen[str], dict[str, int]]:
    """A process that started servers on the home, and their ids."""
    parent = subprocess.Popen([sys.executable, "-c", _SCRIPT, str(home), how], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    return parent, json.loads(parent.stdout.readline())


async def test_data_and_ports_survive_a_restart(home: Path) -> None:
    """What was stored before a clean stop is there after the next start, on the same ports."""
    with EmbeddedServers(home) as first:
        await remember(first, "one")
        urls = (first.nats_url, first.mongo_url)
    stopped = read_state(home)

    with EmbeddedServers(home) as second:
        assert (["one"], ["one"]) == await recalled(second)
        assert urls == (second.nats_url, second.mongo_url)
    assert stopped is None


@pytest.mark.parametrize("ended", ["stopped", "killed"])
async def test_ports_taken_meanwhile_are_no_obstacle(home: Path, ended: str) -> None:
    """With mute strangers on both ports the next start uses others, soon has a primary, and has the data."""
    first = EmbeddedServers(home)
    first.start()
    await remember(first, "one")
    taken = [server.port for server in first.state.servers.values()]
    first.stop() if ended == "stopped" else first.discard()

    with ExitStack() as strangers:
        for port in taken:
            strangers.enter_context(socket.create_server(("127.0.0.1", port)))
        second = strangers.enter_context(EmbeddedServers(home, ready_within=15))

        assert (["one"], ["one"]) == await recalled(second)
        assert not set(taken) & {server.port for server in second.state.servers.values()}


async def test_a_port_lost_in_the_last_moment_is_no_obstacle(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A port that was free when chosen and taken when used is given up for another, not mistaken for ours."""
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        offered = iter([one.getsockname()[1], other.getsockname()[1]])
        monkeypatch.setattr(module, "free_port", lambda preferred=None: next(offered, None) or free_port(preferred))

        with EmbeddedServers(home) as servers:
            await remember(servers, "one")

            assert (["one"], ["one"]) == await recalled(servers)


async def test_a_stranger_is_not_taken_for_our_own(
    own_servers: Callable[[], EmbeddedServers], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Real servers of somebody else on the chosen ports answer, and are still not used."""
    theirs = own_servers()
    offered = iter([server.port for server in theirs.state.servers.values()])
    monkeypatch.setattr(module, "free_port", lambda preferred=None: next(offered, None) or free_port(preferred))

    with EmbeddedServers(home) as ours:
        assert theirs.nats_url != ours.nats_url
        assert theirs.mongo_url != ours.mongo_url


async def test_after_kill_nothing_acknowledged_is_lost(own_servers: Callable[[], EmbeddedServers]) -> None:
    """Both servers killed in the middle come back on their ports with what they had acknowledged."""
    servers = own_servers()
    await remember(servers, "one")
    urls = (servers.nats_url, servers.mongo_url)

    servers.kill_nats()
    servers.kill_mongo()
    dead = servers.dead()
    servers.restart_nats()
    servers.restart_mongo()

    assert ["nats", "mongod"] == dead
    assert (["one"], ["one"]) == await recalled(servers)
    assert urls == (servers.nats_url, servers.mongo_url)


def test_a_second_start_on_the_same_home_is_refused(home: Path) -> None:
    """The refusal names the processes and what to do, and the running servers are not touched."""
    with EmbeddedServers(home) as first:
        with pytest.raises(HomeInUse, match=rf"nats pid {first.pids['nats']}.*xunjian down"):
            EmbeddedServers(home).start()
        with pytest.raises(HomeInUse):
            start_servers(home)

        assert first.dead() == []
        assert first.state == read_state(home)


def test_nothing_is_left_when_the_parent_is_killed(home: Path) -> None:
    """After `kill -9` of the process they are tied to, the servers are gone and the home can be used again."""
    parent, pids = started_by_another(home, "tied")
    with parent:
        parent.kill()
    for pid in pids.values():
        wait_until_gone(pid)

    with EmbeddedServers(home) as again:
        assert again.dead() == []


def test_untied_servers_outlive_their_parent_until_stopped(home: Path) -> None:
    """Servers started to stay are found by the next command, hold their home, and end when told to."""
    parent, pids = started_by_another(home, "free")
    with parent:
        parent.wait(10)
    state = read_state(home)
    assert state

    with pytest.raises(HomeInUse):
        EmbeddedServers(home).start()
    stopped = stop_servers(home)

    assert pids == state.pids
    assert ["nats", "mongod"] == stopped
    assert state.alive is False
    assert stop_servers(home) == []


def test_a_home_is_free_after_its_servers_were_killed(home: Path) -> None:
    """`kill -9` of both leaves a stale state and stale lock files; the next start minds neither."""
    state = start_servers(home, sync_interval="10m")
    for pid in state.pids.values():
        os.kill(pid, signal.SIGKILL)
        wait_until_gone(pid)

    again = start_servers(home, sync_interval="10m")

    assert again.alive is True
    assert state.nats_url == again.nats_url


def test_a_server_that_does_not_answer_is_ended_in_time(home: Path) -> None:
    """A frozen mongod holds a stop up no longer than it was given."""
    state = start_servers(home, sync_interval="10m")
    os.kill(state.pids["mongod"], signal.SIGSTOP)

    stop_servers(home, within=0.3)

    assert not any(server.alive for server in state.servers.values())


def test_a_server_that_cannot_start_says_why_and_leaves_nothing(home: Path) -> None:
    """Unusable data ends the start with mongod's own words; NATS, which did start, is stopped again."""
    (home / "mongo").mkdir(parents=True)
    (home / "mongo" / "storage.bson").write_bytes(b"not what mongod wrote")

    with pytest.raises(ServerFailed, match=r"mongod 还没有就绪就退出了（退出码 \d+）.*mongod\.log"):
        EmbeddedServers(home).start()

    state = last_state(home)
    assert state
    assert not any(server.alive for server in state.servers.values())


async def test_servers_listen_on_loopback_only(own_servers: Callable[[], EmbeddedServers]) -> None:
    """No socket of either server is open to another machine."""
    servers = own_servers()

    listening = {address for pid in servers.pids.values() for address in _listening(pid)}

    assert listening == {"127.0.0.1"}


def _listening(pid: int) -> set[str]:
    """The addresses a process listens on."""
    inodes = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            inodes.add(str(link.readlink()))
    found = set()
    for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[3] == "0A" and f"socket:[{fields[9]}]" in inodes:
            found.add(socket.inet_ntoa(bytes.fromhex(fields[1].split(":")[0])[::-1]))
    return found | {f"tcp6 {line}" for line in _listening_v6(pid, inodes)}


def _listening_v6(pid: int, inodes: set[str]) -> list[str]:
    lines = [line.split() for line in Path(f"/proc/{pid}/net/tcp6").read_text().splitlines()[1:]]
    return [fields[1] for fields in lines if fields[3] == "0A" and f"socket:[{fields[9]}]" in inodes]


async def test_async_contexts_work_too(tmp_path: Path) -> None:
    """`async with` starts and stops like `with`."""
    async with EmbeddedServers(tmp_path / "home") as servers:
        pids = servers.pids
        client = await nats.connect(servers.nats_url)
        await client.close()

    for pid in pids.values():
        with pytest.raises(ProcessLookupError):
            Process.of(pid)
