"""Headlines and letters as government websites have them, made up, the same for the same place and number."""

from shared.registry.vocabulary import Category

_MATTERS = (
    "优化营商环境",
    "防汛抗旱",
    "乡村振兴",
    "安全生产",
    "生态环境保护",
    "教育高质量发展",
    "医疗保障",
    "老旧小区改造",
    "政务服务提质",
    "粮食安全",
    "文化惠民",
    "交通运输",
    "森林防火",
    "就业创业",
    "基层治理",
)

_SENTENCES = {
    Category.NEWS: (
        "{place}召开{matter}工作推进会",
        "{place}领导调研{matter}工作",
        "{place}扎实推进{matter}",
        "{place}政府常务会议研究{matter}有关事项",
    ),
    Category.NOTICE: ("关于做好{matter}有关工作的通知", "{place}{matter}项目公示", "关于公开征求{matter}意见的公告"),
    Category.POLICY: (
        "{place}人民政府办公室关于印发《{matter}实施方案》的通知",
        "{place}人民政府关于加强{matter}工作的意见",
    ),
    Category.INTERPRETATION: ("《{place}{matter}实施方案》政策解读", "一图读懂：{place}{matter}若干措施"),
}

_LETTERS = (
    "关于城东片区路灯不亮的问题",
    "咨询异地就医备案如何办理",
    "建议在河滨公园增设无障碍通道",
    "咨询公租房申请条件",
    "反映小区门前道路破损",
    "咨询灵活就业人员社保缴费",
    "关于学校周边交通拥堵的建议",
    "咨询老年人优待证办理地点",
    "反映夜间施工噪声扰民",
    "咨询不动产登记所需材料",
    "关于公交线路延伸的建议",
    "反映自来水水压不足",
)


def headline(category: Category, place: str, number: int) -> str:
    """The headline of one entry."""
    sentences = _SENTENCES.get(category, _SENTENCES[Category.NEWS])
    matter = _MATTERS[number * 7 % len(_MATTERS)]
    return sentences[number % len(sentences)].format(place=place, matter=matter)


def letter_title(number: int) -> str:
    """What a citizen writes about."""
    return _LETTERS[number % len(_LETTERS)]
