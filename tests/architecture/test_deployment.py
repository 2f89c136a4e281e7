"""What is deployed agrees with the code: files, settings, metrics and ports."""

import importlib
import importlib.util
import json
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema.validators import validator_for

from deploy.reference import settings_of
from shared import metrics, settings

ROOT = Path(__file__).parents[2]
SERVICES = ("crawler", "evaluator", "notifier", "reporter")
COMPOSE_TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load(COMPOSE_TEXT)
SPECIFICATION = json.loads(
    (files("check_jsonschema") / "builtin_schemas" / "vendor" / "compose-spec.json").read_text(encoding="utf-8")
)
VALIDATOR = validator_for(SPECIFICATION)(SPECIFICATION)
KUBERNETES = ROOT / "deploy" / "kubernetes"


def known_variables(service: str | None) -> set[str]:
    """The environment variables a service reads."""
    kind = settings_of(service) if service else settings.Settings
    names = {f"XUNJIAN_{field.upper()}" for field in kind.model_fields}
    return names | {f"{name}_FILE" for name in names}


def known_metrics() -> dict[str, set[str]]:
    """Every sample name the services expose, with its labels."""
    for service in SERVICES:
        if importlib.util.find_spec(f"services.{service}.metrics"):
            importlib.import_module(f"services.{service}.metrics")
    known: dict[str, set[str]] = {}
    for collector, names in metrics.REGISTRY._collector_to_names.items():
        for name in names:
            known[name] = set(getattr(collector, "_labelnames", ()))
    return known


def variables(environment: Any) -> dict[str, str]:
    """A compose environment, however it is written, as a mapping."""
    return environment if isinstance(environment, dict) else dict(each.split("=", 1) for each in environment or [])


def test_compose_follows_the_specification() -> None:
    """docker-compose.yml is valid by the Compose Specification's own schema."""
    mistakes = [error.message for error in VALIDATOR.iter_errors(COMPOSE)]

    assert [] == mistakes


def test_the_specification_finds_mistakes() -> None:
    """A misspelt key is found: the schema does check."""
    broken = {**COMPOSE, "services": {"crawler": {"imagee": "x"}}}

    assert not VALIDATOR.is_valid(broken)


def test_compose_has_the_whole_topology() -> None:
    """Bus, database, their set-up steps, the four services, and what watches them."""
    expected = {
        "nats",
        "mongo",
        "mongo-setup",
        "streams",
        *SERVICES,
        "prometheus",
        "alertmanager",
        "grafana",
        "mailpit",
    }

    assert expected == set(COMPOSE["services"])
    assert all("image" in service for service in COMPOSE["services"].values())


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_waits_for_what_it_needs(name: str) -> None:
    """Every service starts when streams and replica set are there, and is built from the one Dockerfile."""
    service = COMPOSE["services"][name]

    assert {"mongo-setup", "streams"} == set(service["depends_on"])
    assert {"service_completed_successfully"} == {each["condition"] for each in service["depends_on"].values()}
    assert name == service["build"]["args"]["SERVICE"]
    assert "deploy/Dockerfile" == service["build"]["dockerfile"]
    assert service["read_only"] is True


@pytest.mark.parametrize("name", ["nats", "mongo"])
def test_what_others_wait_for_says_when_it_is_healthy(name: str) -> None:
    """`service_healthy` needs a health check, and data needs a volume."""
    assert "healthcheck" in COMPOSE["services"][name]
    assert any(str(volume).startswith(f"{name}:") for volume in COMPOSE["services"][name]["volumes"])


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_everything_a_container_refers_to_exists(name: str) -> None:
    """Mounted files are in the repository, named volumes and networks are declared, and so is what is waited for."""
    service = COMPOSE["services"][name]
    sources = [volume.split(":")[0] for volume in service.get("volumes", [])]

    assert [] == [source for source in sources if source.startswith("./") and not (ROOT / source).exists()]
    assert {source for source in sources if not source.startswith("./")} <= set(COMPOSE["volumes"])
    assert set(service["networks"]) <= set(COMPOSE["networks"])
    assert set(service.get("depends_on", ())) <= set(COMPOSE["services"])


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_ports_are_open_on_loopback_only(name: str) -> None:
    """Nothing of it can be reached from another machine unless somebody decides so."""
    ports = COMPOSE["services"][name].get("ports", [])

    assert [] == [port for port in ports if not str(port).startswith("127.0.0.1:")]


