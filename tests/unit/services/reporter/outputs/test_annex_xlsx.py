"""The workbook can be filtered, sorted and followed."""

import io
import zipfile
from datetime import datetime

import openpyxl

from services.reporter.compose import compose
from services.reporter.outputs.annex_xlsx import AnnexXlsx
from tests.report_builders import a_material, a_prefecture

MADE = AnnexXlsx().render(compose(a_prefecture()))
SHEETS = ["总体情况", "网站名单", "新媒体名单", "不合格", "无法判定", "月度", "其他问题", "接近上限", "按指标", "得分"]
SHEETS += ["信息发布", "变化", "提醒与留言", "监管工作", "内部校验", "更正", "数据说明"]


def test_every_list_has_its_sheet():
    """Also in an empty period: an absent sheet would look forgotten."""
    empty = AnnexXlsx().render(compose(a_material()))

    for made in (MADE, empty):
        assert SHEETS == openpyxl.load_workbook(io.BytesIO(made)).sheetnames


def test_headers_stay_and_columns_filter():
    """On every sheet, with a width for each column."""
    for sheet in openpyxl.load_workbook(io.BytesIO(MADE)):
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert all(dimension.width for dimension in sheet.column_dimensions.values())


def test_numbers_dates_and_links_are_real():
    """A moment is a date in China's own time; evidence can be clicked."""
    sheet = openpyxl.load_workbook(io.BytesIO(MADE))["不合格"]
    header = [cell.value for cell in sheet[1]]
    row = dict(zip(header, sheet[2], strict=True))

    assert row["序号"].value == 1
    assert row["查看时间"].value == datetime(2023, 11, 19, 10, 0)  # noqa: DTZ001 - workbooks know no zones
    assert row["依据链接"].hyperlink.target == "https://w1.example.gov.cn/"
    assert row["观测编号"].value == "e-1"


def test_charts_are_native():
    """Drawn by the spreadsheet from its own cells."""
    names = zipfile.ZipFile(io.BytesIO(MADE)).namelist()

    assert ["xl/charts/chart1.xml", "xl/charts/chart2.xml"] == [
        name for name in names if name.startswith("xl/charts/chart")
    ]
