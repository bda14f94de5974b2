/**
 * The pop-up: on or off in this shop, and what this page has sent.
 */
import type { ScoreItem } from "../api";
import type { Report, ReportMessage } from "../messages";
import { patternOf } from "../origins";
import { type Settings, saveSettings, spokenLanguage } from "../settings";
import { el } from "../ui/dom";
import { WORDS } from "../ui/words";
import { begin, request } from "./shared";
import type { PageWords } from "./words";

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

function sentItem(item: ScoreItem, words: PageWords): HTMLElement {
  const known = (["name", "gtin", "brand", "mpn", "sku", "path"] as const).filter(
    (key) => item[key],
  );
  const pairs = known.flatMap((key) => [
    el("dt", {}, words.fields[key]),
    el("dd", {}, item[key] ?? ""),
  ]);
  return el("li", {}, el("dl", {}, ...pairs));
}

function sentList({ sent, graded }: Report, words: PageWords): HTMLElement {
  return el(
    "details",
    {},
    el("summary", {}, words.sentFrom(sent.length)),
    graded > 0 && el("p", { class: "help" }, words.graded(graded)),
    el("ul", { class: "sent", tabindex: 0 }, ...sent.map(({ item }) => sentItem(item, words))),
  );
}

function toggle(host: string, settings: Settings, words: PageWords): HTMLElement {
  const on = !settings.paused.includes(host);
  const button = el(
    "button",
    { class: "switch", role: "switch", "aria-checked": String(on), type: "button" },
    el("span", {}, words.showHere),
    el("i", {}),
  );
  button.addEventListener("click", () => {
    const others = settings.paused.filter((paused) => paused !== host);
    void saveSettings({ paused: on ? [...others, host] : others }).then(show);
  });
  return button;
}

function noService(words: PageWords): Node[] {
  return [el("h2", {}, words.noService), el("p", { class: "help" }, words.noServiceHelp)];
}

function grantable(host: string, pattern: string, words: PageWords): Node[] {
  const button = el("button", { class: "primary", type: "button" }, words.allowHere);
  button.addEventListener("click", () => {
    // The browser's own question may close the pop-up; the background does the rest.
    void request(pattern).then((granted) => (granted ? show() : undefined));
  });
  return [
    el("p", { class: "host" }, host),
    el("h2", {}, words.offHere),
    el("p", { class: "help" }, words.offHereHelp),
    button,
  ];
}

async function granted(
  tab: chrome.tabs.Tab,
  host: string,
  settings: Settings,
  words: PageWords,
): Promise<Node[]> {
  const parts: Node[] = [el("p", { class: "host" }, host), toggle(host, settings, words)];
  if (settings.paused.includes(host)) return parts;
  const report = await reportOf(tab);
  if (!report) return [...parts, el("p", { class: "help" }, words.reload)];
  if (report.problem && report.problem !== "off") {
    const [title, advice] = WORDS[spokenLanguage(settings.language)].problem[report.problem];
    parts.push(el("h2", {}, title), el("p", { class: "help" }, advice));
  }
  return [...parts, sentList(report, words)];
}

async function bodyOf(settings: Settings, words: PageWords): Promise<Node[]> {
  if (settings.service === "") return noService(words);
  const tab = await currentTab();
  const pattern = patternOf(tab?.url ?? "");
  if (!tab?.url || !pattern) return [el("p", { class: "help" }, words.notShop)];
  const { host, origin } = new URL(tab.url);
  if (origin === new URL(settings.service).origin) {
    return [el("p", { class: "help" }, words.notShop)];
  }
  return (await chrome.permissions.contains({ origins: [pattern] }))
    ? granted(tab, host, settings, words)
    : grantable(host, pattern, words);
}

async function show(): Promise<void> {
  const { settings, words } = await begin();
  const icon = el("img", { src: "icons/icon-32.png", alt: "", width: 24, height: 24 });
  const options = el("button", { class: "plain", type: "button" }, words.openOptions);
  options.addEventListener("click", () => void chrome.runtime.openOptionsPage());
  const body = await bodyOf(settings, words);
  document
    .getElementById("page")
    ?.replaceChildren(
      el("header", {}, icon, el("h1", {}, "Indkøbskompas")),
      el("section", {}, ...body),
      el("footer", {}, options),
    );
}

void show();
