"""The yearly reports (国办函〔2018〕12号): what the data knows is filled in, what only people know is left open."""

from services.reporter.entry import AnnualSite
from services.reporter.report import Report
from services.reporter.sheet import Cell, Shape, Sheet, SheetColumn, number_column
from services.reporter.wording import PLATFORMS, chinese_period

SEEN, ASKED = "监测数据，请核对", "请填写"
"""Where a value comes from: seen by the system, or known to people only."""

_KINDS = {"portal": "政府门户网站", "department": "部门网站", "special": "专项网站"}
_POLICY = ("policy", "notice", "personnel", "planning")
"""Categories that make up 信息公开目录."""

_Field = tuple[str, str, Cell]


def supervision(report: Report) -> Sheet:
    """政府网站监管年度报表."""
    rows: list[tuple[Cell, ...]] = []
    for part in report.parts:
        name = chinese_period(part.label)
        rows.append(("网站抽查", f"{name}抽查网站数（个）", part.websites.checked, SEEN))
        rows.append(("网站抽查", f"{name}不合格网站数（个）", part.websites.unqualified, SEEN))
        rows.append(("网站抽查", f"{name}合格率", part.websites.pass_rate, SEEN))
    n, tickets = report.websites, report.tickets
    rows += [
        ("网站抽查", "年末运行网站数（个）", n.registered, SEEN),
        ("网站抽查", "全年检查网站数（个）", n.checked, SEEN),
        ("网站抽查", "全年不合格网站数（个）", n.unqualified, SEEN),
        ("网站抽查", "全年无法判定网站数（个）", n.undetermined, SEEN),
        ("网站抽查", "全年合格率", n.pass_rate, SEEN),
        ("网站抽查", "问责人数（人）", None, ASKED),
        ("安全检查", "安全检测评估次数（次）", None, ASKED),
        ("安全检查", "发现问题数（个）", None, ASKED),
        ("安全检查", "问题整改数（个）", None, ASKED),
        ("开设整合", "新开设网站数（个）", None, ASKED),
        ("开设整合", "整合迁移网站数（个）", None, ASKED),
        ("找错留言办理", "收到留言数（条）", tickets.received or None, SEEN if tickets.received else ASKED),
        ("找错留言办理", "属实留言数（条）", tickets.valid if tickets.received else None, SEEN),
        ("找错留言办理", "逾期留言数（条）", tickets.overdue if tickets.received else None, SEEN),
        ("假冒网站处置", "发现假冒网站数（个）", None, ASKED),
        ("假冒网站处置", "处置假冒网站数（个）", None, ASKED),
        ("人员培训", "组织培训次数（次）", None, ASKED),
        ("人员培训", "培训人数（人）", None, ASKED),
    ]
    columns = (SheetColumn("类别", 18), SheetColumn("项目", 36), SheetColumn("内容", 18), SheetColumn("来源", 20))
    return Sheet("监管年度报表", columns, tuple(rows), "留空的项目系统无从得知，由主管单位填写；填报前请逐项核对")


def websites(report: Report) -> Sheet:
    """政府网站工作年度报表: one row for each website, the fields that data can fill."""
    columns = (
        number_column("序号", 7),
        *(SheetColumn(name, 24) for name in ("网站名称", "主办单位")),
        SheetColumn("首页网址", 34, Shape.LINK),
        *(SheetColumn(name, 16) for name in ("网站类型", "网站标识码", "ICP备案号", "公安备案号")),
        *(number_column(name, 12) for name in ("信息发布总数", "动态信息", "信息公开目录信息", "政策解读", "栏目数")),
        *(
            number_column(name, 12)
            for name in ("办结留言", "未办结留言", "平均办理天数", "新媒体账号数", "新媒体发布数")
        ),
    )
    rows = tuple((n, *_cells(site)) for n, site in enumerate(report.annual, 1))
    return Sheet(
        "工作年度报表汇总", columns, rows, "发布数为监测中看到的数目，可能少于实际；其余项目见各单位文件中的报表"
    )


def _cells(site: AnnualSite) -> tuple[Cell, ...]:
    return (
        *(site.name, site.unit, site.url, _KINDS.get(site.site_kind, ""), site.site_code, site.icp, site.psb),
        *(site.published, _count(site, "news"), _count(site, *_POLICY), _count(site, "interpretation"), site.columns),
        *(site.answered, site.open, site.mean_days, len(site.accounts), sum(each.posts for each in site.accounts)),
    )


