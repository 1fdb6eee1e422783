/** What opens on a click: one family or pocket as far as the role may see it, or the counts of one cell. */

import { loadFeature } from "../data.js";
import { date, number } from "../format.js";
import { say, t } from "../text.js";
import { html, nothing, render } from "./part.js";
import { classSwatch } from "./swatch.js";

function valueText(field, value, label) {
  if (label) return say(label);
  if (value === null || value === undefined || value === "") return t("popup.unknown");
  if (typeof value === "boolean") return t(value ? "popup.yes" : "popup.no");
  if (field?.type === "date") return date(value);
  const text = typeof value === "number" ? number(value, Number.isInteger(value) ? 0 : 1) : String(value);
  return field?.unit ? `${text} ${field.unit}` : text;
}

function featureRows(layer, { properties, labels = {} }) {
  const names = (layer.popup?.rows || []).filter((name) => name in properties);
  const fieldOf = (name) => layer.fields.find((field) => field.name === name);
  return names.map((name) => [
    say(fieldOf(name)?.title) || name,
    valueText(fieldOf(name), properties[name], labels[name]),
  ]);
}

function classOf(layer, code) {
  return layer.legend?.classes.find((one) => one.code === code);
}

function frame(title, body) {
  return html`<div class="rincian"><h3>${title}</h3>${body}</div>`;
}

function classLine(layer, code) {
  const one = classOf(layer, code);
  return one ? html`<p class="rincian-kelas">${classSwatch(layer, one)}<span>${say(one.label)}</span></p>` : nothing;
}

function cellBody(found) {
  const rows = found.layer.legend.classes
    .map((one) => ({ one, count: found.counts[one.code] }))
    .filter(({ count }) => count);
  const sum = rows.reduce((total, { count }) => total + count, 0);
  return html`<p>${say(found.layer.title)}: ${t("popup.cellTotal", { n: number(sum) })}</p>
    <ul class="legenda">${rows.map(
      ({ one, count }) => html`<li>
        ${classSwatch(found.layer, one)}<span>${say(one.label)}</span><span class="angka">${number(count)}</span>
      </li>`,
    )}</ul>
    ${found.withheld ? html`<p class="catatan">${t("popup.cellWithheld")}</p>` : nothing}`;
}

function featureBody(found, feature, code) {
  const rows = featureRows(found.layer, feature);
  return html`${classLine(found.layer, code)}<dl class="rinci">${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

/**
 * Fill `element` with what was found on the map; a family or pocket is fetched first.
 * @param {HTMLElement} element @param {object} found of Stage.datumAt @param {AbortSignal} signal
 */
export async function showDetails(element, found, signal) {
  const title = say(found.layer.title);
  if (found.kind === "cell") {
    render(frame(t("popup.cell"), cellBody(found)), element);
    return;
  }
  const code = found.code ?? Number(found.properties?.kelas ?? NaN);
  const name = found.properties?.nama || title;
  if (found.layer.features === false) {
    render(frame(name, classLine(found.layer, code)), element);
    return;
  }
  render(frame(name, html`${classLine(found.layer, code)}<p class="catatan">${t("popup.loading")}</p>`), element);
  try {
    const feature = await loadFeature(found.layer.name, found.id, signal);
    const heading = feature.properties[found.layer.popup?.title] || name;
    render(frame(String(heading), featureBody(found, feature, code)), element);
  } catch (error) {
    if (error.name !== "AbortError")
      render(
        frame(
          name,
          html`${classLine(found.layer, code)}<p class="catatan">${error.kind === "refused" ? error.message : t("popup.failed")}</p>`,
        ),
        element,
      );
  }
}
