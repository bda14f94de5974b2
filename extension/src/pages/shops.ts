/**
 * The options' list of shops: those turned on, those the municipality knows, and any other.
 */
import { shopPatterns } from "../background/grants";
import { knownShops, type Shop } from "../background/shops";
import { patternOf } from "../origins";
import { el } from "../ui/dom";
import { note, type Page, request, requiredPatterns, say, shopName } from "./shared";

/** Patterns for a known shop: its hosts stand for their subdomains, but not where a port is named. */
export function patternsOf({ hosts }: Pick<Shop, "hosts">): string[] {
  return hosts.flatMap((host) => {
    const local = /^(localhost|127\.0\.0\.1)(:|$)/.test(host);
    const exact = patternOf(`${local ? "http" : "https"}://${host}`);
    if (!exact) return [];
    return /:\d+$|^[\d.]+$/.test(host) || local ? [exact] : [exact.replace("://", "://*.")];
  });
}

async function isOn(shop: Shop): Promise<boolean> {
  const origins = patternsOf(shop);
  const checks = origins.map((origin) => chrome.permissions.contains({ origins: [origin] }));
  return (await Promise.all(checks)).some(Boolean);
}

function allowed(pattern: string, known: Shop[], { words }: Page): HTMLElement {
  const host = shopName(pattern);
  const name = known.find(({ hosts }) => hosts.includes(host))?.name ?? host;
  const label = el("span", {}, name, name !== host && el("small", {}, host));
  if (requiredPatterns().has(pattern)) {
    return el("li", {}, label, el("span", { class: "help" }, words.required));
  }
  const button = el("button", { "aria-label": words.removeNamed(host) }, words.remove);
  button.addEventListener("click", () => void chrome.permissions.remove({ origins: [pattern] }));
  return el("li", {}, label, button);
}

function offered(shop: Shop, { words }: Page): HTMLElement {
  const hosts = shop.hosts.join(", ");
  const label = el("span", {}, shop.name, hosts !== shop.name && el("small", {}, hosts));
  const button = el("button", { "aria-label": words.allowNamed(shop.name) }, words.allow);
  button.addEventListener("click", () => {
    void request(...patternsOf(shop)).then((granted) => {
      if (!granted) say("shop-note", words.notAllowed);
    });
  });
  return el("li", {}, label, button);
}

function otherForm({ words }: Page): HTMLElement {
  const attributes = { type: "text", id: "shop", inputmode: "url", autocomplete: "off" };
  const input = el("input", attributes);
  const form = el(
    "form",
    { novalidate: true },
    el("div", { class: "field" }, el("label", { for: "shop" }, words.shopUrl), input),
    el("div", { class: "row" }, el("button", { id: "allow" }, words.allow), note("shop-note")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = input.value.trim();
    const pattern = patternOf(/^https?:\/\//i.test(typed) ? typed : `https://${typed}`);
    say("shop-note", pattern ? "" : words.shopWrong);
    if (pattern) void request(pattern).then((granted) => granted && form.reset());
  });
  return form;
}

/** All of it, as the grants are now. */
export async function shopSections(page: Page): Promise<HTMLElement[]> {
  const { words } = page;
  const [patterns, known] = await Promise.all([shopPatterns(), knownShops()]);
  const on = await Promise.all(known.map(isOn));
  const off = known.filter((shop, index) => !on[index] && patternsOf(shop).length > 0);
  const none = el("li", {}, el("span", { class: "help" }, words.noShops));
  const rows = patterns.map((pattern) => allowed(pattern, known, page));
  const parts = [
    el("p", { class: "help" }, words.shopsHelp),
    el("ul", { class: "shops" }, ...(rows.length > 0 ? rows : [none])),
  ];
  if (off.length > 0) {
    parts.push(
      el("h3", {}, words.knownShops),
      el("p", { class: "help" }, words.knownShopsHelp),
      el("ul", { class: "shops" }, ...off.map((shop) => offered(shop, page))),
    );
  }
  return [...parts, el("h3", {}, words.otherShop), otherForm(page)];
}
