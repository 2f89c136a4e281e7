"""The pages a unit sees when it follows a link: plain HTML, no scripts, nothing from elsewhere."""

from datetime import date
from html import escape

from services.notifier.answering import LONGEST_APPEAL, LONGEST_NAME
from services.notifier.ledger import Entry
from shared.contracts.notices import NoticeAcknowledged

_STYLE = (
    "body{margin:0;padding:16px;color:#222;font-family:'Microsoft YaHei','PingFang SC','Noto Sans CJK SC',sans-serif;"
    "font-size:16px;line-height:1.7}main{max-width:760px;margin:0 auto}pre{white-space:pre-wrap;word-break:break-all;"
    "background:#f6f6f6;padding:12px;font-family:inherit;font-size:14px}fieldset{border:1px solid #ccc;margin:12px 0}"
    "input,textarea,button{font:inherit}textarea{width:100%;box-sizing:border-box}.mistake{color:#b3261e}"
    "button{padding:6px 24px}"
)


def words_page(title: str, text: str) -> str:
    """A title and a sentence."""
    return _page(title, f"<p>{escape(text)}</p>")


def thanks_page(event: NoticeAcknowledged) -> str:
    """What was taken down."""
    lines = [f"签收人：{event.by}"]
    if event.promised_on:
        lines.append(f"承诺整改日期：{event.promised_on.isoformat()}")
    if event.appeal:
        lines.append(f"异议理由：{event.appeal}")
    taken = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return _page("答复已收到", f"<ul>{taken}</ul><p>整改完成后无需另行回复，系统复查确认后会告知。</p>")


def message_page(entry: Entry, *, latest: date, mistake: str = "") -> str:
    """The message, and the form below it."""
    subject = entry.letter.subject if entry.letter else "提醒"
    text = _without_link(entry.letter.text) if entry.letter else ""
    return _page(subject, f"{_mistake(mistake)}<pre>{escape(text)}</pre>{_form(entry, latest)}")


def _form(entry: Entry, latest: date) -> str:
    return (
        f'<form method="post"><h2>答复</h2>{_choice(entry)}'
        f'<p><label>签收人姓名 <input name="by" maxlength="{LONGEST_NAME}" required></label></p>'
        '<fieldset><p><label><input type="radio" name="kind" value="seen" checked> 已知悉，正在处理</label></p>'
        '<p><label><input type="radio" name="kind" value="promise"> 承诺整改期限</label> '
        f'<input type="date" name="promised_on" max="{latest.isoformat()}"> （最晚 {latest.isoformat()}）</p>'
        '<p><label><input type="radio" name="kind" value="appeal"> 认为与事实不符，提出异议</label></p>'
        f'<textarea name="appeal" rows="4" maxlength="{LONGEST_APPEAL}" '
        'placeholder="请写明理由及有关网址、时间"></textarea></fieldset><button type="submit">提交</button></form>'
    )


def _choice(entry: Entry) -> str:
    """Which of several findings the answer is about: all of them, unless some are unticked."""
    names = {line.concern_id: f"{line.target_name} —— {line.title}" for line in entry.lines}
    if len(names) < 2:
        return ""
    boxes = "".join(
        f'<p><label><input type="checkbox" name="about" value="{escape(one)}" checked> {escape(name)}</label></p>'
        for one, name in names.items()
    )
    chosen = '<input type="hidden" name="choice" value="1">'
    return f"<fieldset><legend>所答复的问题（可只选其中几项，分次答复）</legend>{chosen}{boxes}</fieldset>"


def _without_link(text: str) -> str:
    """The text without the link it was opened by, and without the line above it that speaks of it."""
    kept: list[str] = []
    for line in text.splitlines():
        if "/w/" in line and line.startswith("http"):
            del kept[-1:]
        else:
            kept.append(line)
    return "\n".join(kept)


def _mistake(mistake: str) -> str:
    return f'<p class="mistake"><strong>{escape(mistake)}</strong></p>' if mistake else ""


def _page(title: str, body: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>'
        f"<body><main><h1>{escape(title)}</h1>{body}</main></body></html>"
    )
