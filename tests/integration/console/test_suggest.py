"""`registry suggest` on a real database."""

import csv
import json

from pymongo import MongoClient

from shared.clock import now
from shared.contracts.collections import SITE_COLUMNS


def test_columns_the_registry_lacks_come_out_as_rows_to_import(xunjian, servers, mongo_database, tmp_path):
    """Exported, mended by a person and put beside the others they are a registry again."""
    folder, out = tmp_path / "registry", tmp_path / "suggested.csv"
    folder.mkdir()
    (folder / "units.csv").write_text("id,name,level\nu1,甲单位,county\n", encoding="utf-8")
    (folder / "websites.csv").write_text(
        "id,name,url,unit_id,kind\nw1,甲网站,http://www.example.gov.cn/,u1,portal\n", encoding="utf-8"
    )
    assert 0 == xunjian("registry", "import", folder)[0]
    assert "还没有" in xunjian("registry", "suggest")[1]
    columns = [{"url": "http://www.example.gov.cn/tzgg/", "name": "通知公告", "type": "", "by": "menu"}]
    client = MongoClient(servers.mongo_url)
    client[mongo_database][SITE_COLUMNS].insert_one({"_id": "w1", "seen_at": now(), "columns": columns})
    client.close()
    code, said = xunjian("registry", "suggest", "--out", out, "--json")

    assert (0, "通知公告", "notice") == (code, *(json.loads(said)["columns"][0][name] for name in ("name", "category")))
    with out.open(encoding="utf-8-sig") as file:
        assert ["w1"] == [row["website_id"] for row in csv.DictReader(file)]
    (folder / "columns.csv").write_text(out.read_text(encoding="utf-8-sig"), encoding="utf-8")
    assert 0 == xunjian("registry", "import", folder)[0]
    assert "名录未收的栏目 0 个" in xunjian("registry", "suggest")[1]
    assert 2 == xunjian("registry", "suggest", "--website", "nobody")[0]
