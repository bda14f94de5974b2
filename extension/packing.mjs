/**
 * The tools of package.mjs: what goes in, zips that come out the same, the signing key, the judge.
 */
import { execFileSync } from "node:child_process";
import { createHash, createPublicKey, generateKeyPairSync } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import yazl from "yazl";

export const root = fileURLToPath(new URL("../", import.meta.url));
const source = join(root, "extension");
/** What a browser needs; folders are taken whole. */
const PARTS = ["manifest.json", "managed-schema.json", "options.html", "popup.html"];
const FOLDERS = ["_locales", "dist", "icons"];
const LEFT_OUT = /^dist\/\.built$|^icons\/icon\.svg$/;

/** End the run with words instead of a stack. */
export function fail(message) {
  console.error(`package: ${message}`);
  process.exit(1);
}

/** Names of all files of the package, sorted, with "/" between folders. */
async function files() {
  const found = [...PARTS];
  for (const folder of FOLDERS) {
    for (const entry of await readdir(join(source, folder), {
      recursive: true,
      withFileTypes: true,
    })) {
      if (entry.isFile()) {
        const path = join(entry.parentPath, entry.name);
        found.push(path.slice(source.length + 1).replaceAll("\\", "/"));
      }
    }
  }
  return found.filter((name) => !LEFT_OUT.test(name)).sort();
}

/** The hash of these bytes, in hexadecimal. */
export function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A zip of these [name, bytes], the same for the same contents whatever the clock and its zone. */
export async function zip(entries) {
  const made = new yazl.ZipFile();
  // A zip's times are local ones without a zone, so this is the same everywhere.
  const mtime = new Date(1980, 0, 1);
  for (const [name, bytes] of entries) {
    made.addBuffer(bytes, name, { mtime, mode: 0o100644, forceDosTimestamp: true });
  }
  made.end();
  return buffer(made.outputStream);
}

/** Everything the package holds, as sorted [name, bytes]. */
export async function contents() {
  const names = await files();
  return Promise.all(names.map(async (name) => [name, await readFile(join(source, name))]));
}

/** The key's path, made once under build/ where none is given. */
export async function signingKey() {
  const given = process.env.KOMPAS_CRX_KEY;
  const path = given || join(root, "build", "crx-key.pem");
  const there = await stat(path).catch(() => null);
  if (!there && given) fail(`KOMPAS_CRX_KEY: there is no ${given}`);
  if (!there) {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  }
  if (!given) {
    console.log(
      "package: signed with build/crx-key.pem, which was made here. Another key is another",
    );
    console.log(
      "         id for Chrome and Edge: keep the file, or name your own in KOMPAS_CRX_KEY.",
    );
  }
  return path;
}

/** The id that Chrome and Edge give an extension signed with this key: 32 letters of a to p. */
export async function idOf(key) {
  const der = createPublicKey(await readFile(key)).export({ type: "spki", format: "der" });
  const hex = sha256(der).slice(0, 32);
  return hex.replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)));
}

/** Let web-ext judge exactly what was packed; its findings end the run. */
export async function lint(entries, selfHosted) {
  const folder = await mkdtemp(join(tmpdir(), "kompas-package-"));
  for (const [name, bytes] of entries) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
  const webExt = join(root, "node_modules", "web-ext", "bin", "web-ext.js");
  const flags = ["--warnings-as-errors", ...(selfHosted ? ["--self-hosted"] : [])];
  const command = [webExt, "lint", "--source-dir", folder, ...flags];
  try {
    execFileSync(process.execPath, command, { cwd: root, stdio: "pipe" });
  } catch (error) {
    fail(`web-ext lint found faults\n${error.stdout}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
