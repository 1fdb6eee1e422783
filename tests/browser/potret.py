"""Takes the pictures of the README: python tests/browser/potret.py LINK, the one-time link that ./run prints.

Not a test. The pictures go to docs/gambar/ and are meant to be looked at before they are committed.
"""

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[2] / "docs/gambar"
DESK = {"width": 1920, "height": 1080}
PHONE = {"width": 390, "height": 844}
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--force-color-profile=srgb", "--hide-scrollbars")
BASE = "kawasan_kumuh,daratan,sungai,provinsi,kabkota,kecamatan,desa"


@dataclass(frozen=True)
class Shot:
    """One picture: its file name, the address after #, the window."""

    name: str
    fragment: str
    size: dict[str, int]
    scale: int = 1


SHOTS = (
    Shot("peta", "", DESK),
    Shot("celah-air-desa", f"i=celah_air&n=4&l={BASE}", DESK),
    Shot("kutai-kartanegara", f"i=celah_air&w=64.02&l={BASE}", DESK),
    Shot("samarinda", f"peta=13.6,-0.503,117.152&w=64.72&n=4&l=celah_sanitasi,{BASE}", DESK),
    Shot("layar-penuh", f"b=en&i=celah_sanitasi&n=4&p=-&l={BASE}", DESK),
    Shot("layar-gelap", "g=1", DESK),
    Shot("ponsel", f"i=celah_air&w=64.72&s=11&l={BASE}", PHONE, 2),
)


def take(page: Page, base: str, shot: Shot) -> None:
    """Open the address, wait until the picture is whole, and keep it."""
    page.goto("about:blank")
    page.goto(f"{base}/#{shot.fragment}")
    page.wait_for_selector('html[data-siap="1"]')
    page.wait_for_timeout(300)
    page.screenshot(path=FOLDER / f"{shot.name}.png")


def context_for(browser: Browser, shot: Shot, cookies: list[dict[str, object]]) -> BrowserContext:
    """Return a window of the shot's size that holds the presenter's session."""
    context = browser.new_context(viewport=shot.size, device_scale_factor=shot.scale, locale="id-ID")  # type: ignore[arg-type] # a dict of the two keys
    context.add_cookies(cookies)  # type: ignore[arg-type] # as Playwright gave them
    return context


def main(link: str) -> None:
    """Take every picture with one session."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    parts = urlsplit(link)
    path = os.environ.get("KANTONG_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        entry = browser.new_context()
        entry.new_page().goto(link)
        cookies = entry.cookies()
        for shot in SHOTS:
            context = context_for(browser, shot, list(cookies))  # type: ignore[arg-type] # typed dicts
            take(context.new_page(), f"{parts.scheme}://{parts.netloc}", shot)
            context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
