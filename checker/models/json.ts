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
  return JSON.stringify(value) ?? 'undefined';
}
