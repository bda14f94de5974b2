/**
 * The last answers, for when the service cannot be had: each with the time it was given.
 *
 * One entry an item, named by a hash of all that the answer depends on: service, token, language,
 * shop and the item as it was sent. The list of them holds one ruleset: a grade by other rules than
 * the newest known is not shown beside it, nor at all.
 */
import type { ScoreItem, ScoreResponse } from "../api";
import { readResponse } from "../guard";
import type { Language } from "../messages";
import type { Settings } from "../settings";
import { put, read } from "../storage";
import { digest } from "./digest";
import { makeQueue } from "./queue";

const MOST = 500;
const OLDEST_MS = 7 * 24 * 3_600_000;
const LIST_KEY = "answers";

/** Who was asked, in which language, on behalf of which shop's page. */
export interface Asked {
  settings: Settings;
  language: Language;
  shop: string;
}

/** Oldest first: the entry's name, its time, and the shop it was asked for. */
type Row = [name: string, at: number, shop: string];

interface List {
  ruleset: ScoreResponse["ruleset"] | null;
  rows: Row[];
}

const entryOf = (name: string): string => `answer:${name}`;
const inTurn = makeQueue();

function nameOf({ settings, language, shop }: Asked, item: ScoreItem): Promise<string> {
  const { gtin, brand, mpn, sku, path, name } = item;
  const { service, token } = settings;
  return digest(service, token, language, shop, [gtin, brand, mpn, sku, path, name]);
}

function isRow(value: unknown): value is Row {
  if (!Array.isArray(value)) return false;
  const [name, at, shop] = value as unknown[];
  return typeof name === "string" && typeof at === "number" && typeof shop === "string";
}

async function readList(): Promise<List> {
  const { [LIST_KEY]: stored } = await read([LIST_KEY]);
  const { ruleset = null, rows } = (stored ?? {}) as Partial<List>;
  return { ruleset, rows: Array.isArray(rows) ? rows.filter(isRow) : [] };
}

/** Remember a service's answer to what was sent; items that it does not know are left out. */
export function keep(
  asked: Asked,
  sent: ScoreItem[],
  response: ScoreResponse,
  at: number,
): Promise<void> {
  return inTurn(async () => {
    const list = await readList();
    const current = list.ruleset?.hash === response.ruleset.hash;
    const byRef = new Map(sent.map((item) => [item.ref, item]));
    const entries: Record<string, unknown> = {};
    const fresh = new Map<string, Row>();
    for (const item of response.items) {
      const question = byRef.get(item.ref);
      if (!question || item.match.rung === "none") continue;
      const name = await nameOf(asked, question);
      fresh.set(name, [name, at, asked.shop]);
      entries[entryOf(name)] = { at, data_as_of: response.data_as_of, item };
    }
    const others = list.rows.filter(([name]) => !fresh.has(name));
    const lasting = current ? others.filter(([, then]) => at - then <= OLDEST_MS) : [];
    const rows = [...lasting, ...fresh.values()].slice(-MOST);
    const kept = new Set(rows.map(([name]) => name));
    const gone = others.filter(([name]) => !kept.has(name)).map(([name]) => entryOf(name));
    if (gone.length > 0) await chrome.storage.local.remove(gone);
    await put({ ...entries, [LIST_KEY]: { ruleset: response.ruleset, rows } });
  });
}

/**
 * What is remembered of these items, read as warily as a service's answer; null where that is none
 * of them. `at` is the time of the oldest part, which the whole is shown with.
 */
export async function recall(
  asked: Asked,
  sent: ScoreItem[],
): Promise<{ response: ScoreResponse; at: number } | null> {
  const names = await Promise.all(sent.map((item) => nameOf(asked, item)));
  const [{ ruleset }, entries] = await Promise.all([readList(), read(names.map(entryOf))]);
  const now = Date.now();
  const found = sent.flatMap(({ ref }, index) => {
    const entry = entries[entryOf(names[index] ?? "")] as
      | { at?: unknown; data_as_of?: unknown; item?: object }
      | undefined;
    const at = Number(entry?.at);
    // A clock that was set back makes no answer new.
    if (!entry || !(at <= now && now - at <= OLDEST_MS)) return [];
    return [{ at, data_as_of: entry.data_as_of, item: { ...entry.item, ref } }];
  });
  const [first, ...rest] = found;
  if (!first) return null;
  const oldest = rest.reduce((one, other) => (other.at < one.at ? other : one), first);
  const items = found.map(({ item }) => item);
  const response = readResponse({ ruleset, data_as_of: oldest.data_as_of, items });
  return response && response.items.length > 0 ? { response, at: oldest.at } : null;
}

/** Forget the answers given for one shop, or all. */
export function forgetAnswers(shop: string | null): Promise<void> {
  return inTurn(async () => {
    const { ruleset, rows } = await readList();
    const gone = rows.filter(([, , of]) => shop === null || of === shop);
    await chrome.storage.local.remove(gone.map(([name]) => entryOf(name)));
    await put({ [LIST_KEY]: { ruleset, rows: rows.filter((row) => !gone.includes(row)) } });
  });
}
