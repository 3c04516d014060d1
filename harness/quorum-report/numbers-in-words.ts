/** `3 nodes`, `1 node`, `no node`. */
export function countOf(count: number, noun: string): string {
  return `${count === 0 ? 'no' : count} ${noun}${count === 0 || count === 1 ? '' : 's'}`;
}

/** A probability in percent, to two digits: `66 %`, `1.5 %`; what is not certain is never `100 %`. */
export function percent(probability: number): string {
  const value = probability * 100;
  if (value > 99 && value < 100) return '> 99 %';
  return `${Number(value.toPrecision(2))} %`;
}

/** More nines than these are beyond what floating point sums tell. */
const ninesMax = 10;

/** How much of the time something is up: all nines, and two digits more; never rounded up to `100 %`. */
export function percentUp(probability: number | null): string {
  if (probability === null) return 'unknown';
  const down = 1 - probability;
  if (down <= 10 ** -ninesMax) return probability === 1 ? '100 %' : `> ${nines(ninesMax)} %`;
  const digits = Math.max(0, Math.ceil(-Math.log10(down)) - 1);
  const scale = 10 ** digits;
  return `${(Math.floor(probability * 100 * scale) / scale).toFixed(digits)} %`;
}

function nines(count: number): string {
  return `99.${'9'.repeat(count - 2)}`;
}

/** A duration in whatever unit, to two decimals. */
export function duration(value: number): string {
  return value.toFixed(2);
}

/** Names in one line; runs such as n1, n2, n3 become `n1..n3`. */
export function namesText(names: readonly string[]): string {
  const runs: string[][] = [];
  for (const name of names) {
    const run = runs.at(-1);
    if (run !== undefined && nextName(run.at(-1) ?? '') === name) run.push(name);
    else runs.push([name]);
  }
  return runs.map((run) => (run.length < 3 ? run.join(', ') : `${run[0] ?? ''}..${run.at(-1) ?? ''}`)).join(', ');
}

/** `eu-4` after `eu-3`; null after what has no number. */
function nextName(name: string): string | null {
  const [, stem = '', number] = /^(.*?)(\d+)$/.exec(name) ?? [];
  return number === undefined ? null : `${stem}${Number(number) + 1}`;
}
