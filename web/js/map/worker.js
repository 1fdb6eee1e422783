/** Fetches and decodes tiles away from the page; a request nobody waits for is aborted. */

import { buffersOf, decode } from "./decode.js";

/** @type {Map<number, AbortController>} */
const running = new Map();

async function load(id, url) {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    const response = await fetch(url, { signal: controller.signal });
    if (!response.ok) throw new Error(String(response.status));
    const layers = response.status === 204 ? [] : decode(await response.arrayBuffer());
    postMessage({ id, layers }, { transfer: buffersOf(layers) });
  } catch (error) {
    if (error.name !== "AbortError") postMessage({ id, error: String(error.message) });
  } finally {
    running.delete(id);
  }
}

onmessage = ({ data }) => {
  if (data.abort) running.get(data.id)?.abort();
  else load(data.id, data.url);
};
