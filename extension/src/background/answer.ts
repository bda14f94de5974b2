/**
 * Who may ask the background what: pages for what stands on them, our own pages for the rest.
 */
import type { BackgroundMessage } from "../messages";
import { forgetAnswers } from "./answers";
import { gate } from "./gate";
import { hello } from "./hello";
import { forgetPaths } from "./memory";
import { answerScores } from "./scores";
import { firstOffer, forgetSession, tray } from "./session";

const EXTRAS_FILE = "dist/extras.js";

/** Forget what is remembered of one shop, or of all. */
export async function forget(shop: string | null): Promise<void> {
  await Promise.all([forgetPaths(shop), forgetAnswers(shop), shop === null && forgetSession()]);
}

async function load(tabId: number, frameId: number): Promise<boolean> {
  try {
    const target = { tabId, frameIds: [frameId] };
    await chrome.scripting.executeScript({ target, files: [EXTRAS_FILE] });
    return true;
  } catch {
    // The frame is gone.
    return false;
  }
}

/** A page's wish, granted only where the buyer wants us. */
async function wish(
  message: BackgroundMessage,
  page: URL,
  tabId: number,
  frameId: number,
): Promise<unknown> {
  const { on, settings } = await gate(page);
  if (!on) return undefined;
  switch (message.type) {
    case "load":
      return load(tabId, frameId);
    case "offer":
      return settings.swaps && firstOffer(page.host, message.line);
    case "tray":
      return tray(tabId, page.host, message.tray);
    default:
      return undefined;
  }
}

/** Answer a message; the page and its shop are read from the sender, never from the message. */
export async function answer(
  message: BackgroundMessage,
  { url = "", tab, frameId = 0 }: chrome.runtime.MessageSender,
): Promise<unknown> {
  const page = new URL(url);
  if (message.type === "forget") {
    // A shop's page has no say in what is remembered of others.
    return page.origin === new URL(chrome.runtime.getURL("")).origin
      ? forget(message.shop)
      : undefined;
  }
  if (message.type === "hello") return hello(page);
  if (message.type === "score") return answerScores(page, message, tab?.incognito === true);
  return wish(message, page, tab?.id ?? -1, frameId);
}
