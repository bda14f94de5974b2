/**
 * The two things the parts ask of the background: whether a swap may be offered, and the tray.
 */
import type { OfferMessage, Tray, TrayMessage } from "../messages";

export interface Port {
  /** Whether a swap for this line may be offered: true once for each line, then false. */
  offer: (line: string) => Promise<boolean>;
  /** The tab's tray in this shop, after `change` has replaced it; without `change` it is read. */
  tray: (change?: Tray) => Promise<Tray>;
}

export const EMPTY_TRAY: Tray = { compare: [], added: null };

/** A tray from an answer that may be none. */
function readTray(value: unknown): Tray {
  const { compare, added } = (value ?? {}) as Partial<Tray>;
  return { compare: Array.isArray(compare) ? compare : [], added: added ?? null };
}

/** An extension that was updated under an open page answers nothing, which is no error there. */
async function send(message: OfferMessage | TrayMessage): Promise<unknown> {
  try {
    return await chrome.runtime.sendMessage(message);
  } catch {
    return null;
  }
}

/** The port of the real extension; never throws. */
export const runtimePort: Port = {
  offer: async (line) => (await send({ type: "offer", line })) === true,
  tray: async (change) => {
    const answer = await send(change ? { type: "tray", tray: change } : { type: "tray" });
    return answer ? readTray(answer) : (change ?? EMPTY_TRAY);
  },
};
