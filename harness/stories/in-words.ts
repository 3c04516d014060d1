import { isRound, roundNumber } from '#cluster-node';
import { valueWords } from '../message-diagram/index.ts';
import { roundWords } from '../round-words.ts';

/**
 * What nodes and judges say, where nodes are indices and commands are as they are encoded, and rounds too if nodes say it, in the words
 * of a story. `round 2 of n1` is in such words already.
 */
export function inWords(text: string, names: readonly string[]): string {
  return text
    .replaceAll(/"\[(?:\\.|[^"\\])*"/g, (quoted) => String(JSON.parse(quoted)))
    .replaceAll(/\["(?:\\.|[^"\\])*",\d+,\d+,[^\]]*\]/g, (command) => valueWords(command))
    .replaceAll(/\bround (?<number>\d+)\b(?! of )/g, (words, number) => encodedRound(Number(number), names) ?? words)
    .replaceAll(/\bnode (?<index>\d+)\b/g, (words, index) => names[Number(index)] ?? words);
}

/** Null: it is no round, or its mere number. */
function encodedRound(number: number, names: readonly string[]): string | null {
  return isRound(number) && roundNumber(number) > 0 ? roundWords(number, names) : null;
}
