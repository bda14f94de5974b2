/**
 * The background worker: keeps content scripts registered for granted shops, and answers pages.
 */
import { answer, forget } from "./background/answer";
import { forgetAnswers } from "./background/answers";
import { syncShops } from "./background/grants";
import { dropTrays } from "./background/session";
import { refreshShops } from "./background/shops";
import { isBackgroundMessage, type RefreshMessage } from "./messages";
import { loadSettings, readSettings, refreshPolicy, type Settings } from "./settings";

/** Tell every open page to look anew; one without our script answers nothing. */
async function refreshPages(): Promise<void> {
  const message: RefreshMessage = { type: "refresh" };
  for (const tab of await chrome.tabs.query({})) {
    if (tab.id !== undefined) chrome.tabs.sendMessage(tab.id, message).catch(() => undefined);
  }
}

chrome.runtime.onInstalled.addListener(() => {
  void syncShops();
  // Another version may read more of the list than the last one did.
  void refreshShops(true);
});
chrome.runtime.onStartup.addListener(() => void syncShops());
chrome.permissions.onAdded.addListener(() => void syncShops());
chrome.permissions.onRemoved.addListener(() => void syncShops().then(refreshPages));
chrome.tabs.onRemoved.addListener((tabId) => void dropTrays(tabId));

/** The settings that differ; Firefox reports values that were written again unchanged too. */
function changedKeys({ oldValue, newValue }: chrome.storage.StorageChange): Array<keyof Settings> {
  const [before, after] = [readSettings(oldValue), readSettings(newValue)];
  const keys = Object.keys({ ...before, ...after }) as Array<keyof Settings>;
  return keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
}

async function follow(changed: ReadonlySet<keyof Settings>): Promise<void> {
  const settings = await loadSettings();
  if (!settings.remember) await forget(null);
  if (changed.has("service") || changed.has("token")) {
    await forgetAnswers(null);
    void refreshShops(true);
  }
  await syncShops();
  await refreshPages();
}

chrome.storage.onChanged.addListener((changes, area) => {
  if (area === "managed") void refreshPolicy();
  if (area !== "local") return;
  const both = [changes.settings, changes.policy].filter((change) => change !== undefined);
  const changed = new Set(both.flatMap(changedKeys));
  if (changed.size > 0) void follow(changed);
});

chrome.runtime.onMessage.addListener((message: unknown, sender, respond) => {
  if (sender.id !== chrome.runtime.id || !sender.url || !isBackgroundMessage(message)) return false;
  // The page takes no answer for "not now".
  answer(message, sender).then(respond, () => respond(undefined));
  return true;
});

// Content scripts have no business with the token; Firefox keeps no such switch.
chrome.storage.local.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" });
void refreshPolicy();
void refreshShops();
