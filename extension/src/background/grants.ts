/**
 * Which shops are granted, and the content script that follows each grant.
 */
import { loadSettings } from "../settings";
import { makeQueue } from "./queue";

const FIRST_FILE = "dist/first.js";
const SCRIPT_FILE = "dist/content.js";

/** Granted match patterns that are shops: all but the service's own origin. */
export async function shopPatterns(): Promise<string[]> {
  const [{ origins = [] }, { service }] = await Promise.all([
    chrome.permissions.getAll(),
    loadSettings(),
  ]);
  const own = service === "" ? "" : `${new URL(service).origin}/*`;
  return origins.filter((pattern) => pattern !== own);
}

/** Tabs that show a granted shop now. */
async function openShopTabs(): Promise<chrome.tabs.Tab[]> {
  const url = await shopPatterns();
  return url.length === 0 ? [] : chrome.tabs.query({ url });
}

async function register(matches: string[]): Promise<void> {
  const registered = await chrome.scripting.getRegisteredContentScripts();
  const old = registered.map(({ id }) => id);
  if (matches.length === 0) {
    if (old.length > 0) await chrome.scripting.unregisterContentScripts({ ids: old });
    return;
  }
  const common = { matches, persistAcrossSessions: true };
  const first = { id: "first", js: [FIRST_FILE], runAt: "document_start" as const, ...common };
  const whole = { id: "shops", js: [SCRIPT_FILE], runAt: "document_end" as const, ...common };
  // A frame has a badge where it shows the shop itself, wherever it stands.
  const scripts = [first, { ...whole, allFrames: true }];
  const known = scripts.filter(({ id }) => old.includes(id));
  const fresh = scripts.filter(({ id }) => !old.includes(id));
  if (known.length > 0) await chrome.scripting.updateContentScripts(known);
  if (fresh.length > 0) await chrome.scripting.registerContentScripts(fresh);
}

/** A page that was open before its shop was granted has no script yet; a second run does nothing. */
async function injectIntoOpenTabs(): Promise<void> {
  for (const tab of await openShopTabs()) {
    if (tab.id === undefined) continue;
    // A tab may have closed or moved on since it was listed.
    chrome.scripting
      .executeScript({ target: { tabId: tab.id, allFrames: true }, files: [SCRIPT_FILE] })
      .catch(() => undefined);
  }
}

const inTurn = makeQueue();

/** Bring registration and open tabs in line with the grants, one change at a time. */
export function syncShops(): Promise<void> {
  return inTurn(async () => {
    await register(await shopPatterns());
    await injectIntoOpenTabs();
  });
}
