import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Pieces that parsers stumble over. */
const tokens = [
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  '"',
  '\\',
  '#',
  '#_',
  ';',
  ':',
  ',',
  '\n',
  '\t',
  '\0',
  '\uFEFF',
  '\u2028',
  '\uD800',

  'nil',
  'null',
  'true',
  '1e400',
  '-0',
  '0.1',
  '9007199254740993',
  '1/2',
  '##Inf',
  '\\u00',
  '-----',
  '=====',
  '[1]',
  '"process"',
  ':process',
  '"type":"ok"',
  ':type :info',
  'nemesis',
  '__proto__',
  'constructor',
  '[[[[[[[[',
  '#a ',
];

/**
 * `text` with some damage, as bytes: pieces cut, doubled, swapped or replaced, bytes changed, the end lost, rarely a piece
 * repeated many thousand times. One seed, one damage.
 */
export function mutated(text: string, seed: number): Uint8Array {
  const rng = xoroshiro128plus(seed);
  const below = (limit: number): number => uniformInt(rng, 0, Math.max(0, limit - 1));
  // Now and then only digits change: the form stays whole, and what it tells becomes strange.
  if (below(3) === 0)
    return Buffer.from(text.replaceAll(/\d/g, (digit) => (below(30) === 0 ? String(below(10)) : digit)));
  let damaged = text;
  for (let times = 1 + below(1 + below(4)); times > 0; times -= 1) {
    const from = below(damaged.length + 1);
    const to = Math.min(damaged.length, from + below(below(5) === 0 ? 200 : 12));
    const piece = damaged.slice(from, to);
    const insert = [
      '',
      piece + piece,
      tokens[below(tokens.length)] ?? '',
      damaged.slice(below(damaged.length), below(damaged.length)).slice(0, 100),
      String(below(20)),
      below(50) === 0 ? (tokens[below(tokens.length)] ?? '').repeat(100_000) : '',
    ][below(6)];
    damaged = damaged.slice(0, from) + insert + damaged.slice(to);
  }
  if (below(8) === 0) damaged = damaged.slice(0, below(damaged.length + 1));
  const bytes = Buffer.from(damaged);
  if (below(8) === 0 && bytes.length > 0) bytes[below(bytes.length)] = below(256);
  return bytes;
}
