/**
 * The pop-up: on or off in this shop, what this page has sent and when, and what is forgotten.
 */
import { knownShop } from "../background/shops";
import type { Report, ReportMessage } from "../messages";
import { patternOf } from "../origins";
import { saveSettings } from "../settings";
import { el } from "../ui/dom";
import { WORDS } from "../ui/words";
import { sentList } from "./sent";
import { begin, fill, forgetButton, looks, moment, type Page, request } from "./shared";

async function currentTab(): Promise<chrome.tabs.Tab | undefined> {
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  return tab;
}

async function reportOf(tab: chrome.tabs.Tab): Promise<Report | null> {
  const message: ReportMessage = { type: "report" };
  try {
    return ((await chrome.tabs.sendMessage(tab.id ?? -1, message)) as Report | undefined) ?? null;
  } catch {
    return null;
  }
}

async function pausedByPolicy(host: string): Promise<boolean> {
  const { policy } = await chrome.storage.local.get("policy");
  const { paused } = (policy ?? {}) as { paused?: unknown };
  return Array.isArray(paused) && paused.includes(host);
}

function toggle(host: string, { settings, words }: Page): HTMLElement {
  const on = !settings.paused.includes(host);
  const button = el(
    "button",
    { class: "switch", role: "switch", "aria-checked": String(on), type: "button", id: "switch" },
    el("span", {}, words.showHere),
    el("i", {}),
  );
  button.addEventListener("click", () => {
    const others = settings.paused.filter((paused) => paused !== host);
    void saveSettings({ paused: on ? [...others, host] : others }).then(show);
  });
  return button;
}

/** A shop that is not granted: known to the municipality, or one that only the buyer knows. */
async function grantable(host: string, pattern: string, { words }: Page): Promise<Node[]> {
  const known = await knownShop(host);
  const style = known ? "primary" : "";
  const button = el("button", { class: style, type: "button", id: "allow" }, words.allowHere);
  button.addEventListener("click", () => {
    // The browser's own question may close the pop-up; the background does the rest.
    void request(pattern).then((granted) => (granted ? show() : undefined));
  });
  const name = known && known.name !== host ? [el("p", { class: "shop" }, known.name)] : [];
  return [
    ...name,
    el("p", { class: "host" }, host),
    el("h2", {}, words.offHere),
    el("p", { class: "help" }, known ? words.knownHere : words.unknownHere),
    button,
  ];
}

function told(report: Report, page: Page): Node[] {
  const parts: Node[] = [];
  if (report.problem && report.problem !== "off") {
    const [title, advice] = WORDS[page.language].problem[report.problem];
    parts.push(el("h2", {}, title), el("p", { class: "help" }, advice));
  }
  if (report.oldest) {
    const age = page.words.answersFrom(moment(page, report.oldest));
    parts.push(el("p", { class: "warning" }, age));
  }
  return [...parts, sentList(report, page)];
}

async function granted(tab: chrome.tabs.Tab, host: string, page: Page): Promise<Node[]> {
  const { settings, words } = page;
  const name = el("p", { class: "host" }, host);
  if (await pausedByPolicy(host)) return [name, el("p", {}, words.pausedByPolicy)];
  const parts: Node[] = [name, toggle(host, page)];
  if (!settings.paused.includes(host)) {
    const report = await reportOf(tab);
    parts.push(...(report ? told(report, page) : [el("p", { class: "help" }, words.reload)]));
  }
  const help = el("p", { class: "help", id: "forget-help" }, words.forgetShopHelp);
  return [...parts, el("div", { class: "forget" }, forgetButton(page, host), help)];
}

async function bodyOf(page: Page): Promise<Node[]> {
  const { settings, words } = page;
  if (settings.service === "") {
    return [el("h2", {}, words.noService), el("p", { class: "help" }, words.noServiceHelp)];
  }
  const tab = await currentTab();
  const pattern = patternOf(tab?.url ?? "");
  const url = tab?.url && pattern ? new URL(tab.url) : null;
  if (!tab || !pattern || !url || url.origin === new URL(settings.service).origin) {
    return [el("p", { class: "help" }, words.notShop)];
  }
  return (await chrome.permissions.contains({ origins: [pattern] }))
    ? granted(tab, url.host, page)
    : grantable(url.host, pattern, page);
}

async function show(): Promise<void> {
  const page = await begin(show);
  const body = await bodyOf(page);
  const icon = el("img", { src: "icons/icon-32.png", alt: "", width: 24, height: 24 });
  const options = el("button", { class: "plain", type: "button", id: "options" });
  options.append(page.words.openOptions);
  options.addEventListener("click", () => void chrome.runtime.openOptionsPage());
  fill(
    el("header", {}, icon, el("h1", {}, "Indkøbskompas")),
    el("section", {}, ...body),
    el("footer", {}, looks(page), options),
  );
}

void show();
