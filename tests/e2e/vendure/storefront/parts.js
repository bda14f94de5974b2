/**
 * Building blocks of pages. Parts are filled anew rather than made anew, as frameworks do it: a
 * card that showed one product shows another a moment later, and is the same element.
 */

/** Make an element; `content` is its text or its children. */
export function make(name, attributes = {}, content = []) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...(Array.isArray(content) ? content : [content]));
  return element;
}

/** Say a price that is given in øre. */
export function money(amount) {
  return (amount / 100).toLocaleString("da-DK", { style: "currency", currency: "DKK" });
}

/** Change a text without replacing its node. */
export function say(element, text) {
  if (element.firstChild) element.firstChild.data = text;
  else element.append(text);
}

/** Show `things` in a list: its elements are used again, and made or removed where that is not enough. */
export function fill(list, things, blank, show) {
  while (list.children.length > things.length) list.lastElementChild.remove();
  while (list.children.length < things.length) list.append(blank());
  things.forEach((thing, at) => show(list.children[at], thing));
}

/** An empty card. */
export function blankCard() {
  return make("li", { class: "card" }, [
    make("a", { class: "picture", tabindex: "-1", "aria-hidden": "true" }, [make("img", { alt: "" })]),
    make("h3", {}, [make("a")]),
    make("p", { class: "price" }),
  ]);
}

/** Show a found product in a card. */
export function showCard(card, { productName, slug, sku, priceWithTax }) {
  const get = (selector) => card.querySelector(selector);
  get(".picture").href = get("h3 a").href = `/vare/${slug}`;
  get("img").src = `/billede/${sku}.svg`;
  say(get("h3 a"), productName);
  say(get(".price"), money(priceWithTax.value ?? priceWithTax.min));
}

/** Show label and value pairs; those without a value are left out. */
export function showFacts(list, facts) {
  const said = facts.filter(([, value]) => value).flat();
  const blank = () => make(list.children.length % 2 ? "dd" : "dt");
  fill(list, said, blank, say);
}
