import type { Scalar } from '#cluster-node';

/** What a story writes: a number, or a word as it stands. */
export function valueIn(text: string): Scalar {
  const number = Number(text);
  return Number.isFinite(number) ? number : text;
}
