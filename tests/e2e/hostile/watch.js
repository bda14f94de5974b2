/**
 * Watches what the extension does to a page, with functions kept before the page could change them.
 * `watched.report()` gives: the page's own errors, the extension's elements put in and taken out,
 * changes of their attributes seen from outside, and its badges with what they show.
 */
(() => {
  const { apply } = Reflect;
  const query = Document.prototype.querySelectorAll;
  const within = DocumentFragment.prototype.querySelector;
  const inside = Element.prototype.querySelector;
  const closest = Element.prototype.closest;
  const starts = String.prototype.startsWith;
  const box = Element.prototype.getBoundingClientRect;
  const getter = (of, name) => Object.getOwnPropertyDescriptor(of.prototype, name).get;
  const local = getter(Element, "localName");
  const shadow = getter(Element, "shadowRoot");
  const text = getter(Node, "textContent");
  const type = getter(Node, "nodeType");
  const href = getter(HTMLAnchorElement, "pathname");
  const style = getComputedStyle;
  const seen = { errors: [], added: 0, removed: 0, attributes: 0 };
  const own = (list, value) => {
    Object.defineProperty(list, list.length, { value, enumerable: true, configurable: true, writable: true });
  };
  const isOurs = (node) =>
    apply(type, node, []) === 1 && apply(starts, apply(local, node, []), ["indkobskompas-"]);
  const ours = (nodes) => {
    let count = 0;
    for (let at = 0; at < nodes.length; at += 1) if (isOurs(nodes[at])) count += 1;
    return count;
  };
  addEventListener("error", (event) => own(seen.errors, String(event.message)));
  addEventListener("unhandledrejection", (event) => own(seen.errors, String(event.reason)));
  new MutationObserver((records) => {
    for (let at = 0; at < records.length; at += 1) {
      const record = records[at];
      seen.added += ours(record.addedNodes);
      seen.removed += ours(record.removedNodes);
      if (record.type === "attributes" && isOurs(record.target)) seen.attributes += 1;
    }
  }).observe(document, { subtree: true, childList: true, attributes: true });

  /** Each badge: the product's path, what it shows, and whether it can be seen. */
  function badges() {
    const hosts = apply(query, document, ["indkobskompas-badge"]);
    const found = [];
    for (let at = 0; at < hosts.length; at += 1) {
      const host = hosts[at];
      const root = apply(shadow, host, []);
      const tile = apply(within, root, [".tile"]);
      const letter = apply(inside, tile, ["span"]);
      const button = apply(within, root, ["button"]);
      const card = apply(closest, host, [".card"]);
      const link = card && apply(inside, card, ["h2 a"]);
      const { width, height } = apply(box, button, []);
      const { display, visibility, opacity } = style(button);
      own(found, {
        __proto__: null,
        path: link ? apply(href, link, []) : location.pathname,
        shown: apply(text, letter ?? tile, []),
        seen: width > 0 && height > 0 && display !== "none" && visibility === "visible" && opacity > 0,
      });
    }
    return found;
  }

  Object.defineProperty(window, "watched", {
    value: { report: () => ({ __proto__: null, ...seen, badges: badges() }) },
  });
  // A click that the page counts, whatever else is on it.
  addEventListener("click", (event) => {
    const bought = apply(query, document, ["#bought"])[0];
    if (event.target === apply(query, document, ["#buy"])[0]) bought.value = Number(bought.value) + 1;
  });
})();
