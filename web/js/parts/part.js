/** What every part of the page is: a Lit element in the light DOM that watches some keys of the state. */

import { LitElement } from "../../vendor/lit-element/lit-element.js";
import { state, subscribe } from "../state.js";

export { html, nothing, render } from "../../vendor/lit-element/lit-element.js";
export { repeat } from "../../vendor/lit-html/directives/repeat.js";

export class Part extends LitElement {
  /** Keys of the state that this part shows. @type {string[]} */
  static watches = [];

  /** One style sheet serves the whole page, so no shadow root. */
  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.seen = this.glance();
    this.stop = subscribe(() => this.look());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stop();
  }

  glance() {
    return ["language", ...this.constructor.watches].map((key) => state[key]);
  }

  look() {
    const now = this.glance();
    if (now.every((value, i) => value === this.seen[i])) return;
    this.seen = now;
    this.requestUpdate();
  }
}

/** Values for CSS custom properties: set through the style object, which a strict policy allows. */
export const vars = (values) =>
  Object.entries(values)
    .map(([name, value]) => `--${name}:${value}`)
    .join(";");
