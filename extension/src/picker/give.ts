/**
 * Giving the adapter away: as text, as a file, on the clipboard.
 */
import type { Adapter } from "../extract/format";

/** The adapter as it is stored in a file. */
export function json(adapter: Adapter): string {
  return `${JSON.stringify(adapter, null, 2)}\n`;
}

/** Let the browser save a text as a file of this name. */
export function download(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Copy what `source` holds; pages without https have no clipboard but that of a selection. */
export async function copy(source: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(source.textContent ?? "");
    return true;
  } catch {
    getSelection()?.selectAllChildren(source);
    return document.execCommand("copy");
  }
}
