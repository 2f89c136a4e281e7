"""What the ways to a unit are called, in Chinese."""

CHANNELS = {
    "smtp": "邮件",
    "wecom": "企业微信",
    "dingtalk": "钉钉",
    "feishu": "飞书",
    "webhook": "网址回调",
    "sms": "短信",
    "apprise": "其他渠道",
    "none": "没有联系方式",
}
"""By the scheme of the contact, as notices name it."""
