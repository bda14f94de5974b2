/**
 * Asks about what a page shows: each product once, one request at a time, and the next one 500 ms
 * after the last was answered.
 *
 * On a long page the products on screen and near it come first, and the others as they come near.
 */
import type { ScoredItem } from "../api";
import type { Language, Problem, Report, ScoreAnswer, ScoreMessage } from "../messages";
import type { Story } from "../ui/story";
import { send } from "./send";
import { toItem, type Wanted } from "./wanted";

const BATCH = 100;
const BATCH_MS = 500;
const MAX_ASKED = 2_000;
const RETRIES = 2;

export interface Known {
  item: ScoredItem;
  story: Story;
}

/** What may come of a request. */
export interface Outcome {
  /** Null where all went well. */
  problem: Exclude<Problem, "off"> | null;
  language: Language;
}

export class Asker {
  readonly answers = new Map<string, Known>();
  /** Whether any product of this page view is known to the service. */
  known = false;
  problem: Problem | null = null;
  #sent: Report["sent"] = [];
  #oldest: number | null = null;
  #asked = new Set<string>();
  #wanted: readonly Wanted[] = [];
  #long = false;
  #near: IntersectionObserver | undefined;
  #seen = new WeakSet<Element>();
  #watched = new WeakSet<Element>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last = Number.NEGATIVE_INFINITY;
  #busy = false;
  #refs = 0;
  #retries = RETRIES;

  constructor(
    private readonly signal: AbortSignal,
    private readonly tell: (outcome: Outcome) => void,
  ) {
    signal.addEventListener("abort", () => {
      clearTimeout(this.#timer);
      this.#near?.disconnect();
    });
  }

  /** What the page shows now; answers that are known already are in `answers`. */
  want(wanted: readonly Wanted[]): void {
    this.#wanted = wanted;
    this.#long = wanted.length > BATCH;
    if (this.#long) this.#watch(wanted);
    this.#soon();
  }

  /** What this page view has sent, for the pop-up. */
  report(): Report {
    const graded = [...this.answers.values()].filter(({ item }) => item.grade || item.range);
    const [problem, oldest] = [this.problem, this.#oldest];
    return { shop: location.host, sent: this.#sent, graded: graded.length, problem, oldest };
  }

  /** Only a long page is watched: on a short one everything fits into the first request. */
  #watch(wanted: readonly Wanted[]): void {
    this.#near ??= new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          if (!isIntersecting) continue;
          this.#seen.add(target);
          this.#near?.unobserve(target);
        }
        this.#soon();
      },
      { rootMargin: "100% 0px" },
    );
    for (const { anchor } of wanted) {
      if (!anchor || this.#watched.has(anchor)) continue;
      this.#watched.add(anchor);
      this.#near.observe(anchor);
    }
  }

  #soon(): void {
    if (this.#busy || this.#timer !== undefined || this.#next().size === 0) return;
    const wait = Math.max(0, this.#last + BATCH_MS - performance.now());
    if (wait === 0) void this.#ask();
    else {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        void this.#ask();
      }, wait);
    }
  }

  /** The next products to ask about, by key. */
  #next(): Map<string, Wanted> {
    const next = new Map<string, Wanted>();
    for (const one of this.#wanted) {
      if (next.size >= BATCH || this.#asked.size + next.size >= MAX_ASKED) break;
      if (this.#asked.has(one.key)) continue;
      if (!this.#long || !one.anchor || this.#seen.has(one.anchor)) next.set(one.key, one);
    }
    return next;
  }

  async #ask(): Promise<void> {
    const batch = this.#next();
    if (batch.size === 0 || this.signal.aborted) return;
    this.#busy = true;
    const keys = new Map<string, string>();
    let main: string | null = null;
    const items = [...batch.values()].map(({ kind, key, identity }) => {
      this.#refs += 1;
      const ref = String(this.#refs);
      if (kind === "main") main = ref;
      this.#asked.add(key);
      keys.set(ref, key);
      return toItem(ref, identity);
    });
    const message: ScoreMessage =
      main === null ? { type: "score", items } : { type: "score", items, main };
    const answer = await send<ScoreAnswer>(message);
    this.#busy = false;
    this.#last = performance.now();
    if (this.signal.aborted) return;
    if (answer) this.#take(answer, keys);
    else if (this.#retries > 0) {
      // The worker was ended in the middle of it; it is started anew by the next message.
      this.#retries -= 1;
      for (const key of batch.keys()) this.#asked.delete(key);
    }
    this.#soon();
  }

  #take(answer: ScoreAnswer, keys: ReadonlyMap<string, string>): void {
    const { language } = answer;
    const now = Date.now();
    this.#sent.push(...answer.sent.map((item) => ({ item, at: now })));
    if (!answer.ok) {
      this.problem = answer.problem;
      if (answer.problem !== "off") this.tell({ problem: answer.problem, language });
      return;
    }
    const { response, at, stale } = answer;
    this.problem = null;
    if (stale) this.#oldest = Math.min(at, this.#oldest ?? at);
    for (const item of response.items) {
      const key = keys.get(item.ref);
      if (key) this.answers.set(key, { item, story: { item, response, at, stale } });
      this.known ||= item.product !== null;
    }
    this.tell({ problem: null, language });
  }
}
