/**
 * The two messages between the options page and the picker in a shop's page.
 */
import type { Adapter } from "../extract/format";
import type { Contrast, Language } from "../messages";

/** Options → picker: begin, with what was pointed at in this shop before. */
export interface PickMessage {
  type: "pick";
  language: Language;
  contrast: Contrast;
  draft: Adapter | null;
}

/** Picker → options: the adapter as it is now. */
export interface PickedMessage {
  type: "picked";
  adapter: Adapter;
}

function typed(value: unknown, type: string): value is { type: string } {
  return typeof value === "object" && value !== null && (value as { type?: unknown }).type === type;
}

/** Narrow an unknown message to a PickMessage. */
export function isPickMessage(value: unknown): value is PickMessage {
  return typed(value, "pick");
}

/** Narrow an unknown message to a PickedMessage of a size that a person can have pointed out. */
export function isPickedMessage(value: unknown): value is PickedMessage {
  const adapter = typed(value, "picked") && (value as { adapter?: unknown }).adapter;
  return typeof adapter === "object" && adapter !== null && JSON.stringify(adapter).length < 20_000;
}
