/** What was found where something else was expected: as JSON, with bigints as they are. */
export function printed(value: unknown): string {
  if (value === undefined) return 'none';
  if (typeof value === 'bigint') return String(value);
  return JSON.stringify(value, (_name, field: unknown) => (typeof field === 'bigint' ? `${field}n` : field));
}
