"""Layer cards: filters without a request, order, opacity; what is drawn and what a click tells."""

import re

from playwright.sync_api import expect


def tiles(watch):
    return [url for url in watch.requests if "/tiles/" in url]


def asked(watch):
    """Requests for data; a stylesheet's picture or the icon may come whenever the browser likes."""
    return [url for url in watch.requests if url.startswith("http") and "/web/" not in url]


def order(page):
    return (
        page.locator("section.kelompok")
        .first.locator("li.kartu")
        .evaluate_all("items => items.map(i => i.dataset.lapisan)")
    )


def test_a_legend_row_filters_map_and_table_without_a_request(families, watch, settle, picture):
    before, count = picture(families), len(asked(watch))
    row = families.locator('li[data-lapisan="keluarga_miskin"] button[data-kelas="1"]')
    row.click()
    settle(families)
    expect(row).to_have_attribute("aria-pressed", "false")
    expect(families.locator("k-tabel thead")).not_to_contain_text("Desil 1")
    expect(families.locator("k-tabel .cip.coret")).to_have_text("Desil 1")
    assert picture(families) != before
    assert len(asked(watch)) == count
    families.locator("k-tabel .cip.coret").click()
    settle(families)
    assert picture(families) == before
    assert len(asked(watch)) == count


def test_layers_switch_on_and_off(families, watch, settle):
    families.get_by_role("switch", name="Celah air minum").click()
    settle(families)
    assert any("/tiles/celah_air/" in url for url in tiles(watch))
    expect(families.locator('canvas[data-kanvas="celah_air"]')).to_have_count(1)
    families.get_by_role("switch", name="Celah air minum").click()
    expect(families.locator('canvas[data-kanvas="celah_air"]')).to_have_count(0)


def test_order_follows_buttons_and_dragging(desk):
    first = order(desk)
    card = desk.locator(f'li.kartu[data-lapisan="{first[1]}"]')
    card.get_by_role("button", name=re.compile("^Atur")).click()
    card.get_by_role("button", name=re.compile("^Naikkan")).click()
    assert order(desk)[:2] == [first[1], first[0]]
    handle = desk.locator(f'li.kartu[data-lapisan="{first[0]}"] .pegangan').bounding_box()
    desk.mouse.move(handle["x"] + 4, handle["y"] + 8)
    desk.mouse.down()
    desk.mouse.move(handle["x"] + 4, handle["y"] - 200, steps=5)
    desk.mouse.up()
    assert order(desk) == first


def test_the_order_of_cards_is_the_order_of_canvases(desk, settle):
    desk.locator('li[data-lapisan="kawasan_kumuh"] [role="switch"]').click()
    for name in ("celah_air", "rtlh"):
        desk.locator(f'li[data-lapisan="{name}"] [role="switch"]').click()
    settle(desk)
    shown = [name for name in order(desk) if desk.locator(f'canvas[data-kanvas="{name}"]').count()]
    depth = desk.locator(".lukisan canvas").evaluate_all(
        "cs => Object.fromEntries(cs.map(c => [c.dataset.kanvas, +c.style.zIndex]))"
    )
    assert sorted(shown, key=lambda name: -depth[name]) == shown
    assert max(depth, key=depth.get) == "atas"


def test_opacity_is_the_canvas_opacity(families):
    card = families.locator('li.kartu[data-lapisan="keluarga_miskin"]')
    card.get_by_role("button", name=re.compile("^Atur")).click()
    card.get_by_role("slider").fill("40")
    expect(families.locator('canvas[data-kanvas="keluarga_miskin"]')).to_have_css("opacity", "0.4")


def test_an_indicator_takes_the_families_of_other_questions_off_the_map(families, settle):
    families.select_option("#indikator", "celah_air")
    settle(families)
    expect(families.locator('canvas[data-kanvas="keluarga_miskin"]')).to_have_count(0)
    expect(families.locator(".legenda-wilayah li")).to_have_count(8)
    families.get_by_role("switch", name="Celah air minum").click()
    settle(families)
    expect(families.locator('canvas[data-kanvas="celah_air"]')).to_have_count(1)


def test_a_family_opens_as_far_as_the_role_may_see(open_page):
    page = open_page("peta=16,-0.5,117.15&l=celah_air")
    found = page.evaluate(
        """async () => {
          const box = document.getElementById("peta").getBoundingClientRect();
          for (let y = 40; y < box.height - 60; y += 9) for (let x = 40; x < box.width - 160; x += 9) {
            const c = document.querySelector('canvas[data-kanvas="celah_air"]');
            const sheet = c.getBoundingClientRect();
            const scale = c.width / sheet.width;
            const [px, py] = [(box.x + x - sheet.x) * scale, (box.y + y - sheet.y) * scale];
            const pixel = c.getContext("2d").getImageData(px, py, 1, 1).data;
            if (pixel[3] === 255) return [box.x + x, box.y + y];
          }
          return null;
        }"""
    )
    assert found
    page.mouse.click(*found)
    popup = page.locator(".rincian")
    expect(popup).to_contain_text("Air minum (BPS)")
    expect(popup.locator("h3")).not_to_have_text("Celah air minum")
    page.get_by_role("button", name="Tutup", exact=True).click()
    expect(popup).to_have_count(0)


def test_the_measuring_tool_measures_in_metres(open_page):
    page = open_page("peta=12,0,117&l=provinsi")
    page.get_by_role("button", name="Ukur").click()
    box = page.locator("#peta").bounding_box()
    x, y = box["x"] + 200, box["y"] + 250
    for dx, dy in ((0, 0), (262, 0), (262, 131)):
        page.mouse.click(x + dx, y + dy)
        page.wait_for_timeout(120)
    tool = page.locator(".ukur")
    length = re.search(r"Panjang\s+([\d.,]+) km", tool.inner_text())
    assert abs(float(length[1].replace(",", ".")) - 15.0) < 0.15  # 393 px of 38.22 m each
    expect(tool).to_contain_text("Luas")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Ukur").click() if tool.count() else None
    expect(tool).to_have_count(0)
