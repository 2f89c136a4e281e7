"""Comparing what really happened with what had to: each function names, in Chinese, what did not happen."""

import json
import zipfile
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from deploy.demo.expected import REPORT_FILES, VERDICTS, Expected, Told
from deploy.demo.post_office import Mail
from deploy.demo.province import MENDED, UNITS
from deploy.demo.watch import WORDS
from shared.contracts.target import Outcome, Result
from shared.contracts.verdicts import Verdict

_EMAILS = {unit.id: unit.emails[0] for unit in UNITS}


def verdict_problems(found: Iterable[Verdict], expected: Mapping[str, Expected]) -> Iterator[str]:
    """Every target is judged as it must be, with the findings that must stand there."""
    by_target = {verdict.target_id: verdict for verdict in found}
    for target_id in sorted(by_target.keys() - expected.keys()):
        yield f"{target_id} 不在名录中，却有判定"
    for target_id, wanted in expected.items():
        verdict = by_target.get(target_id)
        if verdict is None:
            yield f"{target_id} 没有判定"
            continue
        if verdict.result is not wanted.result:
            yield f"{verdict.target_name} 判为{WORDS[verdict.result]}，应为{WORDS[wanted.result]}：{_because(verdict)}"
        yield from _finding_problems(verdict, wanted)


def _finding_problems(verdict: Verdict, wanted: Expected) -> Iterator[str]:
    outcomes = {finding.indicator: finding.outcome for finding in verdict.findings}
    for indicator, outcome in wanted.findings:
        if outcomes.get(indicator) is not outcome:
            yield f"{verdict.target_name} 的 {indicator} 为 {outcomes.get(indicator)}，应为 {outcome}"
    reasons = {finding.reason for finding in verdict.findings if finding.outcome is Outcome.UNDETERMINED}
    if wanted.reasons and not reasons & set(wanted.reasons):
        yield f"{verdict.target_name} 无法判定的原因是 {sorted(map(str, reasons))}，应有 {'、'.join(wanted.reasons)}"


def _because(verdict: Verdict) -> str:
    return "；".join(f"{f.title}（{f.outcome}）{f.text}" for f in verdict.findings if f.outcome is not Outcome.MET)


def told(warnings: Iterable[Mapping[str, Any]]) -> Iterator[Told]:
    """Everything that was told, as the ledger has it."""
    for warning in warnings:
        for finding in warning["findings"]:
            step = finding["step"] or warning["step"]
            yield Told(warning["unit_id"], finding["target_id"], finding["indicator"], step)


def _repeated(warnings: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The same thing told again to the same contact. Further columns of a fault that was told are another thing."""
    said = Counter(
        (warning["unit_id"], warning["contact"], finding["target_id"], finding["indicator"], finding["step"], item_id)
        for warning in warnings
        for finding in warning["findings"]
        for item_id in finding["item_ids"] or [""]
    )
    for (unit_id, _, target_id, indicator, step, item_id), count in said.items():
        if count > 1:
            yield f"重复告知 {unit_id}：{target_id} {indicator} {item_id}（{step}）"


def _is_wrong(one: Told) -> bool:
    """Whether telling it would be an accusation: a veto nobody expects, or anything on a target that cannot be seen."""
    return ".veto." in one.indicator or VERDICTS[one.target_id].result is Result.UNDETERMINED


def telling_problems(
    warnings: Collection[Mapping[str, Any]], mails: Collection[Mail], wanted: Collection[Told]
) -> Iterator[str]:
    """What had to be told was told once, nobody was accused wrongly, and the ledger and the mail server agree."""
    said = list(told(warnings))
    for one in sorted(set(wanted) - set(said)):
        yield f"没有告知 {one.unit_id}：{one.target_id} {one.indicator}（{one.step}）"
    for one in sorted(one for one in set(said) - set(wanted) if _is_wrong(one)):
        yield f"多告知了 {one.unit_id}：{one.target_id} {one.indicator}（{one.step}）"
    yield from _repeated(warnings)
    for warning in warnings:
        if warning["state"] not in {"sent", "confirmed"}:
            yield f"发给 {warning['unit']} 的消息停在 {warning['state']}：{warning['answer']}"
    yield from _mail_problems(warnings, mails)


def _mail_problems(warnings: Collection[Mapping[str, Any]], mails: Collection[Mail]) -> Iterator[str]:
    arrived = [mail.message_id for mail in mails]
    for warning in warnings:
        count = arrived.count(warning["message_id"])
        if count != 1:
            yield f"发给 {warning['unit']} 的邮件 {warning['message_id']} 到达 {count} 次，应为 1 次"
    known = {warning["message_id"]: warning for warning in warnings}
    for mail in mails:
        if mail.message_id not in known:
            yield f"收到台账中没有的邮件：{mail.subject}"
            continue
        warning = known[mail.message_id]
        if mail.to != (_EMAILS[warning["unit_id"]],):
            yield f"邮件“{mail.subject}”发给了 {'、'.join(mail.to)}，应为 {_EMAILS[warning['unit_id']]}"
        for finding in warning["findings"]:
            if finding["target_name"] not in mail.text or finding["title"] not in mail.text:
                yield f"邮件“{mail.subject}”没有写明 {finding['target_name']}：{finding['title']}"


def recovered(mails: Iterable[Mail], name: str) -> bool:
    """Whether a mail says that the account's fault is mended."""
    return any("恢复" in mail.text and name in mail.text for mail in mails)


def mentions(mails: Iterable[Mail], wanted: Iterable[Told]) -> bool:
    """Whether every unit that must be told something has mail by now, one finding each in it at least."""
    addresses = {address for mail in mails for address in mail.to}
    return {_EMAILS[one.unit_id] for one in wanted} <= addresses


def report_problems(folder: Path, counts: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """The files are there, each is what its name says, and the numbers are those of the province."""
    for name in REPORT_FILES:
        path = folder / name
        if not path.is_file() or not path.stat().st_size:
            yield f"通报缺少 {name}"
        elif problem := _unreadable(path):
            yield f"通报的 {name} {problem}"
    if (folder / "report.json").is_file():
        report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        for kind, wanted in counts.items():
            found = {name: report[kind][name] for name in wanted}
            if found != dict(wanted):
                yield f"report.json 的 {kind} 为 {found}，应为 {dict(wanted)}"
        if any(row["id"] == MENDED for row in report["unqualified"]):
            yield f"report.json 仍把已恢复的 {MENDED} 列为不合格"


def _unreadable(path: Path) -> str | None:
    match path.suffix:
        case ".json":
            json.loads(path.read_text(encoding="utf-8"))
        case ".docx" | ".xlsx":
            inner = "word/document.xml" if path.suffix == ".docx" else "xl/workbook.xml"
            if not zipfile.is_zipfile(path) or inner not in zipfile.ZipFile(path).namelist():
                return "打不开"
        case ".pdf":
            content = path.read_bytes()
            if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-1024:]:
                return "不是完整的 PDF"
        case ".html":
            text = path.read_text(encoding="utf-8")
            if "</html>" not in text or 'src="http' in text:
                return "不是一个自足的网页"
    return None
