/**
 * The options' plain words on data: what is sent, what is remembered here, and how it is cleared.
 */
import { el } from "../ui/dom";
import { change, forgetButton, note, type Page } from "./shared";

type Switch = "sendNames" | "remember" | "swaps";

/** A setting that is on or off and takes effect at once. */
export function tick(page: Page, key: Switch, label: string, help: string): HTMLElement {
  const fixed = page.fixed.has(key);
  const box = el("input", {
    type: "checkbox",
    id: key,
    checked: page.settings[key],
    disabled: fixed,
    "aria-describedby": `${key}-help`,
  });
  box.addEventListener("change", () => {
    void change(page, { [key]: box.checked }, `${key}-note`);
  });
  return el(
    "div",
    { class: "tick" },
    el("div", { class: "check" }, box, el("label", { for: key }, label)),
    el("p", { class: "help", id: `${key}-help` }, fixed ? page.words.fixed : help),
    note(`${key}-note`),
  );
}

/** What leaves the browser. */
export function sentSection(page: Page): HTMLElement {
  const { words } = page;
  return el(
    "section",
    {},
    el("h2", {}, words.sentTitle),
    ...words.sentText.map((paragraph) => el("p", {}, paragraph)),
    tick(page, "sendNames", words.sendNames, words.sendNamesHelp),
  );
}

/** What stays in it, and until when. */
export function keptSection(page: Page): HTMLElement {
  const { words } = page;
  return el(
    "section",
    {},
    el("h2", {}, words.keptTitle),
    el("ul", { class: "facts" }, ...words.kept.map((fact) => el("li", {}, fact))),
    el("p", { id: "forget-help" }, words.keptHelp),
    tick(page, "remember", words.remember, words.rememberHelp),
    forgetButton(page, null),
  );
}
