"""`kantong run` starts once, says where, and leaves no process behind, however it ends."""

import http.client
import os
import pty
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from api.core import console_texts
from api.core.cluster import places
from api.core.supervise import Stopped, stop_on_signals
from tests.db import processes

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 30
FORMAT_FIELDS = re.compile(r"\{(\w+)")


@dataclass
class Runner:
    """One data folder and the `kantong run` processes started on it, with an app of three lines."""

    folder: Path
    port: int
    started: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def start(self, app: str = "create", command: str = "run", **more: str) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(
            [sys.executable, ROOT / "tests/house/toy_run.py", app, command],
            env=self.environ(**more),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def environ(self, **more: str) -> dict[str, str]:
        mine = {"KANTONG_DATA": str(self.folder), "KANTONG_PORT": str(self.port), "KANTONG_BAHASA": "id"}
        kept = {k: v for k, v in os.environ.items() if not k.startswith("KANTONG") and k != "DATABASE_URL"}
        return kept | {"PYTHONPATH": str(ROOT / "tests/house")} | mine | more

    def get(self) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/")
            return connection.getresponse().read().decode()
        finally:
            connection.close()


@pytest.fixture
def runner() -> Iterator[Runner]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    runner = Runner(places.temporary_folder(), port)
    yield runner
    left = processes.wait_until_none(runner.folder)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    for process in runner.started:
        process.communicate(timeout=SECONDS)
    shutil.rmtree(runner.folder)
    assert not left


def read_until(process: "subprocess.Popen[bytes]", words: str) -> str:
    """Read the output until a line holds `words`; the whole output when it ends before."""
    assert process.stdout
    said = ""
    for line in iter(process.stdout.readline, b""):
        said += line.decode()
        if words in said:
            return said
    pytest.fail(f"never said {words!r}:\n{said}")


def wait_for(condition: object, seconds: float = SECONDS) -> None:
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def postmaster_of(folder: Path) -> int | None:
    with suppress(OSError, IndexError):
        return int((folder / "pg/data/postmaster.pid").read_text().split()[0])
    return None


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything(runner: Runner, number: signal.Signals) -> None:
    process = runner.start()
    said = read_until(process, "Ctrl-C")
    assert f"Kantong berjalan di http://127.0.0.1:{runner.port}" in said
    assert runner.get().isdigit()
    process.send_signal(number)
    rest, _ = process.communicate(timeout=SECONDS)
    assert process.returncode == 0
    assert rest.decode().splitlines()[-1] == "Kantong berhenti."
    assert not processes.of_folder(runner.folder)


def test_a_signal_in_the_middle_of_the_start_stops_everything(runner: Runner) -> None:
    process = runner.start()
    read_until(process, "PostGIS")
    process.terminate()
    process.communicate(timeout=SECONDS)
    assert process.returncode == 0
    assert not processes.wait_until_none(runner.folder)


def test_a_second_ctrl_c_does_not_interrupt_the_clean_up(runner: Runner) -> None:
    process = runner.start()
    read_until(process, "Ctrl-C")
    for _ in range(3):
        process.send_signal(signal.SIGINT)
        time.sleep(0.02)
    process.communicate(timeout=SECONDS)
    assert process.returncode == 0
    assert not processes.of_folder(runner.folder)


def test_a_closed_terminal_stops_everything(runner: Runner) -> None:
    pid, terminal = pty.fork()
    if pid == 0:
        program = [sys.executable, str(ROOT / "tests/house/toy_run.py"), "create", "run"]
        os.execve(sys.executable, program, runner.environ())
    said = b""
    while b"Ctrl-C" not in said:
        said += os.read(terminal, 1000)
    assert len(processes.of_folder(runner.folder)) >= 5
    os.close(terminal)
    os.waitpid(pid, 0)
    assert not processes.wait_until_none(runner.folder)


def test_nohup_keeps_its_promise(runner: Runner) -> None:
    process = subprocess.Popen(
        ["nohup", sys.executable, ROOT / "tests/house/toy_run.py", "create", "run"],
        env=runner.environ(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    runner.started.append(process)
    read_until(process, "Ctrl-C")
    process.send_signal(signal.SIGHUP)
    time.sleep(0.3)
    assert runner.get()
    process.terminate()


def test_a_killed_supervisor_takes_everything_along_and_starts_again(runner: Runner) -> None:
    process = runner.start()
    read_until(process, "Ctrl-C")
    process.kill()
    process.communicate(timeout=SECONDS)
    assert not processes.wait_until_none(runner.folder)
    again = runner.start()
    read_until(again, "Ctrl-C")
    again.terminate()


def test_a_killed_web_process_is_replaced(runner: Runner) -> None:
    process = runner.start()
    read_until(process, "Ctrl-C")
    os.kill(int(runner.get()), signal.SIGKILL)
    read_until(process, "Satu proses web berhenti")
    assert runner.get().isdigit()
    process.terminate()


def test_a_killed_database_is_started_again(runner: Runner) -> None:
    process = runner.start()
    read_until(process, "Ctrl-C")
    before = postmaster_of(runner.folder)
    assert before
    os.kill(before, signal.SIGKILL)
    read_until(process, "Basis data berhenti mendadak")
    wait_for(lambda: postmaster_of(runner.folder) not in {None, before})
    process.terminate()
    process.communicate(timeout=SECONDS)
    assert not processes.wait_until_none(runner.folder)


def test_five_starts_at_once_end_in_one_server(runner: Runner) -> None:
    url = f"http://127.0.0.1:{runner.port}"
    started = [runner.start() for _ in range(5)]
    wait_for(lambda: sum(process.poll() is None for process in started) == 1)
    said = [process.communicate()[0].decode() for process in started if process.poll() is not None]
    assert [process.returncode for process in started if process.poll() is not None] == [0] * 4
    assert said == [f"Kantong sudah berjalan di {url}\n"] * 4
    (first,) = (process for process in started if process.poll() is None)
    read_until(first, f"Kantong berjalan di {url}")
    first.terminate()


def test_a_busy_port_is_one_clear_sentence(runner: Runner) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", runner.port))
        other.listen()
        said, _ = (process := runner.start()).communicate(timeout=SECONDS)
    assert process.returncode == 1
    assert said.decode().count("\n") == 1
    assert f"KANTONG_PORT={runner.port + 1} ./run" in said.decode()
    assert not (runner.folder / "pg").exists()


def test_an_app_that_cannot_start_ends_the_run(runner: Runner) -> None:
    process = runner.start(app="create_broken")
    said, _ = process.communicate(timeout=SECONDS)
    assert process.returncode == 1
    assert "Layanan web berhenti sendiri" in said.decode()
    assert not processes.wait_until_none(runner.folder)


def make_certificate(folder: Path) -> dict[str, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "kunci.pem").write_bytes(private)
    (folder / "sertifikat.pem").write_bytes(signed.public_bytes(Encoding.PEM))
    return {"KANTONG_TLS_CERT": str(folder / "sertifikat.pem"), "KANTONG_TLS_KEY": str(folder / "kunci.pem")}


def test_the_network_is_served_over_tls(runner: Runner, tmp_path: Path) -> None:
    process = runner.start(KANTONG_HOST="0.0.0.0", **make_certificate(tmp_path))
    read_until(process, f"Kantong berjalan di https://0.0.0.0:{runner.port}")
    context = ssl.create_default_context(cafile=tmp_path / "sertifikat.pem")
    context.check_hostname = False
    connection = http.client.HTTPSConnection("127.0.0.1", runner.port, timeout=5, context=context)
    connection.request("GET", "/")
    assert connection.getresponse().status == 200
    connection.close()
    process.terminate()


def test_a_proxy_in_front_may_be_served_without_tls(runner: Runner) -> None:
    process = runner.start(KANTONG_HOST="0.0.0.0", KANTONG_DI_BELAKANG_PROKSI="1", KANTONG_PROSES_WEB="1")
    read_until(process, "Ctrl-C")
    assert runner.get()
    process.terminate()


def test_serve_needs_a_database(runner: Runner) -> None:
    said, _ = (process := runner.start(command="serve")).communicate(timeout=SECONDS)
    assert (process.returncode, "DATABASE_URL" in said.decode()) == (1, True)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("KANTONG_PORT", "0", "KANTONG_PORT"),
        ("KANTONG_PORT", "80o0", "KANTONG_PORT"),
        ("KANTONG_HOST", "0.0.0.0", "KANTONG_TLS_CERT"),
        ("KANTONG_TLS_CERT", "/nowhere", "KANTONG_TLS_CERT"),
        ("KANTONG_TLS_KEY", str(ROOT / "run"), "berdua"),
        ("KANTONG_DI_BELAKANG_PROKSI", "ya", "0 atau 1"),
        ("KANTONG_PROSES_WEB", "0", "antara 1 dan 64"),
        ("KANTONG_BAHASA", "fr", "KANTONG_BAHASA"),
        ("DATABASE_URL", "mysql://x/y", "postgresql://"),
        ("KANTONG_HOST", "256.1.1.1.tidak-ada.invalid", "KANTONG_TLS_CERT"),
    ],
)
def test_a_bad_setting_is_one_clear_sentence(runner: Runner, name: str, value: str, words: str) -> None:
    said, _ = (process := runner.start(**{name: value})).communicate(timeout=SECONDS)
    assert process.returncode == 1
    assert said.decode().count("\n") == 1
    assert words in said.decode()


def test_every_sentence_has_two_languages_with_the_same_values() -> None:
    for code, pair in console_texts.TEXTS.items():
        indonesian, english = (set(FORMAT_FIELDS.findall(sentence)) for sentence in pair)
        assert indonesian == english, code
        assert all(pair), code


def test_the_scripts_are_posix_sh() -> None:
    for script in ("run", ".ci/run"):
        subprocess.run(["sh", "-n", ROOT / script], check=True)
        assert os.access(ROOT / script, os.X_OK)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_root_leaves_nothing_that_the_owner_of_the_folder_cannot_use(runner: Runner) -> None:
    shutil.chown(runner.folder, "nobody")
    (runner.folder / "pg").mkdir(mode=0o700)
    shutil.chown(runner.folder / "pg", "nobody")
    process = runner.start()
    read_until(process, "Ctrl-C")
    mine = {path for path in runner.folder.rglob("*") if "metrik" not in path.parts or path.is_dir()}
    assert {path.owner() for path in mine if path.exists()} == {"nobody"}
    process.terminate()


def be_stopped_in_the_middle() -> None:
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)
    finally:
        raise ValueError("a statement cut in half")


def test_what_breaks_while_stopping_is_not_told_as_a_failure() -> None:
    with pytest.raises(Stopped) as caught, stop_on_signals():
        be_stopped_in_the_middle()
    assert caught.value.number == signal.SIGTERM
    with pytest.raises(ValueError, match="a failure"), stop_on_signals():
        raise ValueError("a failure")
