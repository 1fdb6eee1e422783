/** html[data-siap="1"] when the picture is whole; html[data-tugas] counts what is still on its way. */

import { state } from "../state.js";

/** @param {import("../map/stage.js").Stage} stage @returns {{check: () => void}} */
export function watchReady(stage) {
  const root = document.documentElement;
  let moving = false;
  let queued = false;

  const open = () =>
    stage.pending + state.loading + Number(moving) + Number(Boolean(state.wantsFit && !state.notice)) + Number(stage.painting.busy);
  const settle = () => {
    queued = false;
    const tasks = open();
    root.dataset.tugas = tasks;
    root.dataset.siap = tasks === 0 && document.fonts.status === "loaded" ? "1" : "0";
    if (tasks === 0 && root.dataset.siap === "0") document.fonts.ready.then(check);
  };
  function check() {
    if (open()) root.dataset.siap = "0";
    if (queued) return;
    queued = true;
    // Two frames: parts draw themselves in a microtask, the browser paints in the next frame.
    requestAnimationFrame(() => requestAnimationFrame(settle));
  }

  stage.map.on("movestart", () => {
    moving = true;
    check();
  });
  stage.map.on("moveend", () => {
    moving = false;
    check();
  });
  return { check };
}
