"""What every page of a website of the province has in common: head with its meta tags, navigation, footer marks."""

from collections.abc import Iterable
from html import escape

from deploy.demo.province import COLUMNS, UNITS, SitePlan, icp, psb

JIUCUO = "/exposure/jiucuo.html"
"""Where citizens report mistakes on a website (政府网站找错)."""

_OWNERS = {unit.id: unit.name for unit in UNITS}


def page(site: SitePlan, *, title: str, content: str, meta: Iterable[tuple[str, str]] = ()) -> bytes:
    """One whole page, in the website's own encoding."""
    tags = [("SiteName", site.name), ("SiteDomain", site.host), ("SiteIDCode", site.site_code), *meta]
    head = "\n".join(f'<meta name="{escape(name)}" content="{escape(value)}">' for name, value in tags)
    text = f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="{site.charset}">
<title>{escape(title)}</title>
{head}
</head>
<body>
<div class="header"><div class="logo">{escape(site.name)}</div>
<ul class="nav"><li><a href="/">首页</a></li>{_navigation(site)}</ul></div>
<div class="main">
{content}
</div>
<div class="footer">
<p>主办单位：{escape(_OWNERS[site.unit_id])}　网站标识码：{site.site_code}</p>
<p>联系电话：0990-5550{site.site_code[-3:]}　{icp(site)}　{psb(site)}</p>
<p><a href="{JIUCUO}?site_code={site.site_code}">政府网站找错</a></p>
<script>document.write(unescape("%3Cspan id='_ideConac'%3E%3C/span%3E"));</script>
</div>
</body>
</html>
"""
    return text.encode("gb18030" if site.charset == "gb2312" else site.charset)


def content_type(site: SitePlan) -> str:
    """The header that goes with its pages."""
    return f"text/html; charset={site.charset}"


def _navigation(site: SitePlan) -> str:
    columns = (column for column in COLUMNS if column.website_id == site.id)
    return "".join(f'<li><a href="{column.path}">{escape(column.name)}</a></li>' for column in columns)
