/** Wrong usage: one line, exit status 254. */
export class NodeUsageError extends Error {
  override readonly name = 'NodeUsageError';
  readonly code = 'USAGE';
}

/** Options and what was given for them, not yet looked at. */
export type ArgumentValues = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

/** The highest port there is. */
export const portMax = 65_535;

/** What was given for `option`; undefined: nothing. */
export function text(values: ArgumentValues, option: string): string | undefined {
  const value = values[option];
  return typeof value === 'string' ? value : undefined;
}

/** What was given for `option`. @throws NodeUsageError when nothing was */
export function required(values: ArgumentValues, option: string): string {
  const value = text(values, option);
  if (value === undefined || value === '')
    throw new NodeUsageError(`--${option} is required. Run with --help for the options.`);
  return value;
}

/** One of `choices`, of which the first is the default. @throws NodeUsageError */
export function oneOf<T extends string>(values: ArgumentValues, option: string, choices: readonly [T, ...T[]]): T {
  const value = text(values, option);
  if (value === undefined) return choices[0];
  const choice = choices.find((one) => one === value);
  if (choice === undefined) throw new NodeUsageError(`--${option} ${value} is not one of ${choices.join(', ')}.`);
  return choice;
}

/** A whole number. @throws NodeUsageError */
export function whole(values: ArgumentValues, option: string): number {
  const value = Number(required(values, option));
  if (!Number.isSafeInteger(value))
    throw new NodeUsageError(`--${option} ${String(values[option])} is not a whole number.`);
  return value;
}

/** A port; 0, the default, stands for any free one. @throws NodeUsageError */
export function port(values: ArgumentValues, option: string): number {
  const value = Number(text(values, option) ?? '0');
  if (!Number.isInteger(value) || value < 0 || value > portMax) throw new NodeUsageError(`--${option} is not a port.`);
  return value;
}
