"""The private PostGIS survives what machines do to it, and never outlives the last process that uses it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api.core.cluster import Cluster, ensure, places, server
from api.core.cluster.binaries import clean_environment, find_binaries
from api.core.console import SetupError
from tests.db import processes

ROOT = Path(__file__).resolve().parents[2]
is_root = os.geteuid() == 0
as_root = pytest.mark.skipif(not is_root, reason="needs root")

HOLD = """
import sys, time
from pathlib import Path
from api.core.cluster import ensure
cluster = ensure(Path(sys.argv[1]), fsync=False, quiet=True)
cluster.ensure_database()
from api.core.cluster import server
print(server.postmaster(cluster.place), cluster.place.data, flush=True)
sys.stdin.readline()
cluster.stop()
"""


@pytest.fixture(scope="session")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder whose cluster was made and stopped once: its copies save every test an initdb."""
    folder = places.temporary_folder() / "asal"
    start(folder).stop()
    yield folder
    shutil.rmtree(folder.parent)


@pytest.fixture
def folder(grown: Path) -> Iterator[Path]:
    """A data folder with a stopped cluster, nobody in it before and nobody after."""
    mine = places.temporary_folder()
    subprocess.run(["cp", "-a", f"{grown}/.", str(mine)], check=True)
    yield mine
    left = processes.wait_until_none(mine)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    shutil.rmtree(mine)
    assert not left


@pytest.fixture
def empty() -> Iterator[Path]:
    mine = places.temporary_folder()
    yield mine
    assert not processes.wait_until_none(mine)
    shutil.rmtree(mine, ignore_errors=True)


def start(folder: Path, **options: object) -> Cluster:
    return ensure(folder, fsync=False, quiet=True, **options)  # type: ignore[arg-type]


