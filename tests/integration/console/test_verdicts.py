"""`verdicts` where there is nothing to show: why, and whether that is a slip of the pen."""


def test_a_unit_nobody_knows_is_told_apart_from_one_without_verdicts(xunjian, tmp_path):
    """The first is wrong usage; of the second nothing was judged yet."""
    (tmp_path / "units.csv").write_text("id,name,level\nu1,甲单位,county\n", encoding="utf-8")
    assert 0 == xunjian("registry", "import", tmp_path)[0]

    assert (0, "还没有判定\n") == xunjian("verdicts", "--unit", "u1")
    assert (2, "错误：名录中没有单位 nobody\n") == xunjian("verdicts", "--unit", "nobody")
