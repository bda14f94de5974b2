/**
 * One swap when something is put in the basket: after the shop has done its thing, never twice.
 *
 * The press is only listened to. What was added is noted in the tray first, so that the offer
 * survives a form post that leads to another page; it is made where the buyer is when it is quiet.
 */
import type { ScoredItem } from "../api";
import type { Dock } from "../ui/dock";
import { offerCard, offerText } from "../ui/offer";
import type { Speech } from "../ui/words-extras";
import { addedBy } from "./add";
import { swapFor } from "./better";
import { type Picks, productKey } from "./picks";
import type { Port } from "./port";
import type { Part, Scene } from "./scene";

/** The shop's own answer (a mini basket, a message) comes first. */
const QUIET_MS = 700;
/** A page that began to leave and is still here after this long stays. */
const LEAVING_MS = 10_000;

interface Needs {
  signal: AbortSignal;
  dock: Dock;
  port: Port;
  picks: Picks;
  speech: Speech;
}

export function swapPart({ signal, dock, port, picks, speech }: Needs): Part {
  let scene: Scene | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shown = false;

  const close = (): void => {
    shown = false;
    dock.card(null);
  };

  /** Make the offer for what was added, if it may be made and has not been before. */
  const settle = async (item: ScoredItem): Promise<void> => {
    picks.added(null);
    const better = swapFor(item);
    const line = productKey(item);
    if (!better || line === "" || !(await port.offer(line)) || signal.aborted) return;
    shown = true;
    dock.card(offerCard(item, better, speech, close));
    dock.say(offerText(item, better, speech).join(" "));
  };

  const settleIn = (item: ScoredItem, wait: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void settle(item), wait);
  };

  const pressed = (event: Event): void => {
    if (!scene || !event.isTrusted) return;
    const item = addedBy(event.composedPath(), scene)?.item;
    if (!item || !swapFor(item)) return;
    close();
    picks.added(item);
    settleIn(item, QUIET_MS);
    const leaving = (): void => settleIn(item, LEAVING_MS);
    addEventListener("beforeunload", leaving, { signal, once: true });
    setTimeout(() => removeEventListener("beforeunload", leaving), QUIET_MS);
  };

  const escaped = (event: KeyboardEvent): void => {
    if (shown && event.key === "Escape" && !event.defaultPrevented) close();
  };

  document.addEventListener("click", pressed, { signal, capture: true, passive: true });
  document.addEventListener("keydown", escaped, { signal });
  dock.onEscape(() => shown && close());
  void picks.ready.then(({ added }) => {
    if (added && !signal.aborted) settleIn(added, QUIET_MS);
  });

  return {
    show: (next) => {
      scene = next;
    },
    end: () => {
      clearTimeout(timer);
      close();
    },
  };
}
