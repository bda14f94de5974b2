/**
 * The panel: one modal dialog in the top layer, made anew each time it is opened.
 */
import type { ScoredItem } from "../api";
import type { Contrast, Language } from "../messages";
import dialogCss from "./dialog.css";
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
  staleSection,
} from "./sections";
import type { Story } from "./story";
import tokensCss from "./tokens.css";
import { type Speech, speechIn } from "./words-extras";

export const PANEL_TAG = "indkobskompas-panel";
const TITLE = "title";

/** What the panel takes from the page view that opens it. */
export interface PanelExtras {
  contrast: Contrast;
  /** Pick a product for comparison; returns what came of it, as a sentence. */
  compare: (item: ScoredItem) => string;
}

function bodyOf(story: Story, speech: Speech): Array<Node | null> {
  const { words } = speech;
  if ("problem" in story) {
    const [title, advice] = words.problem[story.problem];
    return [
      el("section", {}, el("h2", { id: TITLE }, title), el("p", { class: "points" }, advice)),
    ];
  }
  const { item, response } = story;
  const { id, version } = response.ruleset;
  return [
    staleSection(story, speech),
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

/** The button that picks the product for comparison, and what it says came of it. */
function comparing(story: Story, extras: PanelExtras | undefined, { extra }: Speech): Node[] {
  if (!extras || "problem" in story || !story.item.product) return [];
  const { item } = story;
  const said = el("p", { class: "said", role: "status" });
  const button = el("button", { type: "button", class: "plain" }, extra.compare);
  button.addEventListener("click", () => {
    said.textContent = extras.compare(item);
  });
  return [el("div", { class: "actions" }, button, said)];
}

/**
 * Open the panel; when it closes, focus goes back to `opener`. With `extras` a product can be
 * picked for comparison.
 */
export function openPanel(
  story: Story,
  language: Language,
  opener: HTMLElement,
  extras?: PanelExtras,
): void {
  closePanel();
  const speech = speechIn(language);
  const { words } = speech;
  const host = document.createElement(PANEL_TAG);
  const root = shadow(host, tokensCss, dialogCss, panelCss);
  const close = el("button", { type: "button", class: "close", "aria-label": words.close }, "×");
  const dialog = el(
    "dialog",
    {
      class: "ik",
      lang: language,
      "aria-labelledby": TITLE,
      "data-contrast": extras?.contrast ?? "auto",
    },
    el("div", { class: "top" }, el("span", {}, words.score), close),
    ...bodyOf(story, speech),
    ...comparing(story, extras, speech),
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
