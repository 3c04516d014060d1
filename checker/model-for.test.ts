import { expect, test } from 'vitest';
import { TableBuilder } from './history/table-builder.ts';
import { historyModels, knownModel } from './known-models.ts';
import { modelFor } from './model-for.ts';

type Done = readonly [f: string, input: unknown, output?: unknown];

function modelOf(...operations: readonly Done[]): string {
  const builder = new TableBuilder();
  for (const [f, value, output = value] of operations) {
    builder.invoke({ process: 0, f, value });
    builder.complete({ process: 0, type: 'ok', value: output });
  }
  return modelFor(builder.build());
}

const group = [
  ['r', 0, null],
  ['r', 1, 7],
];

test.each<[string, readonly Done[]]>([
  [
    'register',
    [
      ['write', 1],
      ['read', null, 1],
    ],
  ],
  [
    'register',
    [
      ['write', [1]],
      ['read', null, [1]],
    ],
  ],
  [
    'register',
    [
      ['cas', [1, 2]],
      ['read', null, [1]],
    ],
  ],
  ['bank', [['transfer', { from: 0, to: 1, amount: 1 }]]],
  ['bank', [['read', null, { 0: 10 }]]],
  [
    'long-fork',
    [
      ['read', group],
      ['write', [['w', 0, 1]]],
    ],
  ],
  [
    'comments',
    [
      ['write', 1],
      ['read', null, [1]],
    ],
  ],
  [
    'fifo-queue',
    [
      ['enqueue', 1],
      ['dequeue', null, 1],
    ],
  ],
  [
    'total-queue',
    [
      ['enqueue', 1],
      ['drain', null, [1]],
    ],
  ],
  ['unique-ids', [['generate', null, 1]]],
  ['rw-register', [['txn', [['w', 'x', 1]]]]],
  ['list-append', [['txn', [['r', 'x', [1]]]]]],
])('a %s is known by what was asked and answered: %j', (model, operations) => {
  expect(modelOf(...operations)).toBe(model);
});

test('sums and sets have the same functions, so one has to be named', () => {
  expect(() => modelOf(['add', 1], ['read', null, 1])).toThrow('name one: set, set-full or jepsen-set');
  expect(() => modelOf(['dance', 1])).toThrow('no model is known by the functions dance alone; name one');
});

test('a model goes by its own name, by aliases, and by the tool that has it', () => {
  for (const name of historyModels) expect(knownModel(name)).toBe(name);
  expect(['cas-register', 'knossos-mutex', 'elle-list-append', 'jepsen-bank', 'jepsen-set'].map(knownModel)).toEqual([
    'register',
    'mutex',
    'list-append',
    'bank',
    'jepsen-set',
  ]);
  expect(() => knownModel('bnak')).toThrow('unknown model "bnak"; did you mean "bank"?');
});
