import type { SimJudge } from './sim-outcome.ts';

/** What `roundWords` calls rounds: neither owner nor step matters, nor whether there is a round. */
const namedRounds = /\bround \d+ of (?:[a-z][a-z0-9-]*|\?)(?:, (?:fast|recovery)\b)?|\bno round\b/g;

/**
 * What kind of violation it is: equal for runs that fail in the same way, whatever commands, names, numbers and times they have.
 * The text of a stall or of a history is too particular to tell one from another.
 */
export function fingerprintOf(judge: SimJudge, message: string, names: readonly string[]): string {
  if (judge === 'stall' || judge === 'linearizability' || judge === 'transactions') return judge;
  const withoutNames = names.reduce(
    (text, name) => text.replaceAll(new RegExp(`\\b${escaped(name)}\\b`, 'g'), 'node'),
    withoutCommands(message).replaceAll(namedRounds, 'round #'),
  );
  const words = withoutNames
    .replaceAll(/node \d+/g, 'node')
    .replaceAll(/\{.*\}/g, '…')
    .replaceAll(/\d+(?:\.\d+)?/g, '#');
  return `${judge}: ${words}`;
}

/** Commands are lists as JSON, and those of transactions hold lists. */
function withoutCommands(text: string): string {
  let rest = '';
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:\\.|[^"\\])*"|[^]/g)) {
    if (token === '[') depth += 1;
    else if (token === ']' && depth > 0) depth -= 1;
    else if (depth === 0) rest += token;
    if (token === '[' && depth === 1) rest += 'v';
  }
  return rest;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
