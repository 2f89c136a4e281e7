"""The recorded week of probes, its times moved so that it ends now.

`recorded_week.ndjson` holds what `xunjian replay` takes, with three differences: `time` and `observed_at` are minutes
before the moment of replay, and `url` is `{home}`, for the websites of the demo listen on a port that is free just now.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

RECORDED = Path(__file__).with_name("recorded_week.ndjson")


def week_until(now: datetime, homes: Mapping[str, str]) -> str:
    """The week as NDJSON, ending at `now`; `homes` are the home pages by website."""
    with RECORDED.open(encoding="utf-8") as lines:
        return "".join(f"{_moved(json.loads(line), now, homes)}\n" for line in lines)


def _moved(event: dict[str, Any], now: datetime, homes: Mapping[str, str]) -> str:
    data = event["data"]
    at = (now - timedelta(minutes=data["observed_at"])).isoformat()
    moved = {**data, "observed_at": at, "url": data["url"].format(home=homes[data["website_id"]])}
    return json.dumps({**event, "time": at, "data": moved}, ensure_ascii=False)
