/**
 * The value of a JSON text that a person wrote. A byte order mark is taken off, and a key that an object has twice is
 * refused, of which `JSON.parse` would silently take the last. @throws SyntaxError
 */
export function parseJsonText(text: string): unknown {
  const json = text.replace(/^\uFEFF/, '');
  const value: unknown = JSON.parse(json);
  const repeated = repeatedKey(json);
  if (repeated !== null) throw new SyntaxError(`the key ${repeated} is there twice in one object; give it once`);
  return value;
}

/** A string, and the colon that makes it a key; or where an object begins or ends. */
const tokens = /("(?:[^"\\]|\\.)*")(\s*:)?|[{}]/g;

/** With its quotation marks; null when each object has its keys once. `json` is correct. */
function repeatedKey(json: string): string | null {
  const keysOfOpenObjects: Set<unknown>[] = [];
  for (const [token, string, colon] of json.matchAll(tokens)) {
    if (token === '{') keysOfOpenObjects.push(new Set());
    if (token === '}') keysOfOpenObjects.pop();
    if (string === undefined || colon === undefined) continue;
    const key: unknown = JSON.parse(string); // "a" may be written as "\u0061"
    const keys = keysOfOpenObjects.at(-1);
    if (keys?.has(key) === true) return string;
    keys?.add(key);
  }
  return null;
}
