/**
 * The panel: one modal dialog in the top layer, made anew each time it is opened.
 */
import type { Language } from "../messages";
import { contain, el, shadow } from "./dom";
import panelCss from "./panel.css";
import {
  alternativesSection,
  certaintySection,
  footSection,
  headSection,
  labelsSection,
  notesSection,
  reasonsSection,
} from "./sections";
import type { Story } from "./story";
import tokensCss from "./tokens.css";
import { formats, WORDS } from "./words";

export const PANEL_TAG = "indkobskompas-panel";
const TITLE = "title";

function bodyOf(story: Story, language: Language): Array<Node | null> {
  const words = WORDS[language];
  const speech = { words, format: formats(language) };
  if ("problem" in story) {
    const [title, advice] = words.problem[story.problem];
    return [
      el("section", {}, el("h2", { id: TITLE }, title), el("p", { class: "points" }, advice)),
    ];
  }
  const { item, response } = story;
  const { id, version } = response.ruleset;
  return [
    headSection(item, speech, TITLE),
    alternativesSection(item.alternatives, speech),
    reasonsSection(item.reasons, speech),
    labelsSection(item.labels, speech),
    notesSection(item.notes),
    certaintySection(item, speech),
    footSection(`${id} ${version}`.trim(), response.data_as_of, speech),
  ];
}

let current: HTMLElement | null = null;

/** Close the panel if it is open. */
export function closePanel(): void {
  current?.shadowRoot?.querySelector("dialog")?.close();
}

/** Open the panel; when it closes, focus goes back to `opener`. */
export function openPanel(story: Story, language: Language, opener: HTMLElement): void {
  closePanel();
  const words = WORDS[language];
  const host = document.createElement(PANEL_TAG);
  const root = shadow(host, tokensCss, panelCss);
  const close = el("button", { type: "button", class: "close", "aria-label": words.close }, "×");
  const dialog = el(
    "dialog",
    { class: "ik", lang: language, "aria-labelledby": TITLE },
    el("div", { class: "top" }, el("span", {}, words.score), close),
    ...bodyOf(story, language),
  );
  root.append(dialog);
  contain(host);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    // A click on the scrim has the dialog itself as target and falls outside its box.
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    const inside =
      event.clientX >= left &&
      event.clientX <= right &&
      event.clientY >= top &&
      event.clientY <= bottom;
    if (event.target === dialog && !inside && event.detail > 0) dialog.close();
  });
  dialog.addEventListener("close", () => {
    host.remove();
    if (current === host) current = null;
    opener.focus({ preventScroll: true });
  });
  current = host;
  document.documentElement.append(host);
  dialog.showModal();
}
