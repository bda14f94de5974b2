/**
 * The dock: one place in the window's corner for the swap, the basket's sums and the page's actions.
 *
 * It hangs over the page and takes no room in it, is not there while it has nothing to say, and
 * folds into a small bar. What it says aloud goes through one live region.
 */
import type { Contrast } from "../messages";
import dockCss from "./dock.css";
import { contain, el, shadow } from "./dom";
import { gradesGlyph } from "./mix";
import spokenCss from "./spoken.css";
import tokensCss from "./tokens.css";
import type { Speech } from "./words-extras";

export const DOCK_TAG = "indkobskompas-dock";

const MAX_RETURNS = 3;

export interface Action {
  text: string;
  press: () => void;
}

const ACTIONS = ["sort", "compare"] as const;
export type ActionName = (typeof ACTIONS)[number];

/** What unfolds: made anew only where `key`, which says what is in it, has changed. */
export interface Summary {
  key: string;
  title: string;
  /** The shortest form of it, for the bar. */
  brief: string;
  make: () => Node[];
}

export class Dock {
  #host = document.createElement(DOCK_TAG);
  #live = el("p", { class: "live", role: "status" });
  #card = el("div", { class: "slot" });
  #body = el("div", { class: "body", id: "body", role: "group", tabindex: 0, hidden: true });
  #brief = el("span", { class: "brief" });
  #title = el("span", { class: "title" });
  #toggle = el("button", { type: "button", class: "toggle", "aria-controls": "body" });
  #buttons = new Map<ActionName, { button: HTMLButtonElement; press: () => void }>();
  #bar = el("div", { class: "bar" }, this.#toggle);
  #summary: Summary | null = null;
  /** Whether it is in the page, as far as we know. */
  #there = false;
  #returns = 0;
  /** Null until the buyer has folded or unfolded it. */
  #open: boolean | null = null;

  constructor(
    private readonly speech: Speech,
    contrast: Contrast,
  ) {
    const { extra, language } = speech;
    const root = shadow(this.#host, tokensCss, spokenCss, dockCss);
    const section = el("section", { "aria-label": extra.dock }, this.#body, this.#bar);
    const attributes = { class: "ik dock", lang: language, "data-contrast": contrast };
    root.append(el("div", attributes, this.#live, this.#card, section));
    contain(this.#host);
    this.#toggle.append(gradesGlyph(), this.#title, this.#brief);
    this.#toggle.addEventListener("click", () => {
      this.#open = !this.#isOpen();
      this.#arrange();
    });
    for (const name of ACTIONS) {
      const button = el("button", { type: "button", class: "action", hidden: true });
      button.addEventListener("click", () => this.#buttons.get(name)?.press());
      this.#buttons.set(name, { button, press: () => undefined });
      this.#bar.append(button);
    }
  }

  /** Show a small card above the bar, or none. */
  card(card: HTMLElement | null): void {
    this.#card.replaceChildren(...(card ? [card] : []));
    this.#arrange();
  }

  /** Offer an action, under its present name, or none. */
  action(name: ActionName, action: Action | null): void {
    const held = this.#buttons.get(name);
    if (!held) return;
    const { button } = held;
    if (!action && this.#hasFocus(button)) this.#toggle.focus({ preventScroll: true });
    if (action && button.textContent !== action.text) button.textContent = action.text;
    button.dataset.on = String(action !== null);
    this.#buttons.set(name, { button, press: action?.press ?? (() => undefined) });
    this.#arrange();
  }

  /** The button of an action, to give focus back to. */
  button(name: ActionName): HTMLElement {
    return this.#buttons.get(name)?.button ?? this.#toggle;
  }

  /** What unfolds above the bar, or nothing. */
  summary(summary: Summary | null): void {
    if (summary?.key !== this.#summary?.key) {
      const within = this.#body.contains(this.#focused());
      this.#body.replaceChildren(...(summary ? summary.make() : []));
      if (within) this.#toggle.focus({ preventScroll: true });
    }
    this.#summary = summary;
    this.#arrange();
  }

  /** Call `escaped` when Escape is pressed in the dock, which the page does not hear. */
  onEscape(escaped: () => void): void {
    this.#host.shadowRoot?.addEventListener("keydown", (event) => {
      if ((event as KeyboardEvent).key === "Escape") escaped();
    });
  }

  /** Say something aloud, and nothing more than that. */
  say(text: string): void {
    this.#arrange();
    this.#live.textContent = text;
  }

  end(): void {
    this.#takeAway();
  }

  #focused(): Element | null {
    return this.#host.shadowRoot?.activeElement ?? null;
  }

  #hasFocus(button: HTMLElement): boolean {
    return this.#focused() === button;
  }

  /** A basket's sums wait to be unfolded; buttons alone are small enough to be there at once. */
  #isOpen(): boolean {
    return this.#open ?? this.#summary === null;
  }

  #arrange(): void {
    const { extra } = this.speech;
    const open = this.#isOpen();
    const on = (name: ActionName): boolean => this.#buttons.get(name)?.button.dataset.on === "true";
    const section = this.#summary !== null || ACTIONS.some(on);
    const wanted = section || this.#card.hasChildNodes();
    this.#body.hidden = !open || this.#summary === null;
    this.#body.setAttribute("aria-label", this.#summary?.title ?? extra.short);
    this.#toggle.setAttribute("aria-expanded", String(open));
    this.#title.textContent = this.#summary?.title ?? extra.short;
    this.#brief.textContent = this.#summary?.brief ?? "";
    this.#brief.hidden = this.#summary === null;
    this.#bar.dataset.busy = String(ACTIONS.some(on) && open);
    for (const name of ACTIONS) {
      const button = this.#buttons.get(name)?.button;
      // What the buyer has picked stays in sight; sorting folds away.
      if (button) button.hidden = !on(name) || (name === "sort" && !open);
    }
    this.#bar.parentElement?.toggleAttribute("hidden", !section);
    if (wanted) this.#put();
    else this.#takeAway();
  }

  /** Into the page, unless the shop has taken it away too often: then it wants none. */
  #put(): void {
    if (this.#host.isConnected) return;
    if (this.#there) this.#returns += 1;
    this.#there = this.#returns <= MAX_RETURNS;
    if (this.#there) document.documentElement.append(this.#host);
  }

  #takeAway(): void {
    this.#there = false;
    this.#host.remove();
  }
}
