import { expect, test } from 'vitest';
import type { TraceClaims } from '#checker';
import { encodeCommand, isRound, roundKind, roundStep } from '#cluster-node';
import { invariant } from '#foundation';
import { clientOf, type DecidingStep, decidedOperations } from './decided-operations.ts';

let instances = 0;

/** One line of a trace: an operation of that window, decided in a round of that step. */
function decided(window: string, count: number, step: DecidingStep): TraceClaims['events'][number] {
  const round = 400 + step;
  invariant(isRound(round) && roundStep(round) === step, 'the step is the last digit of a round to the base of four');
  instances += 1;
  const operation = { f: 'write', key: 'k', value: count } as const;
  const value = encodeCommand({ client: clientOf(window, count), sequence: 1, acknowledged: 1, operation });
  return { kind: 'decided', instance: instances, round, roundKind: roundKind(round), value, voters: ['n1'] };
}

function trace(node: string, events: TraceClaims['events']): TraceClaims {
  return { node, state: 'complete', events };
}

test('what was invoked before the nodes were dead does not count, however late it is decided', () => {
  const traces = [trace('n1', [decided('survived', 1, 1), decided('beyond', 1, 1), decided('survived', 2, 1)])];
  expect(decidedOperations(traces, 1, 'beyond')).toBe(1);
  expect(decidedOperations(traces.slice(1), 1, 'beyond')).toBe(0);
});

test('a window whose name begins like another one is another one', () => {
  expect(decidedOperations([trace('n1', [decided('beyond all', 1, 1)])], 1, 'beyond')).toBe(0);
});

test('each path counts the rounds that belong to it', () => {
  const traces = [trace('n1', [decided('w', 1, 0), decided('w', 2, 1), decided('w', 3, 1), decided('w', 4, 2)])];
  const counts = ([0, 1, 2] as const).map((step) => decidedOperations(traces, step, 'w'));
  expect(counts).toEqual([1, 2, 1]);
});

test('an operation counts once, however many learners see it decided, and in however many instances', () => {
  const traces = [
    trace('n1', [decided('w', 1, 1), decided('w', 1, 1)]),
    trace('n2', [decided('w', 1, 1), decided('w', 2, 1)]),
  ];
  expect(decidedOperations(traces, 1, 'w')).toBe(2);
});

test('what is executed, and the no-op, is no decided operation', () => {
  const applied = { ...decided('w', 1, 0), kind: 'applied' as const };
  const noOp = { ...decided('w', 2, 0), value: '' };
  expect(decidedOperations([trace('n1', [applied, noOp])], 0, 'w')).toBe(0);
});
