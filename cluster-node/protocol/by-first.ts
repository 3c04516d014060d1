/** Orders the entries of a map by their keys, for telling whether two maps hold the same. */
export function byFirst<Key extends number | string>(
  [one]: readonly [Key, ...unknown[]],
  [other]: readonly [Key, ...unknown[]],
): number {
  return one < other ? -1 : 1;
}
