/** Draws a whole number from 0 to `count` - 1. */
export type Choice = (count: number) => number;

/** All of `items` once, in an order drawn by `choose`; only as much is drawn as is asked for. */
export function* shuffled<T>(items: readonly T[], choose: Choice): Generator<T> {
  const left = [...items];
  while (left.length > 0) {
    const place = choose(left.length);
    const item = left[place];
    const last = left.pop();
    if (item === undefined || last === undefined) return;
    if (place < left.length) left[place] = last;
    yield item;
  }
}
