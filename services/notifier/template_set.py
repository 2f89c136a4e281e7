"""The templates of messages: sandboxed Jinja2, an operator's before the built-in ones."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, Template, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from services.notifier import wording
from services.notifier.ledger import Letter
from shared.errors import BadInput

TEMPLATES = Path(__file__).parent / "templates"
"""The templates when the operator brings none."""

FILES = {
    "message": ("subject.txt.j2", "message.txt.j2", "message.html.j2"),
    "digest": ("digest.subject.txt.j2", "digest.txt.j2", "digest.html.j2"),
}
"""The templates of each kind of message: subject, text and HTML."""


class TemplateSet:
    """The templates of one regime, read from the first folder that has each."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(folders),
            autoescape=lambda name: bool(name and name.endswith(".html.j2")),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._templates = {kind: tuple(self._load(name) for name in names) for kind, names in FILES.items()}

    def _load(self, name: str) -> Template:
        try:
            return self._environment.get_template(name)
        except TemplateSyntaxError as error:
            where = f"{error.filename or name}: line {error.lineno}"
            raise BadInput("a message template is not usable", [f"{where}: {error.message}"]) from error

    def letter(self, kind: str, known: Mapping[str, object]) -> Letter:
        """Subject, text and HTML of one kind of message."""
        subject, text, html = (template.render(known) for template in self._templates[kind])
        return Letter(subject=wording.one_line(subject, 200), text=text, html=html)


@lru_cache(maxsize=32)
def template_set(folders: tuple[Path, ...]) -> TemplateSet:
    """Compiled once a process."""
    return TemplateSet(folders)
