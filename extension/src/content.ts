/**
 * The content script: starts a page view, and a new one when a single-page shop moves on.
 */
import { PageView } from "./content/view";
import { isPageMessage } from "./messages";

const SETTLE_MS = 400;

interface Running {
  alive: () => boolean;
  stop: () => void;
}

const KEY = "indkobskompasRunning";
const world = globalThis as typeof globalThis & { [KEY]?: Running };

function start(): Running {
  let controller = new AbortController();
  let view = new PageView(controller.signal);
  let pending: ReturnType<typeof setTimeout> | undefined;
  const whole = new AbortController();
  const { signal } = whole;
  const here = (): string => location.pathname + location.search;
  let shown = here();

  const renew = (): void => {
    clearTimeout(pending);
    controller.abort();
    controller = new AbortController();
    const left = here() === shown ? null : view.mainProduct;
    shown = here();
    view = new PageView(controller.signal, left);
  };

  /** The address changes before the page does: until it has, its numbers belong to the old one. */
  const leave = (): void => {
    if (here() === shown) return;
    controller.abort();
    clearTimeout(pending);
    pending = setTimeout(renew, SETTLE_MS);
  };
  const arrive = (): void => {
    if (here() !== shown) renew();
  };

  const { navigation } = window as Window & { navigation?: EventTarget };
  navigation?.addEventListener("currententrychange", leave, { signal });
  navigation?.addEventListener("navigatesuccess", arrive, { signal });
  addEventListener("popstate", leave, { signal });
  addEventListener("pageshow", (event) => event.persisted && renew(), { signal });

  const listen = (
    message: unknown,
    _sender: chrome.runtime.MessageSender,
    respond: (answer: unknown) => void,
  ): false => {
    if (isPageMessage(message)) {
      if (message.type === "refresh") renew();
      else respond(view.report());
    }
    return false;
  };
  chrome.runtime.onMessage.addListener(listen);

  return {
    // An updated extension starts its own copy beside one that can no longer reach its background.
    alive: () => chrome.runtime?.id !== undefined,
    stop: () => {
      clearTimeout(pending);
      controller.abort();
      whole.abort();
    },
  };
}

function begin(): void {
  if (document.contentType !== "text/html" || world[KEY]?.alive()) return;
  world[KEY]?.stop();
  world[KEY] = start();
}

// A page that the browser loads ahead has not been opened by anybody yet, so nothing is asked.
if ((document as Document & { prerendering?: boolean }).prerendering) {
  document.addEventListener("prerenderingchange", begin, { once: true });
} else {
  begin();
}
