"""The containers are described correctly: by schema, by lint, and by the habits of this house."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
SERVICES = {"db", "migrate", "api", "worker", "proxy", "backup"}


@pytest.fixture(scope="module")
def compose() -> Any:
    return YAML(typ="safe").load(ROOT / "docker-compose.yml")


def tool(name: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    program = Path(sys.executable).with_name(name)
    return subprocess.run([program, *arguments], cwd=ROOT, capture_output=True, text=True)


def test_compose_follows_its_schema() -> None:
    done = tool("check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml")
    assert done.returncode == 0, done.stdout + done.stderr


def test_dockerfile_passes_hadolint() -> None:
    done = tool("hadolint", "Dockerfile")
    assert done.returncode == 0, done.stdout


def test_compose_has_the_services_of_the_house(compose: Any) -> None:
    assert set(compose["services"]) == SERVICES
    assert compose["services"]["backup"]["profiles"] == ["backup"]


def test_only_the_proxy_is_reached_from_outside_and_only_from_this_computer(compose: Any) -> None:
    published = {
        name: service["ports"] for name, service in compose["services"].items() if "ports" in service
    }
    assert published == {"proxy": ["${KANTONG_ALAMAT:-127.0.0.1:8000}:8080"]}
    assert compose["networks"]["dalam"] == {"internal": True}


def test_the_database_is_asked_over_tcp_and_has_shared_memory(compose: Any) -> None:
    db = compose["services"]["db"]
    assert db["healthcheck"]["test"][:4] == ["CMD", "pg_isready", "-h", "127.0.0.1"]
    assert db["shm_size"]


def test_no_password_is_written_down(compose: Any) -> None:
    text = (ROOT / "docker-compose.yml").read_text("utf-8")
    assert re.findall(r"(?:PASSWORD: |kantong:)(\$\{KANTONG_DB_SANDI:\?)", text)
    assert "latest" not in text


def test_named_volumes_are_declared(compose: Any) -> None:
    used = {
        volume.split(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", [])
        if not volume.startswith(".")
    }
    assert used == set(compose["volumes"])
    for service in compose["services"].values():
        for volume in service.get("volumes", []):
            if volume.startswith("."):
                assert (ROOT / volume.split(":")[0]).is_file()


def test_commands_of_the_containers_exist(compose: Any) -> None:
    from api.cli import build_parser

    for name in ("migrate", "api", "worker"):
        assert build_parser().parse_args(compose["services"][name]["command"])


def test_the_image_carries_every_package_and_the_migrations() -> None:
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]
    wanted = {*packages["targets"]["wheel"]["packages"], "migrations", "pyproject.toml", "uv.lock"}
    allowed = {
        line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")
    }
    assert wanted <= allowed
    copied = (ROOT / "Dockerfile").read_text("utf-8")
    assert all(re.search(rf"^COPY .*\b{re.escape(name)}\b", copied, re.MULTILINE) for name in allowed)


def test_one_version_of_uv_everywhere() -> None:
    script = re.search(r"^uv_version=(.+)$", (ROOT / "run").read_text("utf-8"), re.MULTILINE)
    image = re.search(r"uv==(\S+)", (ROOT / "Dockerfile").read_text("utf-8"))
    assert script
    assert image
    assert script[1] == image[1]


def test_the_tile_cache_never_holds_what_belongs_to_a_person() -> None:
    conf = (ROOT / "deploy/nginx.conf").read_text("utf-8")
    (tiles,) = re.findall(r"location /tiles/ \{(.*?)\n        \}", conf, re.DOTALL)
    for rule in ("proxy_cache_bypass", "proxy_no_cache"):
        assert f"{rule} $http_cookie $http_authorization;" in tiles
    assert "location = /metrics" in conf


def test_the_backup_script_is_posix_sh() -> None:
    subprocess.run(["sh", "-n", ROOT / "deploy/backup.sh"], check=True)
