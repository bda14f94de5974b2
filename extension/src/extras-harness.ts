/**
 * For tests alone, and kept out of the package: the parts on a page, given the scores a test gives.
 *
 * The port keeps what the background would: the tray and the lines offered, per tab and shop.
 */
import { all, first } from "./extract/dom";
import type { Extraction, Price } from "./extract/extraction";
import type { PageKind } from "./extract/format";
import { bestSwaps, type Line } from "./extras/better";
import { type Choice, optimise } from "./extras/optimise";
import { extrasOn, type Options } from "./extras/parts";
import { EMPTY_TRAY, type Port } from "./extras/port";
import type { Part, Scene, Seen } from "./extras/scene";
import { levelOf, percentOf, sumUp } from "./extras/sums";
import { readResponse } from "./guard";
import type { Tray } from "./messages";

/** A product on the page: where it is, and what the service says of it, or null for nothing. */
interface Told {
  selector: string;
  item: unknown;
  name?: string;
  price?: Price | null;
  total?: Price | null;
  quantity?: number;
}

interface Page {
  kind?: PageKind | "other";
  add?: string;
  main?: Told;
  cards?: Told[];
  lines?: Told[];
  at?: number;
  stale?: boolean;
}

const port: Port = {
  offer: async (line) => {
    const key = `offered ${line}`;
    const fresh = sessionStorage.getItem(key) === null;
    sessionStorage.setItem(key, "");
    return fresh;
  },
  tray: async (change) => {
    if (change) sessionStorage.setItem("tray", JSON.stringify(change));
    const kept = sessionStorage.getItem("tray");
    return kept ? (JSON.parse(kept) as Tray) : EMPTY_TRAY;
  },
};

function sceneOf(page: Page): Scene {
  const seen: Seen[] = [];
  const note = (kind: Seen["kind"], told: Told, element: Element): void => {
    const envelope = { ruleset: { id: "default" }, data_as_of: "2026-11-23", items: [told.item] };
    const response = readResponse(envelope);
    const item = response?.items[0];
    if (!item || !response) return;
    const story = { item, response, at: page.at ?? Date.now(), stale: page.stale ?? false };
    const { price = null, quantity = 1 } = told;
    seen.push({ kind, element, identity: {}, item, story, price, quantity });
  };
  const found = (kind: Seen["kind"], told: Told): Element[] => {
    const elements = all(document, told.selector);
    for (const element of elements) note(kind, told, element);
    return elements;
  };
  const extraction: Extraction = {
    kind: page.kind ?? "other",
    main: page.main ? { identity: {}, image: null, price: page.main.price ?? null } : null,
    cards: [],
    lines: [],
    adapter: page.add ? { id: "prøve", name: "Prøve", hosts: [], add: page.add } : null,
  };
  if (page.main) found("main", page.main);
  for (const told of page.cards ?? []) {
    const { name = "", price = null } = told;
    for (const element of found("card", told)) {
      extraction.cards.push({ element, image: null, identity: { name }, price });
    }
  }
  for (const told of page.lines ?? []) {
    const { name = "", price = null, total = null, quantity = 1 } = told;
    for (const element of found("line", told)) {
      extraction.lines.push({ element, identity: { name }, quantity, price, total });
    }
  }
  return { language: "da", extraction, seen };
}

const extras = extrasOn(port);
let parts: Part[] = [];
let scene: Scene | null = null;
let ending = new AbortController();

const harness = {
  start: (options: Partial<Options> = {}) => {
    ending = new AbortController();
    const whole: Options = { language: "da", contrast: "auto", swaps: true, ...options };
    parts = extras.makeParts(ending.signal, whole);
  },
  show: (page: Page) => {
    scene = sceneOf(page);
    for (const part of parts) part.show(scene);
  },
  end: () => {
    for (const part of parts) part.end();
    ending.abort();
  },
  panel: (at: number, opener: string) => {
    const story = scene?.seen[at]?.story;
    const button = first(document, opener);
    if (story && button instanceof HTMLElement) extras.openPanel(story, "da", button);
  },
  optimise: (baskets: Choice[][][]) => baskets.map((lines) => optimise(lines)),
  /** Milliseconds for each basket. */
  time: (baskets: Choice[][][]) =>
    baskets.map((lines) => {
      const before = performance.now();
      optimise(lines);
      return performance.now() - before;
    }),
  sums: (lines: Line[]) => {
    const sums = sumUp(lines);
    const { organic, grades } = sums;
    return {
      ...sums,
      grades: Object.fromEntries(grades),
      percent: organic && { kg: percentOf(organic.kg), kr: percentOf(organic.kr) },
      level: organic && levelOf(organic),
    };
  },
  swaps: (lines: Line[]) =>
    bestSwaps(lines).map(({ line, to, cost }) => ({ from: line.name, to: to.name, cost })),
};

Object.assign(window, { kompas: harness });
