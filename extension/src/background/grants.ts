/**
 * Which shops are granted, and the content script that follows each grant.
 */
import { loadSettings } from "../settings";
import { makeQueue } from "./queue";

const SCRIPT_ID = "shops";
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
  const registered = await chrome.scripting.getRegisteredContentScripts({ ids: [SCRIPT_ID] });
  if (matches.length === 0) {
    if (registered.length > 0) {
      await chrome.scripting.unregisterContentScripts({ ids: [SCRIPT_ID] });
    }
    return;
  }
  const script = {
    id: SCRIPT_ID,
    matches,
    js: [SCRIPT_FILE],
    // A frame has a badge where it shows the shop itself, wherever it stands.
    allFrames: true,
    runAt: "document_end" as const,
    persistAcrossSessions: true,
  };
  await (registered.length > 0
    ? chrome.scripting.updateContentScripts([script])
    : chrome.scripting.registerContentScripts([script]));
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
