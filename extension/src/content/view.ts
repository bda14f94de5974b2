/**
 * One page view: find, ask, paint, and follow what the shop adds later. Ends with its signal.
 */
import type { ScoredItem } from "../api";
import { all, first, text } from "../extract/dom";
import type { Identity } from "../extract/identity";
import { extract } from "../extract/index";
import type { Language, Problem, Report, ScoreAnswer } from "../messages";
import { SHOPS } from "../shops";
import { BADGE_TAG, makeBadge } from "../ui/badge";
import { closePanel, openPanel } from "../ui/panel";
import type { Story } from "../ui/story";
import { WORDS } from "../ui/words";
import { ask, identityKey, toItem } from "./ask";
import { arrange, attach, type Spot } from "./place";

const BATCH = 100;
const BATCH_MS = 500;
const MAX_ASKED = 1_000;
const STALE_MS = 1_500;
const NEWS = "a[href], h1, [itemscope], [typeof], script[type*='ld+json']";

interface Wanted {
  anchor: Element;
  image: Element | null;
  kind: Spot["kind"];
  identity: Identity;
  key: string;
}

/** Watch over one page view; abort the signal to take everything away again. */
export class PageView {
  #answers = new Map<string, { item: ScoredItem; story: Story; language: Language }>();
  #asked = new Set<string>();
  #spots = new Map<Element, Spot & { key: string }>();
  #cards: readonly Element[] = [];
  #main: string | null = null;
  #sent: Report["sent"] = [];
  #problem: Problem | null = null;
  /** Whether any product of this page view is known to the service. */
  #known = false;
  #refs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #frame = 0;
  #sizes = new ResizeObserver(() => this.#arrangeSoon());

  /**
   * `left` is the main product of the view before this one, in a page that was not loaded anew: for
   * a while its numbers are taken for what the shop has not yet replaced.
   */
  constructor(
    private readonly signal: AbortSignal,
    private left: string | null = null,
  ) {
    if (left !== null) {
      setTimeout(() => {
        this.left = null;
        if (!signal.aborted) this.#scanSoon();
      }, STALE_MS);
    }
    signal.addEventListener("abort", () => this.#end(), { once: true });
    const changes = new MutationObserver((records) => {
      if (records.some(isNews)) this.#scanSoon();
    });
    changes.observe(document.documentElement, { childList: true, subtree: true });
    signal.addEventListener("abort", () => changes.disconnect(), { once: true });
    addEventListener("resize", () => this.#arrangeSoon(), { signal, passive: true });
    addEventListener("load", () => this.#arrangeSoon(), { signal, capture: true, passive: true });
    document.fonts?.ready.then(() => this.#arrangeSoon());
    void this.#scan();
  }

  /** The main product's numbers, without its path; null where there is none. */
  get mainProduct(): string | null {
    return this.#main;
  }

  /** What this page view has sent, for the pop-up. */
  report(): Report {
    const answers = [...this.#answers.values()];
    const graded = answers.filter(({ item }) => item.grade || item.range).length;
    const old = answers.flatMap(({ story }) => ("at" in story && story.stale ? [story.at] : []));
    const oldest = old.length > 0 ? Math.min(...old) : null;
    return { shop: location.host, sent: this.#sent, graded, problem: this.#problem, oldest };
  }

  #end(): void {
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
    this.#sizes.disconnect();
    for (const { badge } of this.#spots.values()) badge.host.remove();
    this.#spots.clear();
    closePanel();
  }

  #scanSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#scan();
    }, BATCH_MS);
  }

  #arrangeSoon(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      if (!this.signal.aborted) arrange(this.#spots.values());
    });
  }