@pytest.mark.parametrize("name", [*SERVICES, "streams"])
def test_every_variable_of_a_container_is_a_setting(name: str) -> None:
    """No container is given a variable its service does not read."""
    given = {each for each in variables(COMPOSE["services"][name]["environment"]) if each.startswith("XUNJIAN_")}

    assert set() == given - known_variables(None if name == "streams" else name)
    assert {"XUNJIAN_NATS_URL", "XUNJIAN_MONGO_URL"} <= given


def test_no_secret_stands_in_the_file() -> None:
    """No address with a password, and no variable named like a secret with a value of its own."""
    lines = COMPOSE_TEXT.splitlines()
    suspects = [
        line for line in lines if re.search(r"://[^/\s:]+:[^@\s]+@|(?i:password|passwd|token|secret)\w*:", line)
    ]

    assert [] == suspects


def test_every_choice_of_the_operator_is_explained() -> None:
    """Each variable docker-compose.yml takes from `.env` stands in .env.example, and nothing else does."""
    taken = set(re.findall(r"\$\{(\w+)", COMPOSE_TEXT))
    explained = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))

    assert taken == explained
    assert ".env" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("service", SERVICES)
def test_an_image_holds_one_service(service: str) -> None:
    """What the Dockerfile copies exists, is shared or this service's, and its lock is hashed."""
    text = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    copied = [
        source.replace("${SERVICE}", service)
        for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE)
        for source in line.split()[:-1]
    ]

    assert ["requirements/" + service + ".txt", "shared/", "services/__init__.py", f"services/{service}/"] == copied
    assert [] == [source for source in copied if not (ROOT / source).exists()]
    assert "--require-hashes" in text
    assert re.search(r"^USER 10001$", text, re.MULTILINE)


def test_variables_of_the_image_are_settings() -> None:
    """The Dockerfile sets nothing that no service reads."""
    text = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")

    assert set() == set(re.findall(r"\bXUNJIAN_\w+(?==)", text)) - known_variables(None)


def test_the_builder_sees_what_is_copied_and_nothing_else() -> None:
    """.dockerignore lets through exactly the folders the Dockerfile copies from."""
    let_through = {
        line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")
    }

    assert {"shared", "services", "requirements"} == let_through


