"""The keys are made once, by whoever comes first, and nothing that is damaged or exposed is used."""

import multiprocessing
import os
from pathlib import Path

import pytest

from api.core.console import SetupError
from api.core.keys import KEY_BYTES, Keys


def read(path: str) -> bytes:
    keys = Keys.load_or_create(Path(path))
    return keys.encryption + keys.hash


def refusal(path: Path) -> str:
    with pytest.raises(SetupError) as caught:
        Keys.load_or_create(path)
    assert str(path) in str(caught.value)
    return caught.value.code


def test_keys_are_made_once_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "kunci.json"
    keys = Keys.load_or_create(path)
    assert (len(keys.encryption), len(keys.hash)) == (KEY_BYTES, KEY_BYTES)
    assert keys.encryption != keys.hash
    assert path.stat().st_mode & 0o777 == 0o600
    assert Keys.load_or_create(path) == keys
    assert [entry.name for entry in path.parent.iterdir()] == ["kunci.json"]


def test_five_at_once_end_with_one_pair(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(5) as pool:
        assert len(set(pool.map(read, [str(tmp_path / "kunci.json")] * 5))) == 1


def test_keys_are_never_printed(tmp_path: Path) -> None:
    keys = Keys.load_or_create(tmp_path / "kunci.json")
    assert keys.encryption.hex() not in repr(keys)
    assert repr(keys.hash) not in repr(keys)


def test_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kunci.json"
    Keys.load_or_create(path)
    path.chmod(0o640)
    assert refusal(path) == "keys_exposed"


@pytest.mark.parametrize(
    "content",
    ["", "{}", "[]", '{"enkripsi": "x", "hash": "y"}', '{"enkripsi": "YWE=", "hash": "YWE="}', "null"],
)
def test_a_damaged_file_is_refused_and_kept(tmp_path: Path, content: str) -> None:
    path = tmp_path / "kunci.json"
    path.touch(0o600)
    path.write_text(content)
    assert refusal(path) == "keys_invalid"
    assert path.read_text() == content


def test_a_place_where_no_file_can_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("")
    assert refusal(tmp_path / "berkas" / "kunci.json") == "keys_unreadable"
    if os.geteuid() != 0:
        tmp_path.chmod(0o500)
        assert refusal(tmp_path / "kunci.json") == "keys_unreadable"
