import { gzipSync } from 'node:zlib';
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

/** What a number or a word may be replaced by: another type, or what is no longer exact. */
const strangers = [
  '9007199254740993',
  '-9007199254740993',
  '9007199254740993N',
  '1e400',
  '0.1000000000000000055',
  '017',
  '1.0',
  'true',
  'null',
  'nil',
  '"7"',
  ':seven',
  '[7]',
  '{}',
  '{"a":7}',
  '[[["r",0,null]]]',
];

/** Draws a whole number from 0 to `limit` - 1. */
type Draw = (limit: number) => number;

/** `text` with some damage, as bytes, now and then packed. One seed, one damage. */
export function mutated(text: string, seed: number): Uint8Array {
  const rng = xoroshiro128plus(seed);
  const below: Draw = (limit) => uniformInt(rng, 0, Math.max(0, limit - 1));
  const damages = [
    withOtherDigits,
    withOtherTypes,
    withOtherLines,
    withOtherLineEnds,
    withOtherPieces,
    withOtherPieces,
  ];
  const damage = damages[below(damages.length)] ?? withOtherPieces;
  const bytes = Buffer.from(damage(text, below));
  if (below(8) === 0 && bytes.length > 0) bytes[below(bytes.length)] = below(256);
  if (below(20) !== 0) return bytes;
  const packed = gzipSync(bytes);
  return below(2) === 0 ? packed : packed.subarray(0, below(packed.length));
}

/** The form stays whole, and what it tells becomes strange. */
function withOtherDigits(text: string, below: Draw): string {
  return text.replaceAll(/\d/g, (digit) => (below(30) === 0 ? String(below(10)) : digit));
}

/** Numbers and words of other types, wherever they stand: as processes, times, keys, values, within transactions. */
function withOtherTypes(text: string, below: Draw): string {
  const one = below(2) === 0 ? 3 : 30;
  return text.replaceAll(/-?\d+|nil|null|"\w+"|:\w+/g, (word) =>
    below(one) === 0 ? (strangers[below(strangers.length)] ?? word) : word,
  );
}

/** Lines twice, in other places or not at all, so that completions come twice, or before what they complete. */
function withOtherLines(text: string, below: Draw): string {
  const lines = text.split('\n');
  for (let times = 1 + below(3); times > 0; times -= 1) {
    const [line = ''] = lines.splice(below(lines.length), below(3));
    for (let copies = below(3); copies > 0; copies -= 1) lines.splice(below(lines.length + 1), 0, line);
  }
  return lines.join('\n');
}

function withOtherLineEnds(text: string, below: Draw): string {
  const ends = ['\r\n', '\r', '\n\n', '\u2028', ' \n', '\0\n'];
  const end = ends[below(ends.length)] ?? '';
  return (below(3) === 0 ? '\uFEFF' : '') + text.replaceAll('\n', () => (below(4) === 0 ? '\n' : end));
}

/** Pieces cut, doubled or replaced, the end lost, rarely a piece repeated many thousand times. */
function withOtherPieces(text: string, below: Draw): string {
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
  return below(8) === 0 ? damaged.slice(0, below(damaged.length + 1)) : damaged;
}
