import { noOp } from '#cluster-node';

/** A value as the sentence of an objection shows it: the no-op is no text at all. */
export function valueText(value: string): string {
  return value === noOp ? 'a no-op' : value;
}
