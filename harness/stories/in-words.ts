import { valueWords } from '../message-diagram/index.ts';

/** What nodes and judges say, where nodes are indices and commands are as they are encoded, in the words of a story. */
export function inWords(text: string, names: readonly string[]): string {
  return text
    .replaceAll(/"\[(?:\\.|[^"\\])*"/g, (quoted) => String(JSON.parse(quoted)))
    .replaceAll(/\["(?:\\.|[^"\\])*",\d+,\d+,[^\]]*\]/g, (command) => valueWords(command))
    .replaceAll(/\bnode (?<index>\d+)\b/g, (words, index) => names[Number(index)] ?? words);
}
