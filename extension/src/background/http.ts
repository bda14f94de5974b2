/**
 * Talking to the service: no cookies, no referrer, no redirect, a time limit and a size limit.
 */
import type { Settings } from "../settings";

/** Milliseconds after which a request is given up. */
export const TIMEOUT_MS = 10_000;

interface Call {
  method: "GET" | "POST";
  cache: RequestCache;
  headers?: Record<string, string>;
  body?: string;
}

/** Send one request to a path of the service. Rejects as fetch does: no network, or no time left. */
export async function call({ service, token }: Settings, path: string, how: Call) {
  const headers = { ...how.headers, ...(token === "" ? {} : { Authorization: `Bearer ${token}` }) };
  return fetch(service + path, {
    ...how,
    headers,
    credentials: "omit",
    redirect: "error",
    referrerPolicy: "no-referrer",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
}

/** Read a body as JSON; null where it is none, or larger than any honest answer. */
export async function boundedJson(answer: Response, maxBytes: number): Promise<unknown> {
  const reader = answer.body?.getReader();
  if (!reader) return null;
  const decoder = new TextDecoder();
  let size = 0;
  let body = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel();
      return null;
    }
    body += decoder.decode(value, { stream: true });
  }
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
