/**
 * Weights: a slider and a number in step, each one's share of the sum, and the sum always in sight.
 */
import { type Chart, typed, written } from "./drawing";
import { enter } from "./handles";

interface Row {
  id: string;
  name: string;
  range: HTMLInputElement;
  number: HTMLInputElement;
  weight: number;
}

function rowsIn(box: HTMLElement): Row[] {
  return [...box.querySelectorAll<HTMLInputElement>("input[data-weight]")].flatMap((range) => {
    const id = range.dataset.weight ?? "";
    const number = box.querySelector<HTMLInputElement>(
      `input[data-weight-number="${CSS.escape(id)}"]`,
    );
    const name = range.closest<HTMLElement>("[data-name]")?.dataset.name ?? id;
    // What is no weight weighs nothing here; the server says what is wrong with it.
    const weight = Math.max(0, typed(number) || 0);
    return number ? [{ id, name, range, number, weight }] : [];
  });
}

/** Return the bar of shares, in a head with the sum that stays in sight. */
function head(box: HTMLElement): HTMLElement {
  const found = box.querySelector<HTMLElement>(".shares");
  if (found) return found;
  const [top, shares] = [document.createElement("div"), document.createElement("div")];
  top.className = "weights-head";
  shares.className = "shares";
  shares.setAttribute("aria-hidden", "true");
  const sum = box.querySelector("output[data-sum]");
  const line = sum && [...box.children].find((child) => child.contains(sum));
  // Only a line of its own moves along; a sum inside something larger stays where it is.
  if (line && !line.querySelector("input")) top.append(line);
  top.append(shares);
  box.prepend(top);
  return shares;
}

/** Keep the weights of a box in step with one another. */
export function weights(box: HTMLElement): Chart {
  const over = new AbortController();

  function stack(rows: Row[], sum: number): void {
    const shares = head(box);
    rows.forEach((row, i) => {
      const part = shares.children[i] ?? shares.appendChild(document.createElement("span"));
      if (!(part instanceof HTMLElement)) return;
      const share = sum > 0 ? row.weight / sum : 0;
      part.dataset.tone = String(i % 6);
      part.dataset.part = row.id;
      part.title = `${row.name} ${written(100 * share, 1)} %`;
      part.textContent = share > 0 ? `${row.name} ${written(100 * share, 0)} %` : "";
      part.style.flexGrow = String(share);
      part.hidden = share === 0;
    });
    while (shares.children.length > rows.length) shares.lastChild?.remove();
    shares.classList.toggle("none", sum === 0);
  }

  function draw(): void {
    const rows = rowsIn(box);
    const sum = rows.reduce((all, row) => all + row.weight, 0);
    for (const { id, weight, number, range } of rows) {
      if (range !== document.activeElement || typed(range) !== weight) range.value = number.value;
      const told = box.querySelector<HTMLOutputElement>(`output[data-share="${CSS.escape(id)}"]`);
      // Every share changes at once; a screen reader hears the sum alone.
      told?.setAttribute("aria-live", "off");
      if (told) told.value = sum > 0 ? `${written((100 * weight) / sum, 1)} %` : "–";
    }
    const total = box.querySelector<HTMLOutputElement>("output[data-sum]");
    const words = `${box.dataset.sumWord ?? ""} ${written(sum)}`.trim();
    if (total && total.value !== words) total.value = words;
    stack(rows, sum);
    const zero = box.dataset.zero ?? total?.dataset.zero ?? "";
    tellZero(sum === 0 && rows.length > 0 ? zero : "", zero);
  }

  /** Say that nothing weighs anything; what the server has said is left alone. */
  function tellZero(text: string, own: string): void {
    let problem = box.querySelector<HTMLElement>("[data-problem]");
    if (!problem && text) {
      problem = document.createElement("p");
      problem.dataset.problem = "";
      problem.setAttribute("role", "status");
      box.querySelector(".weights-head")?.append(problem);
    }
    if (problem && (text || problem.textContent === own)) problem.textContent = text;
    problem?.classList.toggle("problem", problem.textContent !== "");
    box.toggleAttribute("data-none", text !== "");
  }

  function follow(event: Event): void {
    const field = event.target as HTMLInputElement;
    const row = rowsIn(box).find((r) => r.range === field);
    // The number alone is sent, so it has to be heard to change as well.
    if (row) enter(row.number, field.value);
    else draw();
  }

  /** Lift the share of the weight that is being set. */
  const mark = (event: Event): void => {
    const field = event.target as HTMLElement;
    const id = field.dataset.weight ?? field.dataset.weightNumber;
    for (const part of box.querySelectorAll<HTMLElement>(".shares > *")) {
      part.classList.toggle("near", event.type === "focusin" && part.dataset.part === id);
    }
  };
  for (const [type, heard] of [
    ["input", follow],
    ["focusin", mark],
    ["focusout", mark],
  ] as const) {
    box.addEventListener(type, heard, { signal: over.signal });
  }
  return { draw, end: () => over.abort() };
}
