/**
 * The background worker: keeps content scripts registered for granted shops, and asks the service.
 */
import { answerScores } from "./background/client";
import { syncShops } from "./background/grants";
import { isScoreMessage, type RefreshMessage, type ScoreAnswer } from "./messages";
import { isGranted } from "./origins";
import { loadSettings, readSettings, refreshPolicy, spokenLanguage } from "./settings";

/** Tell every open page to look anew; one without our script answers nothing. */
async function refreshPages(): Promise<void> {
  const message: RefreshMessage = { type: "refresh" };
  for (const tab of await chrome.tabs.query({})) {
    if (tab.id !== undefined) chrome.tabs.sendMessage(tab.id, message).catch(() => undefined);
  }
}

chrome.runtime.onInstalled.addListener(() => void syncShops());
chrome.runtime.onStartup.addListener(() => void syncShops());
chrome.permissions.onAdded.addListener(() => void syncShops());
chrome.permissions.onRemoved.addListener(() => void syncShops().then(refreshPages));

/** Firefox reports a value that was written again unchanged; such a change is none. */
function changed({ oldValue, newValue }: chrome.storage.StorageChange): boolean {
  return JSON.stringify(readSettings(oldValue)) !== JSON.stringify(readSettings(newValue));
}

chrome.storage.onChanged.addListener((changes, area) => {
  if (area === "managed") void refreshPolicy();
  if (area === "local" && Object.values(changes).some(changed)) {
    void syncShops().then(refreshPages);
  }
});

chrome.runtime.onMessage.addListener((message: unknown, sender, respond) => {
  if (sender.id !== chrome.runtime.id || !sender.url) return false;
  const tag = (message as { type?: unknown }).type;
  if (tag === "hello") {
    loadSettings().then(async (settings) =>
      respond({
        on:
          (await isGranted(sender.url ?? "")) &&
          !settings.paused.includes(new URL(sender.url ?? "").host),
        language: spokenLanguage(settings.language),
        contrast: settings.contrast,
        swaps: settings.swaps,
        adapters: [],
      }),
    );
    return true;
  }
  if (tag === "load") {
    void chrome.scripting.executeScript({
      target: { tabId: sender.tab?.id ?? 0, frameIds: [sender.frameId ?? 0] },
      files: ["dist/extras.js"],
    });
    return false;
  }
  if (!isScoreMessage(message)) return false;
  const page = new URL(sender.url);
  answerScores(page, message.items).then((answer: ScoreAnswer) => respond(answer));
  return true;
});

// Content scripts have no business with the token; Firefox keeps no such switch.
chrome.storage.local.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" });
void refreshPolicy();
