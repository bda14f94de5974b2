/**
 * JSON-LD: every block of the page as things, within bounds that a hostile page cannot move.
 */
import { all, attr, rawText, text, tidy } from "./dom";
import { parseLoose } from "./jsonrepair";
import { type Thing, term, type Value } from "./things";

const MAX_BLOCKS = 200;
const MAX_BLOCK_CHARS = 1_000_000;
const MAX_TOTAL_CHARS = 3_000_000;
const MAX_NODES = 20_000;
const MAX_DEPTH = 12;

interface Budget {
  nodes: number;
}

/** Things at the top of each block, graphs and lists opened up. */
export function* readJsonLd(page: Document): Generator<void, Thing[]> {
  const found: Thing[] = [];
  const budget: Budget = { nodes: MAX_NODES };
  let total = 0;
  for (const script of all(page, 'script[type*="ld+json" i]', MAX_BLOCKS)) {
    const source = rawText(script);
    if (source.length > MAX_BLOCK_CHARS) continue;
    total += source.length;
    if (total > MAX_TOTAL_CHARS) break;
    // Parsing and opening a large block are two pieces of work.
    if (source.length > 50_000) yield;
    const parsed = parseLoose(source);
    if (source.length > 50_000) yield;
    open(parsed, found, budget, 0);
    yield;
  }
  return found;
}

function open(node: unknown, into: Thing[], budget: Budget, depth: number): void {
  if (depth > MAX_DEPTH || budget.nodes <= 0) return;
  if (Array.isArray(node)) {
    for (const entry of node) open(entry, into, budget, depth + 1);
  } else if (isRecord(node)) {
    const graph = Object.hasOwn(node, "@graph") ? node["@graph"] : undefined;
    if (graph !== undefined) open(graph, into, budget, depth + 1);
    const thing = toThing(node, budget, depth);
    if (thing.types.length > 0) into.push(thing);
  }
}

function isRecord(node: unknown): node is Record<string, unknown> {
  return typeof node === "object" && node !== null && !Array.isArray(node);
}

/** A node as a thing. Own keys alone count, so that a polluted prototype adds nothing. */
function toThing(node: Record<string, unknown>, budget: Budget, depth: number): Thing {
  const thing: Thing = { types: [], properties: new Map(), element: null };
  for (const key of Object.keys(node)) {
    if (key === "@graph" || key === "@context") continue;
    const values = toValues(node[key], budget, depth + 1);
    if (key === "@type") {
      thing.types = values.filter((value) => typeof value === "string").map(term);
    } else if (values.length > 0) {
      thing.properties.set(term(key), values);
    }
  }
  return thing;
}

function toValues(value: unknown, budget: Budget, depth: number): Value[] {
  budget.nodes -= 1;
  if (budget.nodes <= 0 || depth > MAX_DEPTH) return [];
  if (typeof value === "string") return value.length <= 2_000 ? [tidy(value)] : [];
  if (typeof value === "number" && Number.isFinite(value)) return [plain(value)];
  if (Array.isArray(value)) return value.flatMap((entry) => toValues(entry, budget, depth + 1));
  if (!isRecord(value)) return [];
  if (Object.hasOwn(value, "@value")) return toValues(value["@value"], budget, depth + 1);
  return [toThing(value, budget, depth)];
}

/** A number as its digits: a GTIN written as a number must not become 5.7e12. */
function plain(value: number): string {
  return Number.isInteger(value) ? value.toFixed(0) : String(value);
}

/** The page's canonical address and its heading, which tell the main product from the others. */
export function canonicalHref(page: Document): string {
  const link = all(page, 'link[rel="canonical" i]', 1)[0];
  return link ? attr(link, "href") : "";
}

/** The text of the only h1, or "" where there are none or several. */
export function heading(page: Document): string {
  const headings = all(page, "h1", 5).filter((h1) => text(h1) !== "");
  return headings.length === 1 ? text(headings[0] ?? null) : "";
}
