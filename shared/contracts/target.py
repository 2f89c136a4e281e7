"""What is judged, and what a judgement can be."""

from enum import StrEnum

from shared.contracts.event import Fact


class TargetKind(StrEnum):
    """The two kinds of things a regulator answers for."""

    WEBSITE = "website"
    ACCOUNT = "account"


class Target(Fact):
    """One website or one account of the registry."""

    kind: TargetKind
    id: str


class Outcome(StrEnum):
    """What one indicator says of one target. What could not be seen is undetermined, never the other two."""

    MET = "met"
    NOT_MET = "not_met"
    UNDETERMINED = "undetermined"


class Result(StrEnum):
    """What all indicators together say of one target (合格, 不合格, 无法判定; 基本合格 in regimes of three classes)."""

    QUALIFIED = "qualified"
    BASIC = "basic"
    UNQUALIFIED = "unqualified"
    UNDETERMINED = "undetermined"


class LookOutcome(StrEnum):
    """How one look ended: seen; the target did not answer as it must; or we could not see."""

    OK = "ok"
    FAILED = "failed"
    BLIND = "blind"


class Purpose(StrEnum):
    """Why a page is visited."""

    HOME = "home"
    PROBE = "probe"
    COLUMN = "column"
    BOARD = "board"
    GUIDE = "guide"
    ARTICLE = "article"
    LINK = "link"
    FEED = "feed"
