/**
 * The options' way into a shop's page for whoever writes its adapter, and what came out of it.
 */
import { shopPatterns } from "../background/grants";
import type { Adapter } from "../extract/format";
import { download, json } from "../picker/give";
import type { PickMessage } from "../picker/messages";
import { isPickedMessage } from "../picker/messages";
import { el } from "../ui/dom";
import { note, type Page, say } from "./shared";

const KEY = "drafts";
const FILE = "dist/picker.js";

/** What was pointed at, by host, until the browser is closed. */
async function drafts(): Promise<Record<string, Adapter>> {
  const stored = await chrome.storage.session.get(KEY);
  return (stored[KEY] ?? {}) as Record<string, Adapter>;
}

async function keep(host: string, adapter: Adapter | null): Promise<void> {
  const { [host]: _, ...others } = await drafts();
  await chrome.storage.session.set({ [KEY]: adapter ? { ...others, [host]: adapter } : others });
}

async function start(tab: chrome.tabs.Tab, { language, settings }: Page): Promise<void> {
  const tabId = tab.id ?? -1;
  const { host } = new URL(tab.url ?? "");
  await chrome.scripting.executeScript({ target: { tabId }, files: [FILE] });
  const draft = (await drafts())[host] ?? null;
  const message: PickMessage = { type: "pick", language, contrast: settings.contrast, draft };
  await chrome.tabs.sendMessage(tabId, message);
  await chrome.tabs.update(tabId, { active: true });
}

function result(host: string, adapter: Adapter, page: Page): HTMLElement {
  const { words } = page;
  const text = json(adapter);
  const save = el("button", { type: "button" }, words.download);
  save.addEventListener("click", () => download(`${adapter.id}.json`, text));
  const copy = el("button", { type: "button" }, words.copy);
  copy.addEventListener("click", () => {
    void navigator.clipboard.writeText(text).then(() => say("pick-note", words.copied));
  });
  const drop = el("button", { type: "button", class: "plain" }, words.discard);
  drop.addEventListener("click", () => void keep(host, null).then(page.redraw));
  return el(
    "div",
    { class: "draft" },
    el("h3", {}, words.pickDone(host)),
    el("pre", { tabindex: 0, role: "region", "aria-label": words.pickDone(host) }, text),
    el("p", { class: "help" }, words.pickNext(`kompas shops add ${adapter.id}.json`)),
    el("div", { class: "row" }, save, copy, drop),
  );
}

/** The section, with the open pages of shops that are turned on as they are now. */
export async function pickSection(page: Page): Promise<HTMLElement> {
  const { words } = page;
  const url = await shopPatterns();
  const open = url.length === 0 ? [] : await chrome.tabs.query({ url });
  const tabs = open.filter((tab) => URL.canParse(tab.url ?? "")); // else it has left the shop
  const select = el(
    "select",
    { id: "pick-tab", disabled: tabs.length === 0 },
    ...tabs.map(({ id, title, url: address }) =>
      el("option", { value: id ?? -1 }, `${title ?? ""} – ${new URL(address ?? "").host}`),
    ),
  );
  const begin = el("button", { type: "button", id: "pick", disabled: tabs.length === 0 });
  begin.append(words.pickStart);
  begin.addEventListener("click", () => {
    const tab = tabs.find(({ id }) => String(id) === select.value);
    if (tab) start(tab, page).catch(() => say("pick-note", words.pickFailed));
  });
  const again = el("button", { type: "button", id: "pick-again", class: "plain" }, words.pickAgain);
  again.addEventListener("click", () => void page.redraw());
  const made = Object.entries(await drafts());
  return el(
    "section",
    {},
    el("h2", {}, words.pickTitle),
    el("p", { class: "help" }, words.pickHelp),
    el(
      "div",
      { class: "field" },
      el("label", { for: "pick-tab" }, words.pickTab),
      select,
      tabs.length === 0 && el("p", { class: "help" }, words.pickNone),
    ),
    el("div", { class: "row" }, begin, again, note("pick-note")),
    ...made.map(([host, adapter]) => result(host, adapter, page)),
  );
}

/** Keep what the picker sends from a shop's page, and draw the page with it. */
export function followPicks(redraw: () => Promise<void>): void {
  chrome.runtime.onMessage.addListener((message: unknown, sender) => {
    if (sender.id !== chrome.runtime.id || !sender.tab || !isPickedMessage(message)) return;
    const { host } = new URL(sender.url ?? "");
    void keep(host, message.adapter).then(redraw);
  });
}
