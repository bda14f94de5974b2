/**
 * Tries an adapter on a pasted page, with the extension's own extractor.
 *
 * The page is parsed into a document that belongs to no window: its scripts never run and nothing
 * of it is fetched. It is not sent anywhere, and what is found is shown as text.
 */
import { readAdapter } from "../../extension/src/extract/adapterguard";
import type { Price } from "../../extension/src/extract/extraction";
import type { Identity } from "../../extension/src/extract/identity";
import { extractSliced } from "../../extension/src/extract/index";
import { adapters, plain } from "../../extension/src/harness/plain";

const LARGEST = 10_000_000; // characters

type Words = { [key: string]: string };

function element(name: string, text = "", ...inside: Node[]): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  made.append(...inside);
  return made;
}

function priced(price: Price | null | undefined): string {
  return price ? `${price.amount.toFixed(2)} ${price.currency ?? ""}`.trim() : "";
}

interface Entry {
  identity: Identity;
  price: Price | null;
  image?: boolean;
  quantity?: number;
  total?: Price | null;
}

const COLUMNS = ["name", "gtin", "brand", "mpn", "sku", "path"] as const;

/** A table of entries with the columns that any of them has. */
function table(entries: Entry[], words: Words, caption: string): HTMLElement {
  const named: Array<[string, (entry: Entry) => string]> = [
    ...COLUMNS.map((key): [string, (entry: Entry) => string] => [
      key,
      ({ identity }) => identity[key] ?? "",
    ]),
    ["price", ({ price }) => priced(price)],
    ["quantity", ({ quantity }) => (quantity === undefined ? "" : String(quantity))],
    ["total", ({ total }) => priced(total)],
    ["image", ({ image }) => (image ? (words.yes ?? "") : "")],
  ];
  const shown = named.filter(([, value]) => entries.some((entry) => value(entry) !== ""));
  const head = element("tr", "", ...shown.map(([key]) => element("th", words[key] ?? key)));
  const rows = entries.map((entry) =>
    element("tr", "", ...shown.map(([, value]) => element("td", value(entry)))),
  );
  const found = element("table", "", element("thead", "", head), element("tbody", "", ...rows));
  const region = element("div", "", found);
  region.className = "scroll";
  region.tabIndex = 0;
  region.setAttribute("role", "region");
  region.setAttribute("aria-label", caption);
  return region;
}

function problem(text: string): HTMLElement {
  const made = element("p", text);
  made.className = "problem";
  made.setAttribute("role", "alert");
  return made;
}

/** The adapter that was written, null where the field is empty; an error's text where it is none. */
function adapterOf(text: string, words: Words): unknown {
  if (text.trim() === "") return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${words.no_json} ${error instanceof Error ? error.message : ""}`);
  }
  if (readAdapter(value) === null) throw new Error(words.no_adapter);
  return value;
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

async function read(html: string, address: string, text: string, words: Words): Promise<Node[]> {
  if (html.trim() === "") throw new Error(words.no_page);
  if (html.length > LARGEST) throw new Error(words.too_long);
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url?.protocol.startsWith("http")) throw new Error(words.no_address);
  const own = adapterOf(text, words);
  const page = new DOMParser().parseFromString(html, "text/html");
  const known = adapters(own === null ? [] : [own]);
  const found = plain(await extractSliced(page, url, known, pause));
  const facts = element("dl");
  facts.className = "facts";
  facts.append(
    element("dt", words.kind),
    element("dd", words[`kind_${found.kind}`] ?? found.kind),
    element("dt", words.adapter),
    element("dd", found.adapter ?? words.none),
  );
  const shown: Node[] = [facts];
  const parts: Array<[string, Entry[]]> = [
    ["main", found.main ? [found.main] : []],
    ["cards", found.cards],
    ["lines", found.lines],
  ];
  for (const [key, entries] of parts) {
    const title = `${words[key] ?? key} (${entries.length})`;
    shown.push(element("h3", title));
    shown.push(entries.length > 0 ? table(entries, words, title) : element("p", words.none));
  }
  return shown;
}

const form = document.querySelector<HTMLFormElement>("form[data-paste]");
const place = document.querySelector<HTMLElement>("[data-found]");
if (form && place) {
  const words = JSON.parse(form.dataset.paste ?? "{}") as Words;
  const field = (id: string) => document.querySelector<HTMLTextAreaElement>(`#${id}`);
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const [html, address, text] = ["page-html", "page-url", "adapter-document"].map(
      (id) => field(id)?.value ?? "",
    );
    place.setAttribute("aria-busy", "true");
    try {
      place.replaceChildren(...(await read(html ?? "", address ?? "", text ?? "", words)));
    } catch (error) {
      place.replaceChildren(problem(error instanceof Error ? error.message : String(error)));
    }
    place.removeAttribute("aria-busy");
    place.focus();
  });
  document.querySelector("#page-file")?.addEventListener("change", async (event) => {
    const file = (event.target as HTMLInputElement).files?.[0];
    const target = field("page-html");
    if (!file || !target) return;
    if (file.size > LARGEST) place.replaceChildren(problem(words.too_long ?? ""));
    else target.value = await file.text();
  });
}
