/** A JSON value that is no list and no object; the values that registers hold and that sets are made of. */
export type Scalar = string | number | boolean | null;

/** Whether `value` is a JSON scalar. */
export function isScalar(value: unknown): value is Scalar {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** One text for equal JSON values, whatever the order of their fields; 1 and "1" differ. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join()}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
    return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`).join()}}`;
  }
  return typeof value === 'bigint' ? `${value}n` : (JSON.stringify(value) ?? 'undefined');
}

/**
 * What `value` holds that has no JSON of its own, so that two different values would have one text: `a Map`, `NaN`. Null:
 * nothing. Numbers that are not finite, bigints, functions, symbols, gaps in lists, and objects of any class. O(size).
 */
export function outsideJson(value: unknown): string | null {
  if (typeof value === 'object') return value === null ? null : outsideJsonObject(value);
  if (typeof value === 'number') return Number.isFinite(value) ? null : String(value);
  const isUnknown = typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol';
  return isUnknown ? `a ${typeof value}` : null;
}

function outsideJsonObject(value: object): string | null {
  if (Array.isArray(value)) {
    for (let place = 0; place < value.length; place++) {
      const found = value[place] === undefined ? 'undefined in a list' : outsideJson(value[place]);
      if (found !== null) return found;
    }
    return null;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  // Plain objects of whatever realm end there; those of a class have one more prototype, and fields that nobody sees.
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  if (!isPlain) return `a ${value.constructor.name}`;
  for (const field of Object.values(value)) {
    const found = outsideJson(field);
    if (found !== null) return found;
  }
  return null;
}
