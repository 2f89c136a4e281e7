"""The product as its operator meets it: from a registry nobody here wrote to verdicts, mails and a report."""

import asyncio
import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import docx
import nats
import openpyxl
import psutil
import pypdf
import pytest

from shared.clock import local, now
from tests.end_to_end import county
from tests.end_to_end.terminal import until
from tests.end_to_end.world import EVERYBODY, PROCESSES, World, world

pytestmark = [pytest.mark.end_to_end, pytest.mark.connected]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The county, watched."""
    with world(tmp_path_factory.mktemp("county")) as found:
        yield found


def findings(verdict: dict[str, Any]) -> dict[str, tuple[str, str | None]]:
    """Outcome and reason by indicator."""
    return {finding["indicator"]: (finding["outcome"], finding["reason"]) for finding in verdict["findings"]}


def test_verdicts_say_what_is_served(place: World) -> None:
    """What is well is qualified, what is silent is not, and what cannot be seen is undetermined."""
    results = {verdict["target_id"]: verdict["result"] for verdict in place.operator.ask("verdicts")}

    assert {
        "nanxi": "qualified",
        "lively": "qualified",
        "silent": "unqualified",
        "lost": "undetermined",
    } == {name: results[name] for name in ("nanxi", "lively", "silent", "lost")}


def test_units_are_told_once(place: World) -> None:
    """Each address of the unit gets one mail on a fault; nothing is said of what could not be seen."""
    told = place.told("silent", "fault")

    assert {"wl@nanxi.example", "second@nanxi.example"} == {warning["contact"] for warning in told}
    assert {"sent"} == {warning["state"] for warning in told}
    assert 2 == len(told)
    assert Counter(place.message_ids()).most_common(1)[0][1] == 1
    assert {warning["message_id"] for warning in told} <= set(place.message_ids())
    assert "失联号" not in "".join(place.mailbox.texts())


def test_files_full_of_mistakes_change_nothing(place: World) -> None:
    """Every mistake is named with its sheet, row and field, and nothing is imported."""
    files = county.registry(place.web.port)
    folder = county.write_registry(place.folder / "damaged", county.damaged(files))

    ended = place.operator.run("registry", "import", str(folder), "--json")

    mistakes = {(row["sheet"], row["row"], row["field"]) for row in ended.json["mistakes"]}
    again = place.operator.ask("registry", "import", str(county.write_registry(place.folder / "intact", files)))
    assert 2 == ended.code
    assert {
        ("columns", 2, "category"),
        ("columns", 3, "website_id"),
        ("columns", 4, "id"),
        ("accounts", 2, "feed_url"),
    } == mistakes
    assert not again["changed"]


def test_an_export_imported_again_changes_nothing(place: World) -> None:
    """The exported workbook is the registry."""
    book = place.folder / "exported.xlsx"
    place.operator.ask("registry", "export", str(book))

    assert not place.operator.ask("registry", "import", str(book))["changed"]


def test_a_second_up_is_refused(place: World) -> None:
    """One home, one system: the second is told what to do, and the first does not notice."""
    ended = place.operator.run("up", "--detach")

    assert 1 == ended.code
    assert "已有一个系统在运行" in ended.err
    assert place.supervisor == place.operator.ask("status")["pid"]


def test_bad_lines_of_a_recording_are_named_and_the_good_ones_count(place: World) -> None:
    """Exit 2 with the number and reason of each bad line; the good lines are judged all the same."""
    good = county.week(now(), place.web.port)[:2]
    lines = [good[0], "{not json", json.dumps({**json.loads(good[1]), "type": "page.guessed"}), good[1]]
    recorded = place.folder / "bad.ndjson"
    recorded.write_text("\n".join(lines), encoding="utf-8")

    ended = place.operator.run("replay", str(recorded), "--wait", "--json")

    assert 2 == ended.code
    assert [2, 3] == [mistake["line"] for mistake in ended.json["bad_lines"]]
    assert 2 == ended.json["published"]
    assert 0 == ended.json["not_judged_in_time"]


def test_an_unknown_target_is_wrong_usage(place: World) -> None:
    """A slip of the pen is told apart from a failure."""
    ended = place.operator.run("visit", "nobody", "--wait")

    assert 2 == ended.code
    assert "nobody" in ended.err


def test_a_past_judgement_can_be_made_again(place: World) -> None:
    """What is recomputed as of a moment is what was said at that moment, whatever was learnt since."""
    said = place.operator.verdict("slow")
    moment = now().isoformat()
    place.post("slow")
    place.operator.ask("visit", "slow", "--wait")
    mended = place.operator.verdict("slow")

    recomputed = place.operator.ask("verdicts", "--target", "slow", "--as-of", moment)[0]
    remembered = place.operator.ask("verdicts", "--target", "slow", "--as-of", moment, "--said")[0]

    assert ("unqualified", "qualified") == (said["result"], mended["result"])
    assert said == remembered
    assert said["result"] == recomputed["result"]
    assert findings(said) == findings(recomputed)
    assert [f["text"] for f in said["findings"]] == [f["text"] for f in recomputed["findings"]]


def test_mending_is_told_to_those_who_were_told_of_the_fault(place: World) -> None:
    """The recovery arrives once at each address that got the fault, or the copy that goes to the unit above."""
    place.post("slow")
    place.operator.ask("visit", "slow", "--wait")

    told = _await_told(place, "slow", "recovery")

    assert EVERYBODY == sorted(warning["contact"] for warning in told)


def _await_told(place: World, target_id: str, step: str) -> list[dict[str, Any]]:
    """The messages that say it, once all three are sent."""

    def sent() -> list[dict[str, Any]]:
        told = [warning for warning in place.told(target_id, step) if warning["state"] == "sent"]
        return told if len(told) >= len(EVERYBODY) else []

    return until(sent, seconds=120, what=f"{step} of {target_id}")


def test_what_cannot_be_read_becomes_a_dead_letter_and_can_be_tried_again(place: World) -> None:
    """It is listed with the reason, shown whole, and put back on request; nothing waits behind it."""
    url = place.operator.ask("status")["nats"]
    asyncio.run(_publish_nonsense(url))
    letter = until(lambda: place.operator.ask("dead-letters", "list"), seconds=60, what="the dead letter")[0]

    shown = place.operator.ask("dead-letters", "show", letter["id"])
    place.operator.ask("dead-letters", "requeue", letter["id"])
    again = until(lambda: _newer(place, letter["id"]), seconds=60, what="the dead letter, refused again")

    assert ("malformed", "OBSERVATIONS") == (letter["reason"], letter["stream"])
    assert {"website_id": "nanxi", "mood": "sunny"} == shown["body"]
    assert "nonsense-1" == again["event_id"]


def _newer(place: World, letter_id: str) -> dict[str, Any] | None:
    found: list[dict[str, Any]] = place.operator.ask("dead-letters", "list")
    return next((letter for letter in found if letter["id"] != letter_id), None)


async def _publish_nonsense(url: str) -> None:
    client = await nats.connect(url)
    headers = {"ce-id": "nonsense-1", "ce-type": "page.visited", "ce-specversion": "1.0"}
    body = b'{"website_id": "nanxi", "mood": "sunny"}'
    await client.jetstream().publish("page.visited.nanxi", body, stream="OBSERVATIONS", headers=headers)
    await client.close()


def test_what_is_refused_is_said_each_time_it_is_replayed(place: World) -> None:
    """The stream keeps a repetition once, so nobody refuses it again: the first refusal is the answer, at once."""
    line = json.loads(county.week(now(), place.web.port)[0])
    line["data"]["observed_at"] = (now() + timedelta(days=1)).isoformat()
    recorded = place.folder / "future.ndjson"
    recorded.write_text(json.dumps({**line, "id": None}), encoding="utf-8")

    first, again = (place.operator.run("replay", str(recorded), "--wait", "--timeout", "60", "--json") for _ in "12")

    assert (1, 1) == (first.code, again.code)
    assert first.json["refused"] == again.json["refused"]
    assert "晚于现在" in str(first.json["refused"])


def test_the_report_is_written_in_all_its_forms(place: World) -> None:
    """Every file opens and names the account that failed; the one that could not be seen is listed, not dropped."""
    today = local(now()).date()
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    out = place.folder / "report"

    words = ("report", f"{today.year}Q{(today.month + 2) // 3}", "--regime", "national", "--out", str(out))
    made = place.operator.ask(*words, "--from", str(first), "--to", str(today))

    data = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert {"report.json", "notice.docx", "annex.xlsx", "report.html", "notice.pdf"} <= {
        Path(path).name for path in made["files"]
    }
    assert 1 == data["schema"]
    assert {"silent"} <= {row["id"] for row in data["unqualified"]}
    assert ["lost"] == [row["id"] for row in data["undetermined"]]
    texts = {
        "docx": _docx_text(out / "notice.docx"),
        "pdf": "".join(page.extract_text() for page in pypdf.PdfReader(out / "notice.pdf").pages),
        "xlsx": _xlsx_text(out / "annex.xlsx"),
        "html": (out / "report.html").read_text(encoding="utf-8"),
    }
    assert [] == [form for form, text in texts.items() if "silent号" not in "".join(text.split())]


def _docx_text(path: Path) -> str:
    document = docx.Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def _xlsx_text(path: Path) -> str:
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        return "\n".join(str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row)
    finally:
        book.close()


def test_doctor_finds_everything_well(place: World) -> None:
    """A running system has no complaint that is bad."""
    report = place.operator.ask("doctor")

    assert report["ok"]


def test_nothing_is_lost_or_said_twice_when_processes_are_killed(place: World) -> None:
    """Every process was killed while there was work; the end is as without it."""
    told = _await_told(place, "killed", "recovery")

    restarts = place.operator.ask("status")["restarts"]
    results = {verdict["target_id"]: verdict["result"] for verdict in place.operator.ask("verdicts")}
    warnings = place.operator.ask("warnings")
    assert set(PROCESSES) <= {{"mongo": "mongod"}.get(name, name) for name in restarts}
    assert ("qualified", "unqualified", "qualified") == tuple(results[name] for name in ("killed", "silent", "nanxi"))
    assert EVERYBODY == sorted(warning["contact"] for warning in told)
    assert sorted(warning["message_id"] for warning in warnings) == sorted(place.message_ids())
    assert {"sent"} == {warning["state"] for warning in warnings}
    assert [] == [what for what, count in _said(warnings).items() if count > 1]


def _said(warnings: list[dict[str, Any]]) -> Counter[tuple[str, ...]]:
    """How often each thing was said to each contact."""
    return Counter(
        (warning["contact"], finding["target_id"], finding["indicator"], finding["step"], item_id)
        for warning in warnings
        for finding in warning["findings"]
        for item_id in finding["item_ids"] or [""]
    )


def test_down_leaves_nothing_running(place: World) -> None:
    """After `down` no process of the home is left, and what asks for it is told so."""
    running = [psutil.Process(place.supervisor), *place.processes().values()]

    place.operator.ask("down")

    gone, alive = psutil.wait_procs(running, timeout=timedelta(seconds=5).total_seconds())
    ended = place.operator.run("verdicts")
    assert [] == alive
    assert len(PROCESSES) + 1 == len(gone)
    assert 1 == ended.code
    assert "没有在运行" in ended.err
    assert [] == _mentioning(place.folder)


def _mentioning(folder: Path) -> list[str]:
    """Processes whose command line names the folder."""
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if str(folder) in line]
