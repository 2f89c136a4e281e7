"""The words boards use: heads of columns, labels of fields, states."""

import re

_ASKED = (
    "提交时间 来信时间 咨询时间 留言时间 写信时间 提问时间 投诉时间 受理时间 发布时间 信件时间 反映时间 登记时间 "
    "时间 日期 来信日期 留言日期 提交日期 咨询日期 发信时间 诉求时间 发表时间"
)
_REPLIED = "回复时间 答复时间 办结时间 处理时间 办理时间 回复日期 答复日期 反馈时间 办理完成时间"
_UNIT = (
    "回复单位 答复单位 回复部门 答复部门 办理单位 受理单位 承办单位 处理部门 办理部门 处理单位 承办部门 受理部门 "
    "回复机构 答复机构 单位 部门 回复人 受理机关"
)
_STATUS = "处理状态 办理状态 状态 回复状态 办理情况 处理情况 信件状态 办件状态 当前状态 是否回复 受理状态"
_TITLE = (
    "标题 主题 信件标题 留言标题 来信标题 咨询标题 留言主题 信件主题 来信主题 咨询主题 问题标题 名称 题目 诉求标题 "
    "事项 信件名称"
)
_ID = "查询码 编号 信件编号 留言编号 受理编号 流水号 信件编码 查询号 诉求编号"
_CONTENT = "留言内容 来信内容 咨询内容 信件内容 问题描述 内容 诉求内容 正文 问题内容 投诉内容 问题"
_REPLY = "回复内容 答复内容 回复 答复 处理结果 办理结果 答复意见 反馈内容 回复意见 办理意见 答复情况 处理意见"


def _to(name: str, labels: str) -> dict[str, str]:
    return dict.fromkeys(labels.split(), name)


HEADS = {
    **_to("asked_at", _ASKED),
    **_to("replied_at", _REPLIED),
    **_to("unit", _UNIT),
    **_to("status", _STATUS),
    **_to("title", _TITLE),
    **_to("id", _ID),
    **_to("content", _CONTENT),
}
"""What the head of a table column says, blanks removed, to the field it holds."""

NO_REPLY = re.compile(
    r"[\s\-—–/.。…]*(?:(?:暂无|暂未|尚未|还未|等待|待|未)(?:回复|答复|办理|处理|回应)?[。.！!…]*|无|null|undefined)?\s*$"
)
"""Words in the place of an answer that are none."""
BELOW = re.compile(
    r"(?:版权所有|主办(?:单位)?\s*[:：]|承办(?:单位)?\s*[:：]|技术支持|copyright|上一[篇条页]|下一[篇条页]|返回|打印|关闭|首页|网站地图|"
    r"关于我们|联系我们|友情链接|满意度|(?:我要|公众|群众)?评价|[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新]ICP备).*",
    re.IGNORECASE | re.DOTALL,
)
"""Where the foot of a page begins, or what stands below an answer."""

FIELDS = {**HEADS, **_to("reply", _REPLY)}
"""The same for labels before a value; the answer itself stands only there."""

ANSWERED = (
    "处理完成",
    "已回复",
    "已答复",
    "已办结",
    "已办理",
    "已处理",
    "已反馈",
    "已解决",
    "办理完毕",
    "办理完成",
    "办结",
    "回复完成",
    "已完成",
    "答复完毕",
)
OPEN = (
    "办理中",
    "处理中",
    "待处理",
    "待办理",
    "未回复",
    "未答复",
    "待回复",
    "待答复",
    "未处理",
    "未办结",
    "未办理",
    "受理中",
    "待受理",
    "已受理",
    "已转办",
    "转办中",
    "审核中",
    "正在办理",
    "正在处理",
    "已交办",
    "未解决",
)