  async #scan(): Promise<void> {
    const wanted = this.#wanted();
    this.#forget(wanted);
    this.#paint(wanted);
    const fresh = inView(wanted.filter(({ key }) => !this.#asked.has(key)));
    const batch = new Map<string, Wanted>();
    for (const one of fresh) {
      if (batch.size < BATCH && this.#asked.size < MAX_ASKED) {
        this.#asked.add(one.key);
        batch.set(one.key, one);
      }
    }
    if (batch.size === 0) return;
    if (fresh.some(({ key }) => !this.#asked.has(key))) this.#scanSoon();
    const keys = new Map<string, string>();
    const items = [...batch.values()].map(({ key, identity }) => {
      this.#refs += 1;
      keys.set(String(this.#refs), key);
      return toItem(String(this.#refs), identity);
    });
    const answer = await ask(items);
    if (answer && !this.signal.aborted) this.#take(answer, keys, wanted);
  }

  #wanted(): Wanted[] {
    const { main, cards } = extract(document, new URL(location.href), SHOPS);
    const wanted: Wanted[] = cards.map(({ element, image, identity }) => ({
      anchor: element,
      image,
      kind: "card",
      identity,
      key: identityKey(identity),
    }));
    this.#cards = cards.map(({ element }) => element);
    this.#main = main && identityKey({ ...main.identity, path: "" });
    const stale = this.#main !== null && this.#main === this.left;
    const title = main && titleOf(main.identity.name ?? "");
    if (main && title && !stale) {
      const { identity, image } = main;
      wanted.unshift({ anchor: title, image, kind: "title", identity, key: identityKey(identity) });
    }
    return wanted;
  }

  #take(answer: ScoreAnswer, keys: Map<string, string>, wanted: Wanted[]): void {
    const { language } = answer;
    const at = Date.now();
    this.#sent.push(...answer.sent.map((item) => ({ item, at })));
    if (answer.ok) {
      this.#problem = null;
      const { response } = answer;
      for (const item of response.items) {
        const key = keys.get(item.ref);
        if (key)
          this.#answers.set(key, {
            item,
            story: { item, response, at: answer.at, stale: answer.stale },
            language,
          });
        this.#known ||= item.product !== null;
      }
      this.#paint(wanted);
    } else if (answer.problem !== "off") {
      this.#problem = answer.problem;
      const title = wanted.find(({ kind }) => kind === "title");
      if (title) this.#place(title, null, { problem: answer.problem }, language);
      arrange(this.#spots.values());
    }
  }

  /** Take away badges whose product is gone, or has been replaced by another in the same place. */
  #forget(wanted: Wanted[]): void {
    const keep = new Map(wanted.map(({ anchor, key }) => [anchor, key]));
    for (const [anchor, spot] of this.#spots) {
      if (keep.get(anchor) === spot.key && spot.badge.host.isConnected) continue;
      spot.badge.host.remove();
      this.#sizes.unobserve(anchor);
      this.#spots.delete(anchor);
    }
  }

  #paint(wanted: Wanted[]): void {
    for (const one of wanted) {
      const answer = this.#answers.get(one.key);
      if (!answer || this.#spots.has(one.anchor) || !one.anchor.isConnected) continue;
      // Where not one product is known, a page full of question marks would help nobody.
      if (one.kind === "card" && !this.#known) continue;
      this.#place(one, answer.item, answer.story, answer.language);
    }
    arrange(this.#spots.values());
  }

  #place(one: Wanted, item: ScoredItem | null, story: Story, language: Language): void {
    if (this.#spots.has(one.anchor)) return;
    const open = (): void => openPanel(story, language, badge.button);
    const badge = makeBadge(item, WORDS[language], one.kind === "title", open);
    const { anchor, image, kind, key } = one;
    const spot = { badge, anchor, image, kind, key, cards: this.#cards };
    attach(spot);
    this.#spots.set(one.anchor, spot);
    this.#sizes.observe(one.anchor);
  }
}

/** The heading that names the product: the one that says its name, else the first that is seen. */
function titleOf(name: string): Element | null {
  const seen = all(document, "h1, [itemprop='name'], h2", 200).filter((heading) => {
    const { width, height } = heading.getBoundingClientRect();
    return width > 0 && height > 0 && text(heading) !== "";
  });
  const headings = seen.filter(({ localName }) => localName === "h1");
  const among = headings.length > 0 ? headings : seen;
  return among.find((heading) => name !== "" && text(heading) === name) ?? among[0] ?? null;
}

/** Whether something was added that may show a product; our own badges are none. */
function isNews({ addedNodes }: MutationRecord): boolean {
  for (const node of addedNodes) {
    if (!(node instanceof Element) || node.localName === BADGE_TAG) continue;
    if (Element.prototype.matches.call(node, NEWS) || first(node, NEWS)) return true;
  }
  return false;
}

/** The title, then what is on screen, then the rest in the page's order. */
function inView(wanted: Wanted[]): Wanted[] {
  if (wanted.length <= BATCH) return wanted;
  const rank = new Map(
    wanted.map((one) => {
      const { top, bottom } = one.anchor.getBoundingClientRect();
      const seen = bottom > 0 && top < innerHeight;
      return [one, one.kind === "title" ? 0 : seen ? 1 : 2] as const;
    }),
  );
  return [...wanted].sort((one, other) => (rank.get(one) ?? 2) - (rank.get(other) ?? 2));
}
