/** Asks the service for JSON and turns every failure into one RequestError with a sentence for people. */

import { language } from "./text.js";

export class RequestError extends Error {
  /** @param {"unreachable"|"refused"} kind @param {number} status @param {string} detail */
  constructor(kind, status, detail) {
    super(detail);
    this.kind = kind;
    this.status = status;
  }
}

async function refusal(response) {
  let detail = `${response.status} ${response.statusText}`;
  try {
    const body = await response.json();
    detail = body.detail || body.title || detail;
  } catch {
    // A proxy may answer with something other than JSON: the status line is all we know then.
  }
  const kind = response.status >= 502 && response.status <= 504 ? "unreachable" : "refused";
  return new RequestError(kind, response.status, detail);
}

/**
 * GET a JSON document.
 * @param {string} url absolute path, such as /layers
 * @param {{signal?: AbortSignal}} [options]
 * @returns {Promise<any>}
 */
export async function getJSON(url, { signal } = {}) {
  let response;
  try {
    response = await fetch(url, { signal, headers: { Accept: "application/json", "Accept-Language": language() } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new RequestError("unreachable", 0, url);
  }
  if (!response.ok) throw await refusal(response);
  return response.json();
}

/** /wilayah?q=… with the values escaped; empty values are left out. */
export function address(path, values = {}) {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== "" && value != null));
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}
