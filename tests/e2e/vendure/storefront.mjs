/**
 * Serves the storefront: its files, product pictures, and one document for every address.
 */
import { readFileSync } from "node:fs";
import path from "node:path";

const KINDS = { ".js": "text/javascript", ".css": "text/css" };
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
  "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'";

/** A tile in a colour of the number's own. */
function picture(sku) {
  const hue = [...sku].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path fill="hsl(${hue} 35% 88%)" ` +
    `d="M0 0h4v3H0z"/><rect x="1.2" y=".6" width="1.6" height="1.8" rx=".2" ` +
    `fill="hsl(${hue} 38% 62%)"/></svg>`
  );
}

/** Return the Express handler; what belongs to Vendure's own addresses goes on to it. */
export function storefront(folder) {
  const file = (name) => readFileSync(path.join(folder, name), "utf8");
  return (request, response, next) => {
    const address = request.path;
    if (/^\/(shop|admin)-api/.test(address)) return next();
    response.set("Content-Security-Policy", POLICY);
    const sku = /^\/billede\/([\w-]+)\.svg$/.exec(address)?.[1];
    if (sku) return response.type("image/svg+xml").send(picture(sku));
    const name = /^\/dele\/([a-z]+\.(?:js|css))$/.exec(address)?.[1];
    if (name) return response.type(KINDS[path.extname(name)]).send(file(name));
    if (address.startsWith("/dele/") || address === "/favicon.ico") return response.sendStatus(404);
    return response.type("text/html").send(file("index.html"));
  };
}