def manifests() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every Kubernetes object with the file it stands in."""
    for file in sorted(KUBERNETES.glob("*.yaml")):
        for document in yaml.safe_load_all(file.read_text(encoding="utf-8")):
            yield file.name, document


OBJECTS = list(manifests())
DEPLOYMENTS = {each["metadata"]["name"]: each for _, each in OBJECTS if each["kind"] == "Deployment"}


def test_kubernetes_runs_the_four_services() -> None:
    """One deployment and one service for each, and every file is applied except the example of a secret."""
    listed = next(each for name, each in OBJECTS if name == "kustomization.yaml")["resources"]

    assert set(SERVICES) == set(DEPLOYMENTS)
    assert set(SERVICES) == {each["metadata"]["name"] for _, each in OBJECTS if each["kind"] == "Service"}
    assert {name for name, _ in OBJECTS} == {*listed, "kustomization.yaml", "secrets.example.yaml"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_deployment_is_probed_limited_and_confined(name: str) -> None:
    """Probes ask the paths the service answers, memory is limited, and it runs without any privilege."""
    pod = DEPLOYMENTS[name]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    probes = {
        probe: container[probe]["httpGet"]["path"] for probe in ("startupProbe", "livenessProbe", "readinessProbe")
    }

    assert f"xunjian-{name}" == container["image"]
    assert {
        "startupProbe": "/health/live",
        "livenessProbe": "/health/live",
        "readinessProbe": "/health/ready",
    } == probes
    assert "memory" in container["resources"]["limits"]
    assert container["securityContext"]["allowPrivilegeEscalation"] is False
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["terminationGracePeriodSeconds"] > settings.Settings().stop_timeout


def test_evidence_outlives_its_pod() -> None:
    """What the crawler keeps of the pages it saw is on a volume that all replicas share, in both deployments."""
    volumes = DEPLOYMENTS["crawler"]["spec"]["template"]["spec"]["volumes"]
    claims = {each["metadata"]["name"]: each for _, each in OBJECTS if each["kind"] == "PersistentVolumeClaim"}

    assert {"name": "home", "persistentVolumeClaim": {"claimName": "evidence"}} in volumes
    assert ["ReadWriteMany"] == claims["evidence"]["spec"]["accessModes"]
    assert "crawler:/var/lib/xunjian" in COMPOSE["services"]["crawler"]["volumes"]


def test_every_variable_in_kubernetes_is_a_setting() -> None:
    """ConfigMap, secret and deployments name nothing that no service reads."""
    given = {name for _, each in OBJECTS for key in ("data", "stringData") for name in each.get(key, {})}
    for deployment in DEPLOYMENTS.values():
        given |= {each["name"] for each in deployment["spec"]["template"]["spec"]["containers"][0]["env"]}

    assert set() == given - set().union(*(known_variables(service) for service in SERVICES))


def expressions() -> Iterator[tuple[str, str]]:
    """Every PromQL expression of the alerts and of the dashboards, with where it stands."""
    rules = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text(encoding="utf-8"))
    for group in rules["groups"]:
        for rule in group["rules"]:
            yield rule["alert"], rule["expr"]
    for file in (ROOT / "deploy/grafana/dashboards").glob("*.json"):
        for panel in json.loads(file.read_text(encoding="utf-8"))["panels"]:
            for target in panel["targets"]:
                yield f"{file.name}: {panel['title']}", target["expr"]


@pytest.mark.parametrize(("place", "expression"), [pytest.param(*each, id=each[0]) for each in expressions()])
def test_alerts_and_dashboards_use_metrics_that_exist(place: str, expression: str) -> None:
    """No alert waits for a metric nobody exposes."""
    used = set(re.findall(r"\bxunjian_\w+", expression))

    assert set() == used - set(known_metrics()), place


def test_every_alert_says_what_to_do() -> None:
    """Each alert has a severity, a summary and a description, and a test with a firing and a quiet moment."""
    rules = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text(encoding="utf-8"))
    alerts = {rule["alert"]: rule for group in rules["groups"] for rule in group["rules"]}
    tests = yaml.safe_load((ROOT / "deploy/prometheus/alerts_test.yml").read_text(encoding="utf-8"))["tests"]
    cases = [case for test in tests for case in test["alert_rule_test"]]

    assert set(alerts) == {case["alertname"] for case in cases if case["exp_alerts"]}
    assert set(alerts) == {case["alertname"] for case in cases if not case["exp_alerts"]}
    for rule in alerts.values():
        assert {"summary", "description"} == set(rule["annotations"])
        assert rule["labels"]["severity"] in {"critical", "warning"}


@pytest.mark.parametrize("lock", [*SERVICES, "console", "all", "dev"])
def test_locks_are_hashed_and_name_no_index(lock: str) -> None:
    """Every pinned package has a hash, and no address of a registry is written down."""
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    pins = re.findall(r"^([a-z0-9-]+)(?:\[[\w,]+\])?==", text, re.MULTILINE)

    assert len(pins) > 10
    assert len(pins) == len(re.findall(r"(?:\\\n +--hash=sha256:[0-9a-f]{64} ?)+(?=\n)", text))
    assert re.search(r"https?://|file:|--(extra-)?index-url|--find-links", text) is None


def test_all_locks_agree() -> None:
    """A package has one version wherever it is installed."""
    versions: dict[str, set[str]] = {}
    for lock in (ROOT / "requirements").glob("*.txt"):
        for name, version in re.findall(r"^([a-z0-9-]+)\S*==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE):
            versions.setdefault(name, set()).add(version)

    assert {} == {name: found for name, found in versions.items() if len(found) > 1}