def _count(site: AnnualSite, *categories: str) -> int:
    return sum(site.by_category.get(category, 0) for category in categories)


def website_form(site: AnnualSite, place: int) -> Sheet:
    """The form of one website, field by field."""
    columns = (SheetColumn("类别", 16), SheetColumn("项目", 34), SheetColumn("内容", 44), SheetColumn("来源", 20))
    rows = tuple((group, name, value, _source(value)) for group, name, value in _form(site))
    return Sheet(f"年度报表{place}", columns, rows, "留空的项目由主办单位填写；已填的项目请核对后报送")


def _source(value: Cell) -> str:
    return ASKED if value is None or value == "" else SEEN


def _form(site: AnnualSite) -> list[_Field]:
    messages = None if site.answered is None else (site.answered or 0) + (site.open or 0)
    return [
        ("基本信息", "网站名称", site.name),
        ("基本信息", "首页网址", site.url),
        ("基本信息", "主办单位", site.unit),
        ("基本信息", "网站类型", _KINDS.get(site.site_kind, "")),
        ("基本信息", "政府网站标识码", site.site_code),
        ("基本信息", "ICP备案号", site.icp),
        ("基本信息", "公安机关备案号", site.psb),
        ("访问量", "独立用户访问总量（个）", None),
        ("访问量", "网站总访问量（次）", None),
        ("信息发布", "总数（条）", site.published),
        ("信息发布", "概况类信息更新量（条）", None),
        ("信息发布", "政务动态信息更新量（条）", _count(site, "news")),
        ("信息发布", "信息公开目录信息更新量（条）", _count(site, *_POLICY)),
        ("专栏专题", "维护数量（个）", None),
        ("专栏专题", "新开设数量（个）", None),
        ("解读回应", "解读信息发布总数（条）", _count(site, "interpretation")),
        ("解读回应", "解读材料数量（条）", None),
        ("解读回应", "解读产品数量（图表、音视频等，个）", None),
        ("解读回应", "媒体评论文章数量（篇）", None),
        ("解读回应", "回应公众关注热点或重大舆情数量（次）", None),
        ("办事服务", "是否发布服务事项目录", None),
        ("办事服务", "注册用户数（个）", None),
        ("办事服务", "政务服务事项数量（项）", None),
        ("办事服务", "可全程在线办理政务服务事项数量（项）", None),
        ("办事服务", "办件量总数（件）", None),
        ("互动交流", "是否使用统一平台", None),
        ("互动交流", "收到留言数量（条）", messages),
        ("互动交流", "办结留言数量（条）", site.answered),
        ("互动交流", "平均办理时间（天）", site.mean_days),
        ("互动交流", "公开答复数量（条）", site.answered),
        ("互动交流", "征集调查期数（期）", None),
        ("互动交流", "在线访谈期数（期）", None),
        ("互动交流", "是否提供智能问答", None),
        ("安全防护", "安全检测评估次数（次）", None),
        ("安全防护", "发现问题数量（个）", None),
        ("安全防护", "问题整改数量（个）", None),
        ("安全防护", "是否建立安全监测预警机制", None),
        ("安全防护", "是否开展应急演练", None),
        ("安全防护", "是否明确网站安全责任人", None),
        *_accounts(site),
        ("创新发展", "搜索即服务、多语言版本、无障碍浏览、个性化服务等", None),
    ]


def _accounts(site: AnnualSite) -> list[_Field]:
    """Weibo and WeChat first, as the form asks for them."""
    order = {"weibo": 0, "wechat_subscription": 1, "wechat_service": 2}
    fields: list[_Field] = []
    for each in sorted(site.accounts, key=lambda account: (order.get(account.platform, 3), account.name)):
        platform = PLATFORMS.get(each.platform, each.platform)
        fields.append(("移动新媒体", f"{platform}名称", each.name))
        fields.append(("移动新媒体", f"{platform}“{each.name}”信息发布量（条）", each.posts))
        fields.append(("移动新媒体", f"{platform}“{each.name}”关注量（个）", None))
    return fields or [("移动新媒体", "是否有移动新媒体", "否")]
