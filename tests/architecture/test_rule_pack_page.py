"""The page on rule packs is complete, and what it shows works."""

import re
import tomllib
from pathlib import Path

import pytest

from services.evaluator.adapters.pack_files import read_packs
from services.evaluator.checking import check_pack
from services.evaluator.indicators import EVERY, SCHEMA
from services.evaluator.report_rules import ClassRule, ReportRules
from services.evaluator.scoring_rules import ScoringRules, UnitRules
from services.evaluator.section import DIMENSIONS, Section
from services.evaluator.sections import Accounts, ColumnCycles, Ledgers, NamedCycle, PageSight, Sight

PAGE = (Path(__file__).parents[2] / "docs" / "rule-packs.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
HEAD = (
    'id="x"\nname="测试"\nversion="1"\nsource="测试"\nprovenance="notice"\nvalid_from=2020-01-01\nextends="national"\n'
)
TABLES = (
    Section,
    ReportRules,
    ClassRule,
    ScoringRules,
    UnitRules,
    Sight,
    PageSight,
    ColumnCycles,
    NamedCycle,
    Accounts,
    Ledgers,
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.strip().splitlines()[0][:40])
def test_every_example_is_a_good_pack(example: str) -> None:
    """As it stands, or below a head."""
    text = example if "extends" in tomllib.loads(example) else HEAD + example

    assert [] == check_pack(text, "example.toml", packs=read_packs(), schema=SCHEMA)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_every_shared_key_is_explained(table: type) -> None:
    """By its name, in code letters."""
    names = {field.alias or name for name, field in table.model_fields.items()}  # type: ignore[attr-defined]

    assert not {
        name for name in names if f"`{name}`" not in PAGE and f"{name} = " not in PAGE and f".{name}]" not in PAGE
    }


def test_every_dimension_and_its_words_are_explained() -> None:
    """What `only` and `by` can tell apart."""
    for dimension, words in DIMENSIONS.items():
        assert f"| `{dimension}` |" in PAGE
        assert all(f"`{word}`" in PAGE for word in words or ())


def test_every_local_rule_is_shown() -> None:
    """What no national pack holds is found nowhere else."""
    local = {one.id for one in EVERY if one.clause.startswith("地方规则")}

    assert not {name for name in local if name not in PAGE}
