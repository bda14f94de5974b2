/**
 * Short names for what is remembered, so that no path or line stands in the browser's files.
 */

/** The first 96 bits of the parts' SHA-256, as 24 hexadecimal digits. */
export async function digest(...parts: unknown[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(parts));
  const whole = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...whole.subarray(0, 12)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
