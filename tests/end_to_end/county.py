"""A county of two offices, its registry as CSV files, its website and its feeds: nothing of the demo's province."""

import csv
import io
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from deploy.demo.pages import Served
from shared.clock import CHINA

SITE = "127.0.2.1"
FEEDS = "127.0.2.2"

UNITS = """\
id,name,group,level,parent_id,emails,channels,public_service
office,南溪区政府办公室,区直,county,,office@nanxi.example,,yes
tourism,南溪区文旅局,区直,county,office,wl@nanxi.example;second@nanxi.example,,yes
"""

ACCOUNTS = {"silent": 20, "lively": 1, "slow": 19, "killed": 18}
"""How many days ago each account posted last. `slow` is mended in the test of the past, `killed` in that of killing."""


def registry(port: int) -> dict[str, str]:
    """The CSV files by name."""
    site, feeds = f"http://{SITE}:{port}", f"http://{FEEDS}:{port}"
    accounts = "".join(
        f"{name},{name}号,wechat_subscription,tourism,{feeds}/{name}.xml,yes,active,yes\n" for name in ACCOUNTS
    )
    return {
        "units": UNITS,
        "websites": "id,name,url,unit_id,kind,site_code,icp,psb,status,navigation_home\n"
        f"nanxi,南溪区文旅局网站,{site}/,tourism,department,9902000001,,,running,no\n",
        "columns": "id,website_id,name,url,category,level,cycle_days,unit_id,list_selector,date_selector\n"
        f"news,nanxi,要闻,{site}/news/,news,1,,,,\n"
        f"notices,nanxi,公告,{site}/notices/,notice,1,,,,\n",
        "accounts": f"id,name,platform,unit_id,feed_url,filed,status,interaction\n{accounts}"
        f"lost,失联号,weibo,office,{feeds}/lost.xml,yes,active,yes\n",
        "boards": f"id,website_id,name,url,kind,unit_id\nbox,nanxi,局长信箱,{site}/box/,mailbox,\n",
    }


def write_registry(folder: Path, files: Mapping[str, str]) -> Path:
    """The folder with these CSV files in it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8-sig")
    return folder


def damaged(files: Mapping[str, str]) -> dict[str, str]:
    """The same files with one mistake of each kind."""
    rows = list(csv.DictReader(io.StringIO(files["columns"])))
    rows[0]["category"] = "gossip"
    rows[1]["website_id"] = "nowhere"
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows([*rows, rows[0] | {"category": "news"}])
    accounts = files["accounts"].replace("http://127.0.2.2", "htp://127.0.2.2", 1)
    return {**files, "columns": text.getvalue(), "accounts": accounts}


def pages(now: datetime) -> dict[str, Served]:
    """The website: fresh news, notices of this quarter, a mailbox without letters."""
    today = now.astimezone(CHINA).date()
    news = _list("要闻", "/news/", [today - timedelta(days=n + 1) for n in range(12)])
    notices = _list("公告", "/notices/", [today - timedelta(days=20 * n + 5) for n in range(12)])
    home = f"<div class='block'><h2>要闻</h2>{news}</div><div class='block'><h2>公告</h2>{notices}</div>"
    box = "<h1>局长信箱</h1><table><tr><th>标题</th><th>来信时间</th><th>办理状态</th></tr></table><p>共0封</p>"
    contents = {"/": home, "/news/": news, "/notices/": notices, "/box/": box}
    return {path: _page(content) for path, content in contents.items()}


def _list(name: str, path: str, days: list[date]) -> str:
    lines = "".join(
        f"<li><a href='{path}{day:%Y%m%d}.html'>南溪区{name}第{number}期：文旅融合发展情况</a><span>{day}</span></li>"
        for number, day in enumerate(days)
    )
    return f"<ul class='list'>{lines}</ul>"


def _page(content: str) -> Served:
    text = f"<html><head><meta charset='utf-8'><title>南溪区文旅局</title></head><body>{content}</body></html>"
    return Served(text.encode())


def feeds(now: datetime) -> dict[str, Served]:
    """The feeds; `lost` is what its bridge says when it has lost its way."""
    found = {f"/{name}.xml": feed(name, now, days) for name, days in ACCOUNTS.items()}
    return found | {"/lost.xml": Served(b"<html><body>Internal Server Error</body></html>", status=500)}


def feed(name: str, now: datetime, newest: float) -> Served:
    """The feed of an account whose newest post is so many days old."""
    items = "".join(
        f"<item><title>{name} 第{number}条：景区开放时间公告</title><link>https://post.example/{name}/{number}</link>"
        f"<guid>{name}-{newest}-{number}</guid>"
        f"<pubDate>{format_datetime((now - timedelta(days=newest + number * 2)).astimezone(UTC))}</pubDate></item>"
        for number in range(20)
    )
    channel = f"<channel><title>{name}号</title>{items}</channel>"
    text = f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'>{channel}</rss>"
    return Served(text.encode(), "application/rss+xml; charset=utf-8")


def week(now: datetime, port: int) -> list[str]:
    """A week of successful probes of the website, one line each."""
    hours = range(7 * 24 + 4, 0, -1)
    return [json.dumps(_probe(now - timedelta(hours=hour, minutes=-1), port)) for hour in hours]


def _probe(at: datetime, port: int) -> dict[str, Any]:
    data = {
        "website_id": "nanxi",
        "purpose": "probe",
        "url": f"http://{SITE}:{port}/",
        "observed_at": at.isoformat(),
        "outcome": "ok",
        "status": 200,
        "elapsed_ms": 300,
    }
    return {"specversion": "1.0", "type": "page.visited", "source": "test", "subject": "nanxi", "data": data}
