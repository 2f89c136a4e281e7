"""Why a service did not start, as a person reads it."""

from console.supervisor import told_last


def test_what_a_service_said_itself_is_the_reason():
    """Not the line of its log around it."""
    lines = ['{"event": "a", "level": "info"}', '{"error": "XUNJIAN_SMTP_URL 有误", "level": "critical"}', "Killed"]

    assert "XUNJIAN_SMTP_URL 有误" == told_last("\n".join(lines))


def test_a_service_that_said_nothing_shows_the_end_of_its_log():
    """Such as the last lines of a traceback."""
    assert "14\n15\nImportError: x" == told_last("\n".join([*map(str, range(16)), "ImportError: x"]))[-20:]
    assert "" == told_last("")
