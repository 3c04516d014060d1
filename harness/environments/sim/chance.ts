/**
 * Random numbers that are a pure function of what they are for: the number for one message, sync or timer does not depend on
 * how many others there were before, so that leaving one event out of a run leaves the decisions about the rest alone.
 */

/** A well mixed 32-bit number for `key` below the numbers that `seed` already stands for. */
export function mixed(seed: number, key: number): number {
  let hash = seed ^ Math.imul(key, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** A 32-bit number for a text: FNV-1a. */
export function textHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

/** The seed of a stream of its own, named by texts: `streamSeed(7, 'link', 'n1', 'n2')`. */
export function streamSeed(seed: number, ...names: readonly string[]): number {
  let hash = mixed(mixed(0, seed | 0), Math.floor(seed / 2 ** 32));
  for (const name of names) hash = mixed(hash, textHash(name));
  return hash;
}

/** From 0 (included) to 1 (excluded): the fraction for `key` of a stream. */
export function fractionFor(stream: number, key: number): number {
  return (mixed(stream, key) >>> 0) / 2 ** 32;
}
