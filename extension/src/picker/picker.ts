/**
 * The picker, put into a shop's page by the options page: a bar, frames, and an adapter at the end.
 */
import { all } from "../extract/dom";
import type { Adapter } from "../extract/format";
import controls from "../ui/controls.css";
import { contain, el, shadow } from "../ui/dom";
import tokens from "../ui/tokens.css";
import { contents, type Doings, readingLine } from "./bar";
import css from "./bar.css";
import { adapterOf } from "./draft";
import { Frames } from "./frame";
import { copy, download, json } from "./give";
import { isPickMessage, type PickedMessage, type PickMessage } from "./messages";
import { followMouse, walk } from "./point";
import { type Reading, read } from "./read";
import { selectorOf } from "./selectors";
import { choose, kindOf, START, type State, stepOf, undo } from "./steps";
import { PICKER_WORDS } from "./words";

const TAG = "indkobskompas-picker";
const KEY = "indkobskompasPicker";
const world = globalThis as typeof globalThis & { [KEY]?: boolean };

class Picker {
  #state: State = START;
  #element: Element | null = null;
  #reading: Reading | null = null;
  #adapter: Adapter | null = null;
  #draft: Adapter | null;
  #whole = new AbortController();
  #host = document.createElement(TAG);
  #frames = new Frames(this.#whole.signal);
  #bar: HTMLElement;
  #words;
  #root: ShadowRoot;

  constructor({ language, contrast, draft }: PickMessage) {
    this.#draft = draft;
    this.#words = PICKER_WORDS[language];
    const label = { role: "dialog", "aria-label": this.#words.title };
    this.#bar = el("div", { class: "bar", ...label });
    this.#root = shadow(this.#host, tokens, controls, css);
    const look = { class: "ik", lang: language, "data-contrast": contrast };
    this.#root.append(el("div", look, this.#frames.box, this.#bar));
    contain(this.#host);
    for (const old of all(document, TAG)) old.remove();
    document.documentElement.append(this.#host);
    const pointing = {
      over: (element: Element) => this.#over(element),
      choose: () => this.#choose(),
      cancel: () => this.stop(),
      active: () => stepOf(this.#state) !== null,
    };
    followMouse(this.#host, pointing, this.#whole.signal);
    this.#draw();
  }

  stop(): void {
    this.#whole.abort();
    this.#host.remove();
  }

  #doings: Doings = {
    begin: (mode) => this.#go({ ...START, mode }),
    number: (kind) => {
      this.#state = { ...this.#state, number: kind };
      if (this.#element) this.#over(this.#element, true);
    },
    next: () => this.#go({ ...this.#state, at: this.#state.at + 1 }),
    undo: () => this.#go(undo(this.#state)),
    cancel: () => this.stop(),
    move: () => this.#bar.toggleAttribute("data-top"),
    download: () => this.#adapter && download(`${this.#adapter.id}.json`, json(this.#adapter)),
    copy: (text) =>
      void copy(text).then((well) => {
        const note = this.#root.getElementById("note");
        if (note) note.textContent = well ? this.#words.copied : this.#words.notCopied;
      }),
    more: () => {
      this.#draft = this.#adapter;
      this.#go(START);
    },
    key: (event) => this.#key(event),
  };

  #card(): Element | null {
    return this.#state.picks.find(({ kind }) => kind === "card")?.element ?? null;
  }

  #go(state: State): void {
    this.#state = state;
    this.#reading = null;
    const done = state.mode !== null && stepOf(state) === null;
    this.#adapter = done
      ? adapterOf(this.#draft, state.picks, new URL(location.href), selectorOf)
      : null;
    if (this.#adapter) {
      const message: PickedMessage = { type: "picked", adapter: this.#adapter };
      // The options page may be closed by now, or the extension updated.
      chrome.runtime.sendMessage(message).catch(() => undefined);
    }
    this.#draw();
  }

  #over(element: Element, again = false): void {
    const kind = kindOf(this.#state);
    if (!kind || (element === this.#element && !again && this.#reading)) return;
    this.#element = element;
    this.#reading = read(kind, element, this.#card());
    this.#mark();
  }

  #choose(): void {
    if (this.#reading?.ok) this.#go(choose(this.#state, this.#reading.pick));
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Enter") this.#choose();
    else if (event.key === "Backspace") this.#doings.undo();
    else if (!event.key.startsWith("Arrow")) return;
    else {
      const from = this.#element?.isConnected ? this.#element : this.#first();
      const to = this.#reading ? walk(from, event.key) : from;
      if (to) this.#over(to);
      this.#element?.scrollIntoView({ block: "nearest" });
      this.#clear();
    }
    event.preventDefault();
  }

  /** Where the arrow keys begin: at what was chosen last, else at the page's heading. */
  #first(): Element {
    const [heading] = all(document, "h1", 1);
    return this.#card() ?? this.#element ?? heading ?? document.body;
  }

  /** Keep the bar off what the keyboard points at. */
  #clear(): void {
    const { top, bottom } = this.#element?.getBoundingClientRect() ?? { top: 0, bottom: 0 };
    const height = this.#bar.offsetHeight;
    const low = bottom > innerHeight - height;
    if (low !== top < height) this.#bar.toggleAttribute("data-top", low);
  }

  #draw(): void {
    this.#bar.replaceChildren(...contents(this.#state, this.#adapter, this.#words, this.#doings));
    this.#mark();
    const to = stepOf(this.#state) ? "field" : this.#adapter ? "download" : "product";
    this.#root.getElementById(to)?.focus({ preventScroll: true });
  }

  #mark(): void {
    const line = this.#root.getElementById("reading");
    line?.replaceChildren(...readingLine(this.#reading, this.#words));
    const { picks } = this.#state;
    const framed: Array<[Element, string]> = picks.map(({ element }) => [element, "chosen"]);
    if (this.#reading?.ok) {
      const { element, cards = [] } = this.#reading.pick;
      for (const card of cards) framed.push([card, "alike"]);
      framed.push([element, "now"]);
    } else if (this.#reading && this.#element) framed.push([this.#element, "wrong"]);
    this.#frames.show(framed.reverse());
  }
}

if (!world[KEY]) {
  world[KEY] = true;
  let running: Picker | null = null;
  chrome.runtime.onMessage.addListener((message: unknown, sender) => {
    if (sender.id !== chrome.runtime.id || !isPickMessage(message)) return;
    running?.stop();
    running = new Picker(message);
  });
}
