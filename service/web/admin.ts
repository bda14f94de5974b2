/**
 * What every page of the administration runs: htmx, and telling what went wrong with a request.
 */
import "htmx.org";
import "./charts";
import { listenToKeys } from "./reviews";
import { checkFiles } from "./uploads";

interface HtmxEvent extends Event {
  detail: { xhr?: XMLHttpRequest };
}

/** Say something in the corner that is read aloud; with a link where that helps. */
function tell(text: string, link?: { href: string; text: string }): void {
  const told = document.querySelector("#told");
  if (!told) return;
  const said = document.createElement("p");
  said.textContent = text;
  told.replaceChildren(said);
  if (link) {
    const way = Object.assign(document.createElement("a"), { href: link.href, target: "_blank" });
    way.textContent = link.text;
    told.append(way);
  }
}

const words = (): DOMStringMap => document.querySelector<HTMLElement>("#told")?.dataset ?? {};

document.addEventListener("signed-out", () => {
  const { signedOut = "", signIn = "", open = "" } = words();
  tell(signedOut, { href: signIn, text: open });
});
document.addEventListener("htmx:sendError", () => tell(words().unreachable ?? ""));
document.addEventListener("htmx:timeout", () => tell(words().unreachable ?? ""));
// An answer that says what was wrong is shown where the right one would have stood.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = event as CustomEvent<{ xhr: XMLHttpRequest; shouldSwap: boolean }>;
  if ([409, 422].includes(detail.xhr.status)) detail.shouldSwap = true;
});
document.addEventListener("htmx:beforeRequest", (event) => {
  if ((event as HtmxEvent).detail.xhr) document.querySelector("#told")?.replaceChildren();
});

// Each question about a draft's effect is numbered, so that the server can let an overtaken one be.
document.addEventListener("htmx:configRequest", (event) => {
  const { detail, target } = event as CustomEvent<{ parameters: Record<string, string> }>;
  if (target instanceof HTMLElement && "serial" in target.dataset) {
    detail.parameters.serial = String(Date.now());
  }
});
document.addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest("[data-preview]") : null;
  button?.closest("form")?.dispatchEvent(new Event("preview"));
});
listenToKeys(document);
checkFiles(document);
