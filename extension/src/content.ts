/**
 * The content script: asks whether it may look, starts a page view, and a new one when a
 * single-page shop moves on.
 */
import { clearLeftovers } from "./content/changes";
import { FIRST_KEY, type Promised } from "./content/first";
import { alive, send } from "./content/send";
import { PageView } from "./content/view";
import { type Hello, isPageMessage, type Report } from "./messages";
import { OUR_TAGS } from "./ui/dom";

const SETTLE_MS = 400;
/** A frame smaller than this shows no product that anybody chooses. */
const SMALLEST = { width: 200, height: 150 };

interface Running {
  alive: () => boolean;
  stop: () => void;
}

/** A symbol, for an element of the page whose id is the key would stand there instead. */
const KEY: unique symbol = Symbol.for("indkobskompasRunning");
const world = globalThis as typeof globalThis & { [KEY]?: Running } & Promised;

const NOTHING: Report = {
  shop: location.host,
  sent: [],
  graded: 0,
  problem: "off",
  oldest: null,
};

function start(): Running {
  const whole = new AbortController();
  const { signal } = whole;
  let controller = new AbortController();
  let hello: Hello | null = null;
  let view: PageView | null = null;
  let pending: ReturnType<typeof setTimeout> | undefined;
  const here = (): string => location.pathname + location.search;
  let shown = here();

  const stop = (): void => {
    clearTimeout(pending);
    controller.abort();
    whole.abort();
  };

  const renew = (): void => {
    clearTimeout(pending);
    controller.abort();
    controller = new AbortController();
    const left = here() === shown ? null : (view?.mainProduct ?? null);
    shown = here();
    view = hello?.on ? new PageView(controller.signal, hello, stop, left) : null;
  };

  /** Ask anew what the settings are, and look anew. */
  const refresh = async (): Promise<void> => {
    const first = world[FIRST_KEY];
    world[FIRST_KEY] = undefined;
    // A worker that was ended in the middle of it is started anew by the next message.
    hello = (await (first ?? send<Hello>({ type: "hello" }))) ?? (await send({ type: "hello" }));
    if (!signal.aborted) renew();
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
      if (message.type === "refresh") void refresh();
      // The pop-up asks the page, not the frames in it.
      else if (window === window.top) respond(view?.report() ?? NOTHING);
    }
    return false;
  };
  chrome.runtime.onMessage.addListener(listen);
  void refresh();

  // An updated extension starts its own copy beside one that can no longer reach its background.
  return { alive, stop };
}

/** Asked of frames alone: it makes the browser lay out the page. */
const isSmall = (): boolean => innerWidth < SMALLEST.width || innerHeight < SMALLEST.height;

function begin(): void {
  if (document.contentType !== "text/html" || world[KEY]?.alive()) return;
  if (window !== window.top && isSmall()) return;
  world[KEY]?.stop();
  clearLeftovers(OUR_TAGS);
  world[KEY] = start();
}

// A page that the browser loads ahead has not been opened by anybody yet, so nothing is asked.
if ((document as Document & { prerendering?: boolean }).prerendering) {
  document.addEventListener("prerenderingchange", begin, { once: true });
} else {
  begin();
}
