"""A regime brings its template, and its template what the packs need not repeat."""

import pytest

from services.reporter.compose import compose
from services.reporter.material import ReportRules, unknown_rules
from services.reporter.regime import SHIPPED, Templates, with_regime
from shared.errors import Permanent
from tests.report_builders import a_material, a_prefecture, an_edition


@pytest.mark.parametrize(
    ("regime", "expected"),
    [
        pytest.param("national", "national", id="national"),
        pytest.param("qiandongnan", "qiandongnan", id="one of its own"),
        pytest.param("atlantis", "national", id="none of its own"),
        pytest.param("themes", "national", id="a file that is no template"),
        pytest.param("../secret", "national", id="a path"),
    ],
)
def test_a_regime_finds_its_template(regime, expected):
    """Named alike, else the national one."""
    assert expected == with_regime(a_material(edition=an_edition(regime=regime))).rules.template


def test_the_pack_comes_before_the_template():
    """What the pack says stands; what it leaves open, the template fills in."""
    rules = ReportRules.read({"area": "全市", "groups": ["县（市）", "州直部门"]})
    report = compose(a_prefecture(edition=an_edition(regime="qiandongnan"), rules=rules))

    assert ("全市", "州政府政务信息中心", False) == (
        report.notice.area,
        report.notice.issuer,
        report.notice.print_rates,
    )
    assert ["县（市）", "州直部门"] == [group.group for group in report.groups]
    assert {"政务微博", "政务微信", "抖音"} == set(report.platform_names.values())
    assert 5 == (report.notice.mend_by - report.notice.issued_on).days


def test_a_pack_that_spells_out_the_defaults_leaves_the_template_its_word():
    """Packs inherit the national section whole: rounding and names of a regime's template are not lost to it."""
    spelt = ReportRules.read(ReportRules().model_dump(mode="json"))
    rules = with_regime(a_material(edition=an_edition(regime="liaoning"), rules=spelt)).rules

    assert ("全省", "truncate", 1) == (rules.area, rules.rounding, rules.decimals)
    assert "{area}" in rules.title


def test_every_rule_a_pack_may_write_is_read():
    """The evaluator lets no key through that nobody here knows."""
    sections = pytest.importorskip("services.evaluator.report_rules")

    assert [] == unknown_rules(sections.ReportRules().model_dump())


def test_a_generic_area_stays_out_of_the_title():
    """The national template does not know whose area it is."""
    assert compose(a_material()).notice.title == "2023年第四季度政府网站和政务新媒体检查情况通报"


@pytest.mark.parametrize("name", ["atlantis", "../national", "", "themes"])
def test_an_unknown_template_is_refused_with_the_remedy(name):
    """It says which, and where to put it."""
    with pytest.raises(Permanent, match="通报模板"):
        SHIPPED.word(name)


def test_a_folder_of_the_operator_comes_before_the_shipped_templates(tmp_path):
    """Word file and rules, each where it is there; what is not in it is taken from the program."""
    templates = Templates(tmp_path)
    (tmp_path / "atlantis.docx").write_bytes(SHIPPED.word("national"))
    (tmp_path / "atlantis.toml").write_text('[report]\narea = "全岛"\nissuer = "岛务办"\n', encoding="utf-8")

    rules = with_regime(a_material(edition=an_edition(regime="atlantis")), templates).rules

    assert ("atlantis", "全岛", "岛务办") == (rules.template, rules.area, rules.issuer)
    assert "national" == with_regime(a_material(), templates).rules.template
    assert "national" == with_regime(a_material(edition=an_edition(regime="atlantis"))).rules.template


def test_rules_that_cannot_be_read_are_told(tmp_path):
    """With the file and the place in it."""
    (tmp_path / "national.toml").write_text("[report\n", encoding="utf-8")

    with pytest.raises(Permanent, match=r"national\.toml 无法读取"):
        with_regime(a_material(), Templates(tmp_path))
