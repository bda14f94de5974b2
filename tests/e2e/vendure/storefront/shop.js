/**
 * The storefront's router: addresses lead to pages, and no link loads a document.
 *
 * The address changes at once and the page when its data is there, as single-page shops do it.
 */
import { basket } from "./api.js";
import { count, framed, front, goods, lines, missing, results } from "./pages.js";

const ROUTES = [
  [/^\/$/, front],
  [/^\/soeg$/, results],
  [/^\/vare\/(?<slug>[\w-]+)$/, goods],
  [/^\/kurv$/, lines],
  [/^\/ugens\/(?<slug>[\w-]+)$/, framed],
];
const main = document.querySelector("#main");
let current = new AbortController();

/** Show the page that the address leads to; one that is overtaken by another shows nothing. */
async function show() {
  current.abort();
  current = new AbortController();
  const { signal } = current;
  for (const [pattern, page] of ROUTES) {
    const found = pattern.exec(location.pathname);
    if (found) {
      await page(main, signal, { ...found.groups, query: new URLSearchParams(location.search) });
      return;
    }
  }
  missing(main);
}

/** Go to an address of this shop. */
function go(address) {
  history.pushState(null, "", address);
  scrollTo(0, 0);
  void show();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!link || !plain || link.origin !== location.origin || event.defaultPrevented) return;
  event.preventDefault();
  go(link.href);
});
document.querySelector(".search").addEventListener("submit", (event) => {
  event.preventDefault();
  go(`/soeg?q=${encodeURIComponent(new FormData(event.target).get("q"))}`);
});
addEventListener("popstate", show);

count(await basket());
await show();
