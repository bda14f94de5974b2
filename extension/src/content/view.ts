/**
 * One page view: read, ask, paint, and follow what the shop changes later. Ends with its signal.
 */
import type { Extraction } from "../extract/extraction";
import type { Adapter } from "../extract/format";
import { extractSliced } from "../extract/index";
import type { Seen } from "../extras/scene";
import type { Hello, Problem, Report } from "../messages";
import { SHOPS } from "../shops";
import { Asker, type Outcome } from "./asker";
import { Changes } from "./changes";
import { Later } from "./later";
import { Painter } from "./painter";
import { alive } from "./send";
import { identityKey, titleOf, type Wanted, wantedOf } from "./wanted";

const STALE_MS = 1_500;

/** Let the browser draw and the shop run before reading goes on. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Watch over one page view; abort the signal to take everything away again. */
export class PageView {
  #asker: Asker;
  #painter: Painter;
  #changes: Changes;
  #later: Later;
  #extraction: Extraction | null = null;
  #wanted: readonly Wanted[] = [];
  #main: string | null = null;
  /** The main product's numbers, as they may stand in the page. */
  #texts: readonly string[] = [];
  #problem: Exclude<Problem, "off"> | null = null;
  /** One list for the whole view: the reading remembers which of it was detected. */
  readonly #adapters: readonly Adapter[];
  #reading = false;
  #again = false;

  /**
   * `gone` is called when this copy of the extension has been replaced or removed.
   *
   * `left` is the main product of the view before this one, in a page that was not loaded anew: for
   * a while its numbers are taken for what the shop has not yet replaced.
   */
  constructor(
    private readonly signal: AbortSignal,
    private readonly hello: Hello,
    private readonly gone: () => void,
    private left: string | null = null,
  ) {
    this.#adapters = [...hello.adapters, ...SHOPS];
    this.#painter = new Painter(hello, (story, opener) => void this.#later.open(story, opener));
    this.#asker = new Asker(signal, (outcome) => this.#answered(outcome));
    this.#changes = new Changes(signal, () => void this.#read(), {
      texts: () => this.#texts,
      gone: () => this.#painter.forget(this.#wanted.filter(({ kind }) => kind !== "main")),
    });
    this.#later = new Later(signal, hello);
    signal.addEventListener("abort", () => this.#painter.end(), { once: true });
    if (left !== null) {
      setTimeout(() => {
        this.left = null;
        this.#changes.soon();
      }, STALE_MS);
    }
    const loaded = ({ target }: Event): void => {
      if (target instanceof HTMLImageElement) this.#painter.loaded(target);
    };
    addEventListener("load", loaded, { signal, capture: true, passive: true });
    void this.#read();
  }

  /** The main product's numbers, without its path; null where there is none. */
  get mainProduct(): string | null {
    return this.#main;
  }

  report(): Report {
    return this.#asker.report();
  }

  /** Read the page; a change that comes meanwhile is read after. */
  async #read(): Promise<void> {
    if (!alive()) {
      this.gone();
      return;
    }
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#reading = true;
    const start = performance.now();
    const here = new URL(location.href);
    const extraction = await extractSliced(document, here, this.#adapters, pause);
    this.#reading = false;
    if (this.signal.aborted) return;
    this.#take(extraction);
    this.#changes.looked(start);
    if (this.#again) this.#changes.soon();
    this.#again = false;
  }

  #take(extraction: Extraction): void {
    this.#extraction = extraction;
    const { main } = extraction;
    this.#main = main && identityKey({ ...main.identity, path: "" });
    const { gtin, mpn, sku } = main?.identity ?? {};
    this.#texts = [gtin?.replace(/^0+/, ""), mpn, sku].filter((text) => text !== undefined);
    const stale = this.#main !== null && this.#main === this.left;
    this.#wanted = wantedOf(stale ? { ...extraction, main: null } : extraction);
    this.#paint();
    this.#asker.want(this.#wanted);
  }

  #answered({ problem, language }: Outcome): void {
    this.#problem = problem;
    this.hello.language = language;
    this.#paint();
  }

  #paint(): void {
    const cards = this.#extraction?.cards.map(({ element }) => element) ?? [];
    const seen: Seen[] = [];
    for (const one of this.#wanted) {
      if (one.kind === "main") one.anchor = titleOf(document, one.identity.name ?? "");
    }
    this.#painter.forget(this.#wanted);
    for (const one of this.#wanted) {
      const known = this.#asker.answers.get(one.key);
      // Where not one product is known, a page full of question marks would help nobody.
      const shown = known && (one.kind === "main" || this.#asker.known);
      if (shown) this.#painter.put(one, known.story, cards);
      else if (one.kind === "main" && this.#problem) {
        this.#painter.put(one, { problem: this.#problem }, cards);
      }
      const { anchor: element, kind, identity, shown: place } = one;
      if (known && element) seen.push({ element, kind, identity, shown: place, ...known });
    }
    const { language } = this.hello;
    if (this.#extraction) this.#later.show({ language, extraction: this.#extraction, seen });
  }
}
