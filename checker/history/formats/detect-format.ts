/** The forms of histories that can be read. */
export const formats = ['jsonl', 'json', 'edn', 'jepsen-log', 'call-log', 'sessions', 'plume'] as const;
export type Format = (typeof formats)[number];

/** How each form begins, after space and comments. The first that fits counts. */
const beginnings: readonly (readonly [Format, RegExp])[] = [
  ['call-log', /^\[\d+\] (?:call|return)/],
  ['json', /^\[\s*(?:\{\s*["}]|\]\s*$)/],
  ['jsonl', /^\{[ \t]*"[^\n]*(?:\}\s*(?:\n|$)|$)/],
  ['json', /^\{\s*"/],
  ['edn', /^[[({#]/],
  ['jepsen-log', /^(?:\S+ )*?(?:DEBUG|INFO|WARN|ERROR)\s/],
  ['sessions', /^(?:[rw] \d|-----|=====)/],
  ['plume', /^[rw]\(/],
];

/**
 * The form of a history, judged by how its text begins (some thousand characters are enough); null when it looks like
 * none of them.
 */
export function detectFormat(beginning: string): Format | null {
  const text = beginning.replace(/^(?:\s+|;[^\n]*(?:\n|$)|#(?=[ \t@])[^\n]*(?:\n|$))+/, '');
  return beginnings.find(([, form]) => form.test(text))?.[0] ?? null;
}
