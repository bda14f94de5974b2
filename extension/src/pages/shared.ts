/**
 * What the options page and the pop-up share: language and looks, grants by origin, times.
 */
import type { ForgetMessage, Language } from "../messages";
import { loadSettings, policyKeys, type Settings, saveSettings, spokenLanguage } from "../settings";
import { el } from "../ui/dom";
import { PAGE_WORDS, type PageWords } from "./words";

/** What every part of our own pages needs to know. */
export interface Page {
  settings: Settings;
  language: Language;
  words: PageWords;
  /** The settings that the municipality has fixed. */
  fixed: Set<string>;
  /** Draw the page anew, with the focus where it was. */
  redraw: () => Promise<void>;
}

/** Load the settings and give the document their language and contrast. */
export async function begin(redraw: () => Promise<void>): Promise<Page> {
  const [settings, fixed] = await Promise.all([loadSettings(), policyKeys()]);
  const language = spokenLanguage(settings.language);
  document.documentElement.lang = language;
  document.documentElement.dataset.contrast = settings.contrast;
  return { settings, language, words: PAGE_WORDS[language], fixed, redraw };
}

/** Put these in the page; what was typed and not saved stays, and so does the focus, by id. */
export function fill(...parts: Node[]): void {
  const focused = document.activeElement?.id;
  const inputs = [...document.querySelectorAll("input")];
  const typed = inputs.filter(({ value, defaultValue }) => value !== defaultValue);
  document.getElementById("page")?.replaceChildren(...parts);
  for (const { id, value } of typed) {
    const input = document.getElementById(id);
    if (input instanceof HTMLInputElement && !input.disabled) input.value = value;
  }
  if (focused) document.getElementById(focused)?.focus();
}

/** Save a change and say so in `note` once the page is drawn in its light. */
export async function change(page: Page, changes: Partial<Settings>, note: string): Promise<void> {
  let failed = false;
  await saveSettings(changes).catch(() => {
    failed = true;
  });
  await page.redraw();
  const { words } = await begin(page.redraw);
  say(note, failed ? words.notSaved : words.saved);
}

/** Write a status where it is announced. */
export function say(id: string, text: string): void {
  const note = document.getElementById(id);
  if (note) note.textContent = text;
}

/** The place of a status, empty at first. */
export function note(id: string): HTMLElement {
  return el("p", { class: "status", role: "status", id });
}

type Choices = { [value: string]: string };

function choice(page: Page, key: "language" | "contrast", label: string, choices: Choices) {
  const helpId = `${key}-help`;
  const fixed = page.fixed.has(key);
  const options = Object.keys(choices).map((value) =>
    el("option", { value, selected: page.settings[key] === value }, choices[value] ?? ""),
  );
  const select = el(
    "select",
    { id: key, disabled: fixed, "aria-describedby": fixed && helpId },
    ...options,
  );
  select.addEventListener("change", () => {
    void change(page, { [key]: select.value }, "looks-note");
  });
  return el(
    "div",
    { class: "field" },
    el("label", { for: key }, label),
    select,
    fixed && el("p", { class: "help", id: helpId }, page.words.fixed),
  );
}

/** Language and contrast, which take effect at once. */
export function looks(page: Page): HTMLElement {
  const { words } = page;
  return el(
    "div",
    { class: "looks" },
    choice(page, "language", words.language, words.languages),
    choice(page, "contrast", words.contrast, words.contrasts),
    note("looks-note"),
  );
}

/** A button that forgets a shop, or all where `shop` is null, and says so beside itself. */
export function forgetButton(page: Page, shop: string | null): HTMLElement {
  const { words } = page;
  const button = el(
    "button",
    { type: "button", id: "forget", "aria-describedby": "forget-help" },
    shop === null ? words.forgetAll : words.forgetShop,
  );
  button.addEventListener("click", () => {
    const message: ForgetMessage = { type: "forget", shop };
    chrome.runtime.sendMessage(message).then(
      () => say("forget-note", words.forgotten),
      () => say("forget-note", words.forgetFailed),
    );
  });
  return el("div", { class: "row" }, button, note("forget-note"));
}

/** A pattern as people read it. */
export function shopName(pattern: string): string {
  return pattern
    .replace(/^(https?|\*):\/\//, "")
    .replace(/^\*\./, "")
    .replace(/\/\*$/, "");
}

/** Ask the user for grants. Must be called straight from a click, before anything is awaited. */
export async function request(...origins: string[]): Promise<boolean> {
  return chrome.permissions.request({ origins });
}

/** Patterns the package or a policy grants, which the user cannot take back. */
export function requiredPatterns(): Set<string> {
  const manifest = chrome.runtime.getManifest() as { host_permissions?: string[] };
  return new Set(manifest.host_permissions ?? []);
}

/** A time as it is said: the clock for today, else with the date. */
export function moment({ language, words }: Page, at: number): string {
  const locale = language === "da" ? "da-DK" : "en-GB";
  const then = new Date(at);
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
  const time = words.at(clock.format(then));
  if (then.toDateString() === new Date().toDateString()) return time;
  return `${new Intl.DateTimeFormat(locale, { day: "numeric", month: "long" }).format(then)} ${time}`;
}

/** A day, from an ISO date or time of the service's; "" where it is none. */
export function day({ language }: Page, iso: string): string {
  const then = new Date(iso);
  if (Number.isNaN(then.getTime())) return "";
  const locale = language === "da" ? "da-DK" : "en-GB";
  return new Intl.DateTimeFormat(locale, { dateStyle: "long" }).format(then);
}
