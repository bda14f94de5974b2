/**
 * The storefront's pages. Each takes the `<main>` and returns once it is shown; `signal` is aborted
 * when the buyer has gone on, and a page that comes too late shows nothing.
 */
import { add, adjust, basket, product, search } from "./api.js";
import { blankCard, fill, make, money, say, showCard, showFacts } from "./parts.js";

const LATE_MS = 900;

/** Keep what stands in `main` where it is of the same kind; else put `children` there. */
function layout(main, kind, children) {
  if (main.dataset.kind !== kind) {
    main.dataset.kind = kind;
    main.replaceChildren(...children());
  }
  return (selector) => main.querySelector(selector);
}

/** Show how much is in the basket. */
export function count(order) {
  say(document.querySelector("#count"), String(order?.totalQuantity ?? 0));
}

/** Put a card strip on the page after a while, as shops do with what they recommend. */
function later(strip, signal, options) {
  strip.replaceChildren();
  setTimeout(async () => {
    const { items } = await search(options);
    if (!signal.aborted) fill(strip, items, blankCard, showCard);
  }, LATE_MS);
}

/** A listing that grows as it is scrolled, for the front page and for a search. */
async function listing(get, signal, term) {
  const list = get(".cards");
  let category = null;
  let shown = [];
  let total = 0;
  let busy = false;
  const more = async () => {
    if (busy || (shown.length && shown.length >= total)) return;
    busy = true;
    const found = await search({ term, category, skip: shown.length });
    busy = false;
    if (signal.aborted) return;
    total = found.totalItems;
    shown = [...shown, ...found.items];
    fill(list, shown, blankCard, showCard);
    say(get(".total"), `${total} varer`);
    return found.facetValues;
  };
  const choose = async (button, id) => {
    for (const each of get(".filters").children) each.setAttribute("aria-pressed", each === button);
    [category, shown] = [id, []];
    await more();
  };
  const categories = await more();
  if (signal.aborted) return;
  const buttons = categories.map(({ facetValue }) => {
    const button = make("button", { type: "button", "aria-pressed": "false" }, facetValue.name);
    button.addEventListener("click", () => choose(button, facetValue.id));
    return button;
  });
  get(".filters").replaceChildren(...buttons);
  const end = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && more());
  end.observe(get(".end"));
  signal.addEventListener("abort", () => end.disconnect());
}

/** The front page: recommendations, and all goods. */
export async function front(main, signal) {
  const get = layout(main, "front", () => [
    make("h1", {}, "Alt til kommunens køkken og kontor"),
    make("h2", {}, "Andre køber"),
    make("ul", { class: "strip" }),
    make("h2", {}, "Alle varer"),
    make("div", { class: "filters" }),
    make("p", { class: "total" }),
    make("ul", { class: "cards" }),
    make("div", { class: "end" }),
  ]);
  later(get(".strip"), signal, { take: 5, skip: 20 });
  await listing(get, signal, "");
}

/** What was found for the words in the address. */
export async function results(main, signal, { query }) {
  const term = query.get("q") ?? "";
  const get = layout(main, "search", () => [
    make("h1"),
    make("div", { class: "filters" }),
    make("p", { class: "total" }),
    make("ul", { class: "cards" }),
    make("div", { class: "end" }),
  ]);
  say(get("h1"), `Søgning: ${term}`);
  await listing(get, signal, term);
}

/** One product; a chosen variant changes what is shown and not the address. */
export async function goods(main, signal, { slug }) {
  const found = await product(slug);
  if (signal.aborted) return;
  if (!found) return missing(main);
  const get = layout(main, "product", () => [
    make("article", { class: "product" }, [
      make("img", { alt: "" }),
      make("div", {}, [
        make("h1"),
        make("p", { class: "price" }),
        make("p", { class: "choice" }, [make("label", { for: "variant" }), make("select", { id: "variant" })]),
        make("button", { type: "button", class: "add" }, "Læg i kurv"),
        make("p", { class: "about" }),
        make("dl", { class: "facts" }),
      ]),
    ]),
    make("h2", {}, "Se også"),
    make("ul", { class: "strip" }),
  ]);
  const select = get("#variant");
  const show = () => {
    const { sku, priceWithTax, customFields } = found.variants[select.value];
    const { gtin, brand, mpn } = customFields;
    get("img").src = `/billede/${sku}.svg`;
    say(get(".price"), money(priceWithTax));
    showFacts(get(".facts"), [
      ["Varenr.", sku],
      ["EAN", gtin],
      ["Mærke", brand],
      ["Producentens varenr.", mpn],
    ]);
  };
  document.title = found.name;
  say(get("h1"), found.name);
  say(get(".about"), found.description);
  say(get("label"), found.optionGroups[0]?.name ?? "");
  get(".choice").hidden = found.variants.length < 2;
  select.replaceChildren(
    ...found.variants.map(({ options }, at) => make("option", { value: at }, options[0]?.name ?? "")),
  );
  select.onchange = show;
  get(".add").onclick = async () => count(await add(found.variants[select.value].id, 1));
  show();
  later(get(".strip"), signal, { take: 4, skip: 6 });
}

/** The basket. */
export async function lines(main, signal) {
  const order = await basket();
  if (signal.aborted) return;
  const get = layout(main, "basket", () => [
    make("h1", {}, "Kurv"),
    make("table", { class: "lines" }, [
      make("thead", {}, [make("tr", {}, ["Vare", "Varenr.", "Antal", "Pris", "I alt"].map((word) => make("th", {}, word)))]),
      make("tbody"),
    ]),
    make("p", { class: "sum" }),
  ]);
  const update = async (line, quantity) => {
    await adjust(line, quantity);
    const changed = await basket();
    if (!signal.aborted) show(changed);
  };
  const show = (shown) => {
    const blank = () =>
      make("tr", { class: "line" }, [
        make("td", { class: "name" }, [make("a")]),
        make("td", { class: "number" }),
        make("td", {}, [make("input", { type: "number", min: 0, "aria-label": "Antal" })]),
        make("td", { class: "each" }),
        make("td", { class: "all" }),
      ]);
    fill(get("tbody"), shown?.lines ?? [], blank, (row, line) => {
      const part = (selector) => row.querySelector(selector);
      part(".name a").href = `/vare/${line.productVariant.product.slug}`;
      say(part(".name a"), line.productVariant.name);
      say(part(".number"), line.productVariant.sku);
      part("input").value = line.quantity;
      part("input").onchange = (event) => update(line.id, Number(event.target.value));
      say(part(".each"), money(line.unitPriceWithTax));
      say(part(".all"), money(line.linePriceWithTax));
    });
    say(get(".sum"), shown?.lines.length ? `I alt ${money(shown.totalWithTax)}` : "Kurven er tom.");
    count(shown);
  };
  show(order);
}

/** A page of the shop inside a page of the shop. */
export function framed(main, _signal, { slug }) {
  const get = layout(main, "framed", () => [make("h1", {}, "Ugens vare"), make("iframe", { title: "Ugens vare" })]);
  get("iframe").src = `/vare/${slug}`;
}

/** An address that leads nowhere. */
export function missing(main) {
  layout(main, "missing", () => [make("h1", {}, "Siden findes ikke")]);
}
