"""What people take away: CSV, picture, paper."""

import struct

from playwright.sync_api import expect


def test_the_csv_is_what_is_seen(open_page, tmp_path):
    page = open_page("i=celah_air&l=celah_air!0.3")
    page.get_by_role("button", name="Celah %").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh CSV").click()
    file = tmp_path / "tabel.csv"
    download.value.save_as(file)
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    start = lines.index("") + 1
    head = lines[start].split(";")
    assert (
        head == ["Kode", "Wilayah", *page.locator("k-tabel thead th").all_inner_texts()[1:]]
        or "Tidak diketahui" not in head
    )
    names = [text for text in page.locator("k-tabel tbody th").all_inner_texts()]
    assert [line.split(";")[1] for line in lines[start + 1 : -1]] == names
    assert "data contoh" in lines[1]
    assert lines[2].strip('"') == "Disaring: Celah air minum tanpa Perlu data air mandi, Tidak diketahui"
    assert any("batas skematik" in line for line in lines[:start])


def test_no_cell_becomes_a_formula(desk, module):
    source = module(desk, "js/csv.js")
    cells = desk.evaluate(
        """async ([source, values]) => {
          const { cell } = await import(source);
          return values.map(value => cell(value, true));
        }""",
        [source, ["=cmd|' /C calc'!A0", "+1", "-1", "@x", "\t=1", 'a"b;c', -1.5, None]],
    )
    assert cells == ["'=cmd|' /C calc'!A0", "'+1", "'-1", "'@x", "'\t=1", '"a""b;c"', "-1,5", ""]


def test_the_picture_holds_map_and_legend(desk, tmp_path):
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Simpan gambar").click()
    file = tmp_path / "peta.png"
    download.value.save_as(file)
    width, height = struct.unpack(">II", file.read_bytes()[16:24])
    size = desk.locator("#peta").bounding_box()
    assert width > 2 * size["width"]
    assert height > 2 * size["height"]
    assert file.stat().st_size > 100_000


def test_paper_shows_picture_and_table_and_nothing_else(desk, settle):
    desk.evaluate("dispatchEvent(new Event('beforeprint'))")
    desk.emulate_media(media="print")
    expect(desk.locator("#cetak canvas")).to_be_visible()
    expect(desk.locator("#cetak tbody tr")).to_have_count(10)
    for words in ("Kalimantan Timur", "Versi", "Sumber", "data contoh", "batas skematik"):
        expect(desk.locator("#cetak .cetak-tabel p").filter(has_text=words).first).to_be_visible()
    expect(desk.locator("header.kepala")).to_be_hidden()
    desk.emulate_media(media="screen")
    settle(desk)
