/**
 * Web addresses as the match patterns that grants are given by.
 */

/** Firefox knows no ports in match patterns: there a grant is for the host on every port. */
function knowsPorts(): boolean {
  return !chrome.runtime.getURL("").startsWith("moz-extension:");
}

/** The match pattern of a web address; null for anything that is not http(s). */
export function patternOf(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  return `${url.protocol}//${knowsPorts() ? url.host : url.hostname}/*`;
}

/** Whether the user or a policy has granted the page at this address. */
export async function isGranted(address: string): Promise<boolean> {
  const pattern = patternOf(address);
  return pattern !== null && chrome.permissions.contains({ origins: [pattern] });
}
