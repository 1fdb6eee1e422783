"""Everybody can use it: axe A and AA, both languages, both screens, both sizes."""

import re
from pathlib import Path

import pytest

import web
from layers.kit.roles import Role

AXE = (Path(__file__).parent / "vendor/axe-core/axe.min.js").read_text()
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def violations(page):
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
    return [f"{one['id']}: {[node['html'][:160] for node in one['nodes']][:3]}" for one in found]


@pytest.mark.parametrize(
    ("fragment", "options"),
    [
        ("", {}),
        ("i=celah_air&b=en&w=64.72", {}),
        ("i=rtlh&g=1", {}),
        ("s=11&i=celah_air", {"phone": True}),
        ("s=22", {"phone": True}),
        ("s=02", {"phone": True}),
    ],
)
def test_axe_finds_nothing(open_page, fragment, options):
    page = open_page(fragment, **options)
    assert violations(page) == []


def test_axe_finds_nothing_with_everything_open(desk):
    desk.get_by_role("button", name=re.compile("^Atur")).first.click()
    desk.locator("k-profil .cip").first.click()
    desk.get_by_role("combobox", name="Cari wilayah").fill("Sama")
    desk.locator(".cari").get_by_role("option").first.wait_for()
    assert violations(desk) == []


def test_the_public_and_the_empty_page_too(open_page, empty_server, watch):
    watch.expected.append("404")
    assert violations(open_page(presenter=False)) == []
    assert violations(open_page(presenter=False, server=empty_server)) == []


def catalogue_keys(language):
    text = (web.ROOT / "js/text.js").read_text()
    block = re.search(rf"^  {language}: {{\n(.*?)^  }},", text, re.M | re.S)[1]
    return re.findall(r'^    "?([\w.]+)"?:', block, re.M)


def used_text():
    files = [*web.ROOT.glob("js/**/*.js"), web.ROOT / "index.html"]
    return "\n".join(file.read_text().partition("let current")[2] or file.read_text() for file in files)


def test_both_languages_say_everything_once():
    indonesian, english = catalogue_keys("id"), catalogue_keys("en")
    assert indonesian == english
    assert len(indonesian) == len(set(indonesian))


def test_every_role_has_a_name():
    assert {f"role.{role.name}" for role in Role} <= set(catalogue_keys("id"))


def test_no_text_is_missing_or_left_over():
    known = set(catalogue_keys("id"))
    text = used_text()
    families = ("level.", "role.", "profile.withheld.", "sheet.")
    assert {key for key in known if f'"{key}"' not in text and not key.startswith(families)} == set()
    assert set(re.findall(r'\bt\("([\w.]+)"', text)) <= known


def test_english_leaves_no_indonesian_sentence(open_page, settle):
    page = open_page("b=en&i=celah_air")
    words = page.locator("body").inner_text()
    for leftover in ("Wilayah", "Jumlah", "Tidak diketahui", "Lapisan", "Cari", "Kabupaten di"):
        assert leftover not in words
    page.get_by_role("button", name="Indonesia").click()
    settle(page)
    assert "Jumlah" in page.locator("k-tabel").inner_text()
