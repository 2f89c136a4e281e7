"""What the documentation says of the code is what the code says."""

import pytest

from deploy import reference


def test_generated_pages_are_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    """Every setting, metric and alert stands in docs/reference as the code has it; `make docs` writes them."""
    code = reference.main(["--check"])

    assert "" == capsys.readouterr().err
    assert 0 == code