def hold(folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip


def release(holder: "subprocess.Popen[str]") -> None:
    holder.communicate("\n", timeout=30)


def pid_of(cluster: Cluster) -> int:
    pid = server.postmaster(cluster.place)
    assert pid is not None
    return pid


def refusal(action: Callable[[], object]) -> SetupError:
    with pytest.raises(SetupError) as caught:
        action()
    assert str(caught.value)
    return caught.value


def test_a_new_cluster_answers_on_its_socket_alone_and_stops(empty: Path) -> None:
    cluster = start(empty)
    cluster.ensure_database("satu")
    cluster.ensure_database("satu")
    asked = server.query(
        cluster.place, cluster.binaries, "SHOW listen_addresses; SHOW data_checksums; SHOW jit"
    )
    assert asked.stdout.split("\n")[:3] == ["", "on", "off"]
    assert (cluster.place.base.stat().st_mode & 0o777, cluster.place.sockets.stat().st_mode & 0o777) == (
        0o700,
        0o700,
    )
    assert cluster.started_here
    cluster.stop()
    cluster.stop()
    assert not processes.of_folder(empty)


def test_a_database_name_is_never_read_as_sql(folder: Path) -> None:
    cluster = start(folder)
    cluster.ensure_database("a'; DROP TABLE x; --\"")
    names = server.query(cluster.place, cluster.binaries, "SELECT datname FROM pg_database").stdout
    cluster.stop()
    assert "a'; DROP TABLE x; --\"" in names.splitlines()


def test_last_one_out_stops_the_server(folder: Path) -> None:
    first, second = start(folder), start(folder)
    assert (first.started_here, second.started_here) == (True, False)
    first.stop()
    assert second.is_alive()
    second.stop()
    assert not processes.wait_until_none(folder)


def test_five_starts_at_once_end_in_one_server(empty: Path) -> None:
    holders = [hold(empty) for _ in range(5)]
    said = {holder.stdout.readline() for holder in holders if holder.stdout}
    for holder in holders:
        release(holder)
    assert len(said) == 1
    assert [holder.returncode for holder in holders] == [0] * 5


def test_killed_postmaster_leaves_locks_that_the_next_start_survives(folder: Path) -> None:
    cluster = start(folder)
    os.kill(pid_of(cluster), signal.SIGKILL)
    again = start(folder)  # at once: the old backends may still hold the shared memory
    assert again.is_alive()
    cluster.stop()
    again.stop()


def test_killed_user_takes_the_server_along(folder: Path) -> None:
    holder = hold(folder)
    assert holder.stdout
    holder.stdout.readline()
    holder.kill()
    holder.communicate()
    assert not processes.wait_until_none(folder)
    start(folder).stop()


def test_killed_guard_takes_the_server_along(folder: Path) -> None:
    cluster = start(folder)
    assert cluster._guard
    cluster._guard.kill()
    assert not processes.wait_until_none(folder)
    cluster.stop()


def test_throw_away_cluster_is_removed_even_when_its_user_is_killed() -> None:
    folder = places.temporary_folder()
    program = HOLD.replace("quiet=True", "quiet=True, remove_after=True")
    holder = subprocess.Popen(
        [sys.executable, "-c", program, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    assert holder.stdout
    assert holder.stdout.readline()
    holder.kill()
    holder.communicate()
    deadline = time.monotonic() + 10
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not folder.exists()


def test_pid_files_that_now_name_another_program_are_cleared(folder: Path) -> None:
    cluster = start(folder)
    os.kill(pid_of(cluster), signal.SIGKILL)
    cluster.stop()
    processes.wait_until_none(folder)
    for lock in (cluster.place.data / "postmaster.pid", cluster.place.sockets / ".s.PGSQL.5432.lock"):
        lines = lock.read_text().splitlines()
        lock.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    again = start(folder)
    assert pid_of(again) != os.getpid()
    again.stop()


def test_interrupted_initdb_is_begun_again(empty: Path) -> None:
    (empty / "pg").mkdir(mode=0o700)
    draft = empty / "pg" / "data.new"
    draft.mkdir()
    (draft / "sisa").write_text("x")
    if is_root:
        shutil.chown(empty / "pg", "postgres")
    start(empty).stop()
    assert not draft.exists()


def test_folder_without_version_is_not_taken_for_a_database(folder: Path) -> None:
    (folder / "pg/data/PG_VERSION").unlink()
    assert refusal(lambda: start(folder)).code == "cluster_damaged"


def test_other_major_version_is_refused_with_advice(folder: Path) -> None:
    (folder / "pg/data/PG_VERSION").write_text("9\n")
    error = refusal(lambda: start(folder))
    assert error.code == "major_mismatch"
    assert error.values["new"] == find_binaries().major
    assert "docs/upgrade.md" in str(error)


def test_long_path_gets_a_short_socket_folder(empty: Path) -> None:
    deep = empty / ("a" * 60) / ("b" * 60)
    cluster = start(deep)
    sockets = cluster.place.sockets
    assert len(os.fsencode(sockets)) < 80
    assert sockets.stat().st_mode & 0o777 == 0o700
    cluster.stop()
    sockets.chmod(0o755)
    assert refusal(lambda: start(deep)).code == "socket_folder_unsafe"
    shutil.rmtree(sockets)


def test_environment_of_another_job_changes_nothing(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    foreign = {"PGHOST": "example.invalid", "PGPORT": "1", "PGDATA": "/nowhere", "PGOPTIONS": "-c xx=1"}
    foreign |= {"PGSERVICE": "none", "PGUSER": "nobody", "PGDATABASE": "none", "LC_ALL": "xx_XX.UTF-8"}
    for name, value in foreign.items():
        monkeypatch.setenv(name, value)
    cluster = start(empty)
    cluster.ensure_database()
    cluster.stop()
    assert clean_environment()["LC_ALL"] == "C"


def test_data_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("x")
    assert refusal(lambda: start(tmp_path / "berkas")).code == "not_a_folder"


def test_only_this_attempt_is_read_from_the_log(folder: Path) -> None:
    with (folder / "pg/log.txt").open("a") as log:
        log.write("2026-01-01 FATAL:  could not write: No space left on device\n")
    error = refusal(lambda: start(folder, extra_settings={"shared_buffers": "banyak"}))
    assert error.code == "start_failed"
    assert "shared_buffers" in str(error)
    assert "No space" not in str(error)


def test_no_postgis_on_the_machine_is_one_clear_sentence(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.core.cluster.binaries.PATTERNS", ())
    monkeypatch.setenv("PATH", "/nowhere")
    assert refusal(find_binaries).code == "postgis_missing"


@as_root
def test_full_disk_is_said_before_anything_is_written(empty: Path) -> None:
    disk = empty / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=450m", "tmpfs", str(disk)])
    if mounted.returncode != 0:
        pytest.skip("no mounts here")
    try:
        disk.chmod(0o755)
        start(disk).stop()
        filled = disk / "penuh"
        filled.write_bytes(bytes(shutil.disk_usage(disk).free - 8 * 2**20))
        assert refusal(lambda: start(disk)).code == "disk_full"
        shutil.rmtree(disk / "pg")
        filled.write_bytes(bytes(100 * 2**20))
        error = refusal(lambda: start(disk))
        assert (error.code, error.values["need_mib"]) == ("disk_full", places.NEW_CLUSTER_MIB)
        assert not (disk / "pg/data").exists()
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@as_root
def test_root_follows_the_owner_of_an_existing_folder(empty: Path) -> None:
    (empty / "pg").mkdir(mode=0o700)
    shutil.chown(empty / "pg", "nobody")
    cluster = start(empty)
    owner = Path(f"/proc/{pid_of(cluster)}").stat().st_uid
    cluster.stop()
    assert owner == (empty / "pg").stat().st_uid
    assert {path.owner() for path in (empty / "pg").rglob("*")} == {"nobody"}


@as_root
def test_root_never_hands_postgres_a_folder_of_root(folder: Path) -> None:
    shutil.chown(folder / "pg/data", "root")
    error = refusal(lambda: start(folder))
    assert error.code == "root_owned"
    assert "chown" in str(error)


@as_root
def test_root_is_not_led_out_of_the_folder_by_a_link(folder: Path, tmp_path: Path) -> None:
    victim = tmp_path / "rahasia"
    victim.write_text("x")
    (folder / "pg/log.txt").unlink()
    (folder / "pg/log.txt").symlink_to(victim)
    with pytest.raises(OSError, match=r"[Ss]ymbolic"):
        start(folder)
    assert victim.owner() == "root"


@as_root
def test_data_below_a_private_home_moves_where_postgres_may_enter(empty: Path) -> None:
    home = empty / "rumah"
    home.mkdir(mode=0o700)
    cluster = start(home / "kantong")
    base = cluster.place.base
    try:
        assert base.parent.parent == Path("/var/lib/kantong")
        assert choose(home / "kantong") == base
    finally:
        cluster.stop()
        shutil.rmtree(base.parent)


def choose(folder: Path) -> Path:
    return places.choose_place(folder).base


@as_root
def test_an_ordinary_user_runs_it_and_is_kept_from_the_folders_of_others(empty: Path) -> None:
    python = next((path for path in ("/usr/bin/python3",) if Path(path).exists()), None)
    if python is None:
        pytest.skip("no interpreter that everybody may run")
    code = empty / "kode"
    shutil.copytree(ROOT / "api/core", code / "api/core", ignore=shutil.ignore_patterns("__pycache__"))
    (code / "api/__init__.py").write_text("")
    (empty / "milik").mkdir()
    shutil.chown(empty / "milik", "nobody")

    def run_as_nobody(folder: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [python, "-c", HOLD, str(folder)],
            input="\n", capture_output=True, text=True, user="nobody", group="nogroup", extra_groups=[],
            cwd=code, env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(code), "PYTHONDONTWRITEBYTECODE": "1"},
        )  # fmt: skip

    done = run_as_nobody(empty / "milik")
    assert done.returncode == 0, done.stderr
    assert (empty / "milik/pg/data").owner() == "nobody"
    start(empty / "lain").stop()
    refused = run_as_nobody(empty / "lain")
    assert "SetupError: Folder basis data" in refused.stderr
    assert "postgres" in refused.stderr
    refused = run_as_nobody(Path("/root/kantong"))
    assert "SetupError: Folder /root/kantong/pg tidak dapat" in refused.stderr
