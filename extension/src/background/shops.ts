/**
 * The service's list of shops and their adapters: fetched now and then, and kept for when a page
 * asks, so that no page waits for it.
 */
import { readAdapter } from "../extract/adapterguard";
import type { Adapter } from "../extract/format";
import { loadSettings, type Settings } from "../settings";
import { parsed, putCaches, remembered } from "../storage";
import { boundedJson, call } from "./http";
import { makeQueue } from "./queue";

const MAX_BYTES = 4_000_000;
const MAX_SHOPS = 500;
const MAX_ADAPTERS = 100;
const MAX_HOSTS = 50;
const FRESH_MS = 3_600_000;
const HOST = /^[a-z0-9.-]{1,253}(:\d{1,5})?$/;

/** The key of storage.local that holds the list. */
const SHOPS_KEY = "shops";

export interface Shop {
  id: string;
  name: string;
  /** Hosts (host[:port]) in lower case; a host stands for its subdomains too. */
  hosts: string[];
}

interface ShopList {
  service: string;
  /** When it was last asked for, with or without success, in milliseconds since 1970. */
  asked: number;
  /** The service's name for this state of the list, or "". */
  etag: string;
  shops: Shop[];
  adapters: Adapter[];
}

function text(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.trim().slice(0, 100) : null;
}

function readShop(value: unknown): Shop | null {
  if (typeof value !== "object" || value === null) return null;
  const { id, name, hosts } = value as Record<string, unknown>;
  const [shopId, shopName] = [text(id), text(name)];
  if (!shopId || !shopName || !Array.isArray(hosts)) return null;
  const named = hosts.slice(0, MAX_HOSTS).filter((host) => typeof host === "string");
  const lower = named.map((host) => host.toLowerCase()).filter((host) => HOST.test(host));
  return { id: shopId, name: shopName, hosts: lower };
}

function some<T>(value: unknown, most: number, read: (entry: unknown) => T | null): T[] {
  const entries = Array.isArray(value) ? value.slice(0, most) : [];
  return entries.map(read).filter((entry): entry is T => entry !== null);
}

/** The list as stored or served; null where it is none. */
function readList(value: unknown, of: Pick<ShopList, "service" | "asked" | "etag">) {
  if (typeof value !== "object" || value === null) return null;
  const { shops, adapters } = value as Record<string, unknown>;
  if (!Array.isArray(shops) || !Array.isArray(adapters)) return null;
  return {
    ...of,
    shops: some(shops, MAX_SHOPS, readShop),
    adapters: some(adapters, MAX_ADAPTERS, readAdapter),
  };
}

/** The list as kept, empty where there is none for this service. */
function storedList(stored: unknown, service: string): ShopList {
  const from = (parsed(stored) ?? {}) as Partial<Record<keyof ShopList, unknown>>;
  const etag = typeof from.etag === "string" ? from.etag : "";
  const of = { service, asked: Number(from.asked) || 0, etag };
  const list = from.service === service ? readList(from, of) : null;
  return list ?? { service, asked: 0, etag: "", shops: [], adapters: [] };
}

/** The list that is kept for the service that is chosen now. */
const kept = remembered([SHOPS_KEY, "settings", "policy"], async (): Promise<ShopList> => {
  const [{ service }, stored] = await Promise.all([
    loadSettings(),
    chrome.storage.local.get(SHOPS_KEY),
  ]);
  return storedList(stored[SHOPS_KEY], service);
});

/** The service's list, or null where it is unchanged or cannot be had. */
async function fetchList(settings: Settings, known: string): Promise<ShopList | null> {
  try {
    const answer = await call(settings, "/api/v1/shops", {
      method: "GET",
      cache: "no-store",
      headers: known === "" ? {} : { "If-None-Match": known },
    });
    if (!answer.ok) return null;
    const etag = answer.headers.get("ETag") ?? "";
    const of = { service: settings.service, asked: Date.now(), etag: etag.slice(0, 200) };
    return readList(await boundedJson(answer, MAX_BYTES), of);
  } catch {
    return null;
  }
}

const inTurn = makeQueue();

const isFresh = ({ asked }: ShopList): boolean => Math.abs(Date.now() - asked) < FRESH_MS;

/** Fetch the list if the one that is kept is an hour old; no page waits for it. */
export function keepFresh(): void {
  kept()
    .then((list) => (isFresh(list) ? undefined : refreshShops()))
    .catch(() => undefined);
}

/**
 * Fetch the list where it is an hour old, or `anew` whatever is known; a failure leaves the old one
 * for another hour.
 */
export function refreshShops(anew = false): Promise<void> {
  return inTurn(async () => {
    const settings = await loadSettings();
    if (settings.service === "") return;
    const old = await kept();
    if (!anew && isFresh(old)) return;
    const list = (await fetchList(settings, anew ? "" : old.etag)) ?? { ...old, asked: Date.now() };
    await putCaches({ [SHOPS_KEY]: list });
  });
}

function isAt({ hosts }: { hosts: string[] }, host: string): boolean {
  const bare = host.replace(/:\d+$/, "");
  return hosts.some((known) => known === host || known === bare || bare.endsWith(`.${known}`));
}

/** The stored adapters that may be for a page: by its host, or by a sign that is looked for there. */
export async function adaptersFor(host: string): Promise<Adapter[]> {
  const { adapters } = await kept();
  return adapters.filter((adapter) => adapter.detect !== undefined || isAt(adapter, host));
}

/** All shops that the service or the municipality's policy names. */
export async function knownShops(): Promise<Shop[]> {
  const [settings, { shops }] = await Promise.all([loadSettings(), kept()]);
  const byPolicy = settings.shops.map((named) => ({ id: named, name: named, hosts: [named] }));
  return [...shops, ...byPolicy.filter(({ id }) => !shops.some((shop) => isAt(shop, id)))];
}

/** The one of them at a host (host[:port]), or null. */
export async function knownShop(host: string): Promise<{ id: string; name: string } | null> {
  const found = (await knownShops()).find((shop) => isAt(shop, host));
  return found ? { id: found.id, name: found.name } : null;
}
