export type EdnOptions = Readonly<{
  /** A string becomes a keyword, where keywords can be written so. */
  keyword?: boolean;
  /** The value is a list of micro-operations, whose first words are keywords: `[[:append 3 1]]`. */
  keywordsFirst?: boolean;
}>;

const keywordName = /^[A-Za-z*!_?<>=-][\w*!?<>=.-]*$/;

/** One of JSON's values as EDN. Lists are vectors, objects are maps whose keys are strings. `parseEdn` reads it back. */
export function edn(value: unknown, { keyword = false, keywordsFirst = false }: EdnOptions = {}): string {
  if (value === null || value === undefined) return 'nil';
  if (typeof value === 'string') return keyword && keywordName.test(value) ? `:${value}` : quoted(value);
  if (Array.isArray(value)) {
    const isMicroOperation = (element: unknown): element is unknown[] => keywordsFirst && Array.isArray(element);
    return `[${value.map((element) => (isMicroOperation(element) ? microOperation(element) : edn(element))).join(' ')}]`;
  }
  if (typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([name, field]) => `${quoted(name)} ${edn(field)}`)
      .join(', ')}}`;
  }
  return JSON.stringify(value);
}

function microOperation([f, ...rest]: readonly unknown[]): string {
  return `[${[edn(f, { keyword: true }), ...rest.map((element) => edn(element))].join(' ')}]`;
}

/** JSON's strings are EDN's, but for the escape of a slash, which JSON.stringify does not write. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
