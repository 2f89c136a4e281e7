"""Settings from the environment, typed; a secret may also come as a file named by `<NAME>_FILE`."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, Self, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.clock import CHINA
from shared.errors import BadInput
from shared.validation import place, sentence

PREFIX = "XUNJIAN_"

UNUSABLE = "环境变量有误"

_SUMMER_AND_WINTER = (datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))


class Settings(BaseSettings):
    """What every process reads from the environment. Services add their own in `settings.py`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    home: Path = Path(".xunjian")
    """Where the embedded servers and the evidence keep their data."""
    nats_url: str | None = None
    """JetStream's address; None: the console starts an embedded server."""
    nats_creds: SecretStr | None = None
    """Content of a NATS credentials file."""
    mongo_url: SecretStr | None = None
    """MongoDB's address, replica set required; None: the console starts an embedded server."""
    mongo_database: str = "xunjian"
    smtp_url: SecretStr | None = None
    """`smtp[s]://user:password@host:port`, `?starttls=1` to upgrade a plain connection."""
    mail_from: str = "xunjian@localhost"
    timezone: str = "Asia/Shanghai"
    """The zone of all days, deadlines and times people read: one whose clocks show China's time, or it is refused."""
    log: Literal["json", "console"] = "json"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    packs_dir: Path | None = None
    """A directory of further rule packs."""
    http_host: str = "127.0.0.1"
    http_port: int = 0
    """Where `/metrics` and `/health` are served; 0: any free port, written to `run_file`."""
    run_file: Path | None = None
    """Where the process writes its pid and port once it serves."""
    start_timeout: float = 60.0
    """Seconds to wait for NATS and MongoDB before giving up with a clear message."""
    stop_timeout: float = 15.0
    """Seconds a stop may take before the process ends itself."""

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            zone = ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"应为时区名，例如 Asia/Shanghai，实为 {name!r}") from error
        if any(day.astimezone(zone).utcoffset() != day.astimezone(CHINA).utcoffset() for day in _SUMMER_AND_WINTER):
            raise ValueError(
                f"应为与北京时间相同的时区，例如 Asia/Shanghai，实为 {name!r}："
                "各项指标按北京时间计日，消息与通报也用北京时间"
            )
        return name

    @classmethod
    def from_environment(cls, **known: Any) -> Self:
        """The settings of this process.

        Raises:
            BadInput: a variable has a value nobody understands; every such variable is named.
        """
        try:
            given: dict[str, Any] = {**secrets_from_files(os.environ, cls), **known}
            return cls(**given)
        except ValidationError as error:
            mistakes = [f"{PREFIX}{place(each).upper()}：{sentence(each)}" for each in error.errors()]
            raise BadInput(UNUSABLE, mistakes) from error

    def required_nats_url(self) -> str:
        """Where NATS is.

        Raises:
            BadInput: nobody said.
        """
        return _required(self.nats_url, "XUNJIAN_NATS_URL", "nats://127.0.0.1:4222")

    def required_mongo_url(self) -> str:
        """Where MongoDB is.

        Raises:
            BadInput: nobody said.
        """
        url = self.mongo_url.get_secret_value() if self.mongo_url else None
        return _required(url, "XUNJIAN_MONGO_URL", "mongodb://127.0.0.1:27017/?replicaSet=rs0")


S = TypeVar("S", bound=Settings)


def secrets_from_files(environment: Mapping[str, str], settings: type[S]) -> dict[str, str]:
    """The values of all `XUNJIAN_<NAME>_FILE` variables whose `XUNJIAN_<NAME>` is not set itself.

    Raises:
        BadInput: a named file cannot be read.
    """
    found: dict[str, str] = {}
    for name in settings.model_fields:
        variable = f"{PREFIX}{name.upper()}"
        path = environment.get(f"{variable}_FILE")
        if path and variable not in environment:
            try:
                found[name] = Path(path).read_text(encoding="utf-8").strip()
            except UnicodeDecodeError as error:
                raise BadInput(UNUSABLE, [f"{variable}_FILE：{path} 不是 UTF-8 文本"]) from error
            except OSError as error:
                reason = f"{variable}_FILE：无法读取 {path}（{error.strerror}）"
                raise BadInput(UNUSABLE, [reason]) from error
    return found


def without_password(url: str) -> str:
    """The address as it may be shown: what stands before the @ is a secret."""
    scheme, separator, rest = url.partition("://")
    credentials, at, host = rest.rpartition("@")
    return f"{scheme}{separator}{'***@' if at and credentials else ''}{host}"


def _required(value: str | None, variable: str, example: str) -> str:
    if not value:
        raise BadInput(UNUSABLE, [f"{variable} 没有设置；例如 {example}"])
    return value
