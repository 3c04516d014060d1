import { describe, expect, test } from 'vitest';
import { EffectsChecksum } from './effects-checksum.ts';
import type { Effect } from './protocol/effects.ts';
import { roundOf } from './protocol/round.ts';
import { asValue } from './protocol/value.ts';

const round = roundOf(2, 0, 1);
const vote = { kind: 'phase2b', round, instance: 7, value: asValue('x') } as const;
const effects: readonly Effect[] = [
  { kind: 'persist', record: { kind: 'vote', instance: 7, round, value: 'x' } },
  { kind: 'send', to: 0, message: vote },
  { kind: 'send', to: 1, message: vote },
  { kind: 'timer', timer: 'tick', minMs: 15, maxMs: 15.000000000000002 },
  { kind: 'answer', value: asValue('x'), outcome: { kind: 'ok', value: null } },
  { kind: 'alarm', message: 'two values', stops: false },
];

function checksumOf(...batches: readonly (readonly Effect[])[]): number {
  const checksum = new EffectsChecksum();
  for (const batch of batches) checksum.add(batch);
  return checksum.value;
}

describe('the checksum of effects', () => {
  test('is the same for equal effects, whatever objects they are and however they are batched', () => {
    expect(checksumOf(structuredClone(effects).map((effect) => structuredClone(effect)))).toBe(checksumOf(effects));
    expect(checksumOf(effects.slice(0, 2), effects.slice(2))).toBe(checksumOf(effects));
  });

  const changes: readonly (readonly [what: string, changed: readonly Effect[]])[] = [
    ['an effect is missing', effects.slice(0, -1)],
    ['two have changed places', [effects[0], effects[2], effects[1], ...effects.slice(3)].flatMap((one) => one ?? [])],
    [
      'a note takes the place of a record',
      effects.with(0, { kind: 'note', record: { kind: 'vote', instance: 7, round, value: 'x' } }),
    ],
    ['a message goes elsewhere', effects.with(2, { kind: 'send', to: 2, message: vote })],
    [
      'a message is about another instance',
      effects.with(2, { kind: 'send', to: 1, message: { ...vote, instance: 8 } }),
    ],
    ['the last bit of a time differs', effects.with(3, { kind: 'timer', timer: 'tick', minMs: 15, maxMs: 15 })],
    [
      'an answer is empty and not absent',
      effects.with(4, { kind: 'answer', value: asValue('x'), outcome: { kind: 'ok', value: '' } }),
    ],
    ['an alarm stops the node', effects.with(5, { kind: 'alarm', message: 'two values', stops: true })],
  ];
  test('is the same whatever is written to the journal and the trace, which are compared themselves', () => {
    const record = { kind: 'vote', instance: 7, round, value: 'y' } as const;
    const trace = { kind: 'trace', event: { kind: 'alarm', message: 'two values' } } as const;
    expect(checksumOf([...effects.with(0, { kind: 'persist', record }), trace])).toBe(checksumOf(effects));
  });

  test.each(changes)('differs when %s', (_, changed) => {
    expect(checksumOf(changed)).not.toBe(checksumOf(effects));
  });
});
