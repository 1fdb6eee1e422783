"""Walking through the places: by map, table, trail, search and keys; the address remembers."""

import re

from playwright.sync_api import expect


def heading(page, name):
    return page.locator("k-profil").get_by_role("heading", name=name, exact=True)


def test_table_trail_and_back_lead_down_and_up(desk, settle):
    desk.locator('tr[data-kode="64.08"]').get_by_role("button").click()
    settle(desk)
    expect(heading(desk, "Kutai Timur")).to_be_visible()
    expect(desk.locator("k-tabel h2")).to_contain_text("kecamatan di")
    desk.locator("k-tabel tbody tr").first.get_by_role("button").click()
    settle(desk)
    expect(desk.locator("k-jejak li")).to_have_count(3)
    desk.go_back()
    settle(desk)
    expect(heading(desk, "Kutai Timur")).to_be_visible()
    desk.locator("k-jejak").get_by_role("button", name="Kalimantan Timur").click()
    settle(desk)
    expect(desk.locator("k-tabel tbody tr")).to_have_count(10)


def test_a_click_on_the_map_opens_the_area_under_it(open_page, settle):
    page = open_page("i=celah_air&l=provinsi,kabkota&peta=8,0.9,116.9")
    box = page.locator("#peta").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x - 3, y - 3)
    page.mouse.move(x, y)
    expect(page.locator("#tip")).to_contain_text("Celah air minum")
    name = page.locator("#tip span").first.inner_text()
    expect(page.locator("tr.ditunjuk th")).to_have_text(name)
    page.mouse.click(x, y)
    settle(page)
    expect(heading(page, name)).to_be_visible()


def test_the_table_points_at_the_map_without_drawing_the_data_again(families, settle, picture):
    before = picture(families)
    families.locator('tr[data-kode="64.08"]').hover()
    settle(families)
    after = picture(families)
    assert before["atas"] != after["atas"]
    assert before["dasar"] == after["dasar"]
    assert before["keluarga_miskin"] == after["keluarga_miskin"]


def test_the_address_restores_the_whole_picture(desk, open_page, settle, picture):
    desk.select_option("#indikator", "celah_sanitasi")
    desk.get_by_role("switch", name="Rumah tidak layak huni").click()
    desk.locator('li[data-lapisan="rtlh"] button[data-kelas="1"]').click()
    desk.locator('tr[data-kode="64.02"]').get_by_role("button").click()
    settle(desk)
    desk.get_by_role("button", name="Desa/kel.").click()
    desk.get_by_role("button", name="Legenda").click()
    desk.get_by_role("button", name="English").click()
    settle(desk)
    desk.wait_for_timeout(400)
    address = desk.url.split("#")[1]
    other = open_page(address)
    assert other.locator("html").get_attribute("lang") == "en"
    assert not other.locator("#panel-legenda").is_visible()
    assert picture(other) == picture(desk)
    other.wait_for_timeout(400)
    assert other.url.split("#")[1] == address


def test_a_hostile_address_is_ignored(open_page):
    page = open_page(
        "peta=99,x,<b>&w=__proto__&l=nope!9,%3Cscript%3E,celah_air~999!77&i=constructor&n=7&s=99&u=%00"
    )
    expect(page.locator("k-tabel tbody tr")).to_have_count(10)


def test_an_unknown_place_is_said(open_page, watch):
    watch.expected.append("404")
    page = open_page("w=64.99")
    expect(page.locator(".pesan")).to_contain_text("64.99")
    expect(heading(page, "Kalimantan Timur")).to_be_visible()


def test_search_by_name_and_by_code_with_keys_alone(desk, settle):
    box = desk.get_by_role("combobox", name="Cari wilayah")
    box.fill("Samarinda Ul")
    option = desk.locator(".cari").get_by_role("option")
    expect(option.first).to_contain_text("Samarinda Ulu")
    expect(box).to_have_attribute("aria-activedescendant", "cari-0")
    box.press("Enter")
    settle(desk)
    expect(heading(desk, "Samarinda Ulu")).to_be_visible()
    box.fill("64.11")
    expect(option.first).to_contain_text("64.11")
    box.press("ArrowDown")
    box.press("Escape")
    expect(option).to_have_count(0)
    box.fill("zzzzz")
    expect(desk.locator(".cari-kosong")).to_be_visible()


def test_keys_alone_reach_and_work_the_map(families, settle):
    families.keyboard.press("Tab")
    expect(families.locator(".lewati").first).to_be_focused()
    families.keyboard.press("Enter")
    expect(families.locator("#peta")).to_be_focused()
    expect(families.locator("#bidik")).to_be_visible()
    families.get_by_role("switch", name="Keluarga prioritas penanganan").click()
    families.get_by_role("switch", name="Kawasan kumuh").click()
    families.locator("#peta").focus()
    before = families.url
    families.keyboard.press("+")
    settle(families)
    families.keyboard.press("ArrowUp")
    settle(families)
    families.wait_for_timeout(400)
    assert families.url != before
    families.keyboard.press("Enter")
    settle(families)
    assert families.locator("k-jejak li").count() >= 2


def test_names_are_text_and_never_markup(open_page, desk):
    evil = "<img src=x onerror=alert(1)>"
    desk.route(
        re.compile(r"/wilayah\?q="),
        lambda route: route.fulfill(
            json={
                "items": [
                    {
                        "kode": "64.08",
                        "kode_bps": None,
                        "nama": evil,
                        "tingkat": 2,
                        "induk": evil,
                        "extent": [],
                    }
                ]
            }
        ),
    )
    desk.get_by_role("combobox", name="Cari wilayah").fill("img")
    expect(desk.locator(".cari").get_by_role("option").first).to_contain_text(evil)
    assert desk.locator(".cari img").count() == 0
