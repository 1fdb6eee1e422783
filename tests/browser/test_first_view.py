"""The first view: whole, small, quiet, and its numbers agree with each other."""

import re

import pytest
from playwright.sync_api import expect

KABKOTA = 10
BUDGET_BYTES = 300_000


def figures(page, selector):
    return [int(re.sub(r"\D", "", text)) for text in page.locator(selector).all_inner_texts()]


def test_the_first_view_shows_the_province(desk):
    expect(desk.get_by_role("heading", name="Kalimantan Timur", exact=True)).to_be_visible()
    expect(desk.locator("k-tabel tbody tr")).to_have_count(KABKOTA)
    expect(desk.locator("k-perabot")).to_contain_text("data contoh")
    expect(desk.locator("k-perabot")).to_contain_text("batas skematik, bukan batas resmi")
    expect(desk.locator("k-perabot")).to_contain_text("Versi")
    expect(desk.locator("#indikator")).to_have_value("celah_air")
    expect(desk.locator('canvas[data-kanvas="kawasan_kumuh"]')).to_have_count(1)
    expect(desk.locator('canvas[data-kanvas="keluarga_miskin"]')).to_have_count(0)


def test_slums_are_counted_apart_from_what_is_none_and_measured_in_hectares(open_page):
    page = open_page("i=kawasan_kumuh", presenter=False)
    card = page.locator('li.kartu[data-lapisan="kawasan_kumuh"]')
    rows = figures(page, 'li.kartu[data-lapisan="kawasan_kumuh"] button.baris .angka')
    assert figures(page, 'li.kartu[data-lapisan="kawasan_kumuh"] .baris-jumlah .angka') == [sum(rows[:3])]
    expect(card.locator(".di-luar")).to_contain_text("bukan kumuh")
    expect(card).to_contain_text("ditetapkan")
    heads = page.locator("k-tabel thead th").all_inner_texts()[1:]
    assert all("(ha)" in head for head in heads)


def test_the_legend_sums_to_the_table(families):
    card = '[data-lapisan="keluarga_miskin"]'
    legend = figures(families, f"li.kartu{card} button.baris .angka")
    total = figures(families, f"li.kartu{card} .baris-jumlah .angka")
    columns = figures(families, "k-tabel tfoot td")
    assert [sum(legend)] == total
    assert columns == [*legend, total[0]]
    assert figures(families, f"k-profil {card} .nilai") == total


@pytest.mark.parametrize("presenter", [True, False])
def test_the_first_view_fits_the_budget_on_the_wire(open_page, presenter):
    requests = []
    open_page("", presenter=presenter, finished=lambda request: requests.append(request))
    sizes = [(request.url, request.sizes()) for request in requests]
    wire = sum(size["responseBodySize"] for _, size in sizes)
    tiles = sum(size["responseBodySize"] for url, size in sizes if "/tiles/" in url)
    assert tiles > 0
    assert wire <= BUDGET_BYTES, f"{wire} bytes, {tiles} of them tiles"


def test_the_public_sees_cells_and_never_asks_for_a_point(open_page, watch):
    page = open_page("i=-&peta=14,-0.5,117.15", presenter=False)
    assert "Tampilan publik" in page.inner_text("k-alat")
    zooms = {
        int(found[1]) for url in watch.requests if (found := re.search(r"/tiles/keluarga_miskin/(\d+)/", url))
    }
    assert zooms == {10}
    assert not [url for url in watch.requests if "/features" in url]


def test_withheld_zero_and_no_data_have_their_own_rows(open_page):
    page = open_page("i=celah_air", presenter=False)
    rows = page.locator(".legenda-wilayah li")
    expect(rows).to_have_count(8)
    assert sum(figures(page, ".legenda-wilayah .angka")) == KABKOTA
    for words in ("Nol: tidak ada", "Ditahan", "Tidak ada data"):
        expect(rows.filter(has_text=words)).to_have_count(1)


def test_an_empty_database_says_what_will_be_here(open_page, empty_server, watch):
    watch.expected.append("404")
    page = open_page(presenter=False, server=empty_server)
    expect(page.get_by_role("heading", name="Peta ini masih kosong")).to_be_visible()
    expect(page.locator("k-kosong code")).to_have_text("./run demo")
    expect(page.locator(".pesan")).to_be_hidden()


def test_a_phone_has_one_map_and_one_sheet_of_three_heights(open_page):
    page = open_page(phone=True)
    heights = []
    for _ in range(3):
        heights.append(page.locator(".lembar").bounding_box()["height"])
        raise_it = page.get_by_role("button", name="Tinggikan panel")
        if raise_it.is_enabled():
            raise_it.click()
            page.wait_for_timeout(250)
    assert heights == sorted(set(heights))
    page.get_by_role("tab", name="Tabel").click()
    expect(page.locator("k-tabel tbody tr")).to_have_count(KABKOTA)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_server_that_is_gone_leaves_the_picture_and_one_sentence(desk, watch, settle):
    watch.expected.append("ERR_INTERNET_DISCONNECTED")
    total, box = figures(desk, "k-tabel tfoot td"), desk.locator("#peta").bounding_box()
    desk.context.set_offline(True)
    desk.get_by_role("button", name="Kutai Timur").first.click()
    expect(desk.locator(".pesan")).to_contain_text(
        "Server tidak dapat dihubungi. Gambar terakhir tetap tampil."
    )
    expect(desk.locator("k-tabel tbody tr")).to_have_count(KABKOTA)
    expect(desk.locator("html")).to_have_attribute("data-siap", "1")
    expect(desk.locator("k-profil h2")).to_have_text("Kalimantan Timur")
    expect(desk.locator("k-kartu .tempat-jumlah")).to_contain_text("Kalimantan Timur")
    assert figures(desk, "k-tabel tfoot td") == total
    assert desk.locator("#peta").bounding_box() == box
    assert desk.locator('[data-kanvas="dasar"]').evaluate(
        "c => c.getContext('2d').getImageData(0,0,c.width,c.height).data.some(v => v)"
    )
    desk.context.set_offline(False)
    expect(desk.get_by_role("heading", name="Kutai Timur", exact=True)).to_be_visible()
    settle(desk)
    expect(desk.locator("k-tabel tbody tr").first).to_be_visible()
    expect(desk.locator(".pesan")).to_be_hidden()
