/**
 * JSON-LD as shops write it: read strictly first, then with the usual faults mended.
 *
 * Mended are wrappers (comments, CDATA, HTML entities, a trailing semicolon), comments between
 * values, trailing commas, raw line breaks inside strings and unescaped quotes inside strings.
 */

/** What honest faults stand in; mending more would hold up the page. */
const MENDABLE_CHARS = 200_000;

/** Parse a block; undefined where it cannot be read even so. */
export function parseLoose(source: string): unknown {
  const strict = parse(source);
  if (strict !== undefined || source.length > MENDABLE_CHARS) return strict;
  const bare = unwrap(source);
  return parse(bare) ?? parse(mend(bare)) ?? parse(mend(decodeEntities(bare)));
}

function parse(source: string): unknown {
  try {
    return JSON.parse(source) as unknown;
  } catch {
    return undefined;
  }
}

function unwrap(source: string): string {
  return source
    .replace(/^[\s\ufeff]*(?:<!--|\/\/\s*<!\[CDATA\[|\/\*\s*<!\[CDATA\[\s*\*\/|<!\[CDATA\[)/, "")
    .replace(/(?:-->|\/\/\s*\]\]>|\/\*\s*\]\]>\s*\*\/|\]\]>)\s*$/, "")
    .replace(/;\s*$/, "")
    .trim();
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["quot", '"'],
  ["#34", '"'],
  ["#39", "'"],
  ["apos", "'"],
  ["amp", "&"],
]);

function decodeEntities(source: string): string {
  return source.replace(/&(quot|#34|#39|apos|amp);/g, (whole, name: string) => {
    return ENTITIES.get(name) ?? whole;
  });
}

/** Whether a quote at `at` ends its string: what follows must be able to follow a string. */
function closes(source: string, at: number): boolean {
  const next = /\S/.exec(source.slice(at + 1, at + 200))?.[0];
  return next === undefined || next === "," || next === ":" || next === "}" || next === "]";
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/** One pass over the text with a string/no-string state. */
function mend(source: string): string {
  const out: string[] = [];
  let inString = false;
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at] ?? "";
    if (inString) {
      if (char === "\\") {
        const next = source[at + 1] ?? "";
        // A backslash before anything JSON does not know stands for itself.
        out.push(/["\\/bfnrtu]/.test(next) ? char + next : `\\\\${ESCAPES.get(next) ?? next}`);
        at += 1;
      } else if (char === '"') {
        inString = !closes(source, at);
        out.push(inString ? '\\"' : '"');
      } else {
        out.push(ESCAPES.get(char) ?? (char < " " ? " " : char));
      }
    } else if (char === "/" && (source[at + 1] === "/" || source[at + 1] === "*")) {
      const end = source.indexOf(source[at + 1] === "/" ? "\n" : "*/", at);
      at = end < 0 ? source.length : end + (source[at + 1] === "/" ? 0 : 1);
    } else {
      inString = char === '"';
      out.push(char);
    }
  }
  return dropTrailingCommas(out.join(""));
}

/** Remove a comma that has nothing after it but a closing bracket, outside strings. */
function dropTrailingCommas(source: string): string {
  return source.replace(/"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])/g, (token) =>
    token === "," ? "" : token,
  );
}
