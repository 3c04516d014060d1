import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseScenario } from './parse-scenario.ts';
import { runScenario } from './run-scenario.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/scenarios.md'), 'utf8');
const [, example = ''] = /```json\n([^]*?)```/.exec(page) ?? [];
const whole = JSON.parse(example) as Readonly<Record<string, unknown>>;

/** What the reader of scenarios says it knows, when it is given what it does not. */
function knownFor(fields: Readonly<Record<string, unknown>>): readonly string[] {
  try {
    parseScenario({ ...whole, ...fields });
  } catch (error) {
    const [, list = ''] = /(?:known: |has to be one of )(.*?)(?:, not|$)/.exec(String(error)) ?? [];
    return list.split(', ');
  }
  return [];
}

test('the scenario in docs/scenarios.md runs, and nothing is wrong with it', () => {
  expect(runScenario(parseScenario(whole))).toMatchObject({ violation: null, operations: { info: 0 } });
});

test.each([
  ['keys', { nothing: 1 }],
  ['kinds of faults', { faults: [{ atMs: 1, kind: 'nothing' }] }],
  ['keys of faults', { faults: [{ nothing: 1 }] }],
  ['kinds of operations', { operations: [{ f: 'nothing' }] }],
  ['keys of rules', { messages: [{ match: { nothing: 1 }, action: { kind: 'drop' } }] }],
  ['keys of rounds', { messages: [{ match: { round: { nothing: 1 } }, action: { kind: 'drop' } }] }],
  ['actions', { messages: [{ match: {}, action: { kind: 'nothing' } }] }],
])('the page names all %s', (_what, fields) => {
  const known = knownFor(fields);
  expect(known.length).toBeGreaterThan(2);
  const isNamed = (word: string): boolean => page.includes(`\`${word}\``) || page.includes(`"${word}"`);
  expect(known.filter((word) => !isNamed(word))).toEqual([]);
});
