import { describe, expect, test } from 'vitest';
import { checkHistory } from '../check-history.ts';
import { addEvent } from '../history/formats/add-event.ts';
import type { OperationTable } from '../history/operation-table.ts';
import { randomNumbers } from '../history/random-history.ts';
import { TableBuilder } from '../history/table-builder.ts';
import { modelOrNull } from '../model-for.ts';
import { explanationForms } from './explanation.ts';

type Done = readonly [f: string, input: unknown, output?: unknown];

/** One operation after the other, of two processes in turns, or of two keys as well. */
function historyOf(operations: readonly Done[], keys: 1 | 2 = 1): OperationTable {
  const builder = new TableBuilder();
  for (const [place, [f, value, output = value]] of operations.entries()) {
    const key = keys === 1 ? null : `k${place % keys}`;
    builder.invoke({ process: place % 2, f, key, value });
    builder.complete({ process: place % 2, type: 'ok', key, value: output });
  }
  return builder.build();
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, place) => place);

describe('a violation that a plain checker finds', () => {
  const adds = numbers(100).map((n): Done => ['add', n]);
  const others = numbers(100).filter((n) => n !== 77);
  const balances = (a: number, b: number): Done => ['read', null, { a, b }];
  const groups = (x: number | null, y: number | null): Done => [
    'read',
    null,
    [
      ['r', 'x', x],
      ['r', 'y', y],
    ],
  ];

  test.each<[string, readonly Done[], number, RegExp]>([
    ['jepsen-set', [...adds, ['read', null, others]], 2, /^lost: \[77\]$/],
    ['jepsen-set', [...adds, ['read', null, [...numbers(100), 999]]], 101, /^unexpected: \[999\]$/],
    ['set-full', [...adds, ['read', null, numbers(100)], ['read', null, others]], 2, /^lost: \[77\]$/],
    [
      'total-queue',
      [...numbers(99).map((n): Done => ['enqueue', n]), ['drain', null, numbers(98)]],
      1,
      /^lost: \[98\]$/,
    ],
    ['jepsen-unique-ids', [...numbers(99), 7].map((n): Done => ['generate', null, n]), 2, /^duplicated: \[\[7,2\]\]$/],
    ['bank', [...numbers(50).map((n) => balances(n, 50 - n)), balances(9, 9)], 2, /wrong-total/],
    ['long-fork', [...numbers(30).map(() => groups(null, null)), groups(1, null), groups(null, 1)], 2, /^forks: /],
    ['comments', [...numbers(40).map((n): Done => ['write', n]), ['read', null, [39]]], 3, /^errors: /],
    ['sequential', [...numbers(30).map((): Done => ['read', null, [1, 1]]), ['read', null, [2, null]]], 1, /^bad: /],
    ['monotonic', numbers(30).map((n): Done => ['read', null, n === 20 ? 3 : n]), 2, /^regressions: /],
    ['jepsen-counter', [...numbers(30).map((): Done => ['add', 1]), ['read', null, 3]], 5, /^errors: \[\[4,3,4\]\]$/],
  ])('of %s is shown by few operations, for the same reason', (model, operations, size, told) => {
    const { explanations } = checkHistory(historyOf(operations), { model, explain: true });
    expect(explanations).toMatchObject([{ kind: 'plain', model, isMinimal: true }]);
    const [explanation] = explanations ?? [];
    expect(explanation?.kind === 'plain' && explanation.operations.length).toBeLessThanOrEqual(size);
    expect(explanation?.kind === 'plain' && explanation.sentences).toContainEqual(expect.stringMatching(told));
  });

  test('of a counter keeps all that was added, where too much was read', () => {
    const table = historyOf([...numbers(30).map((): Done => ['add', 1]), ['read', null, 31]]);
    const { explanations } = checkHistory(table, { model: 'jepsen-counter', explain: true });
    expect(explanations).toMatchObject([{ operations: { length: 31 } }]);
  });

  test('has a page of words, and no picture', () => {
    const table = historyOf([
      ['add', '<b>'],
      ['read', null, []],
    ]);
    const forms = explanationForms(checkHistory(table, { model: 'jepsen-set', explain: true }).explanations ?? []);
    expect(forms?.svg).toBeNull();
    expect(forms?.html).toContain('&lt;b&gt;');
    expect(forms?.html).not.toContain('<b>');
  });
});

/** What clients may do, small enough that much goes wrong. */
type Vocabulary = (random: (limit: number) => number) => Done;
const some = (random: (limit: number) => number): readonly number[] => numbers(4).filter(() => random(2) === 0);
const ofSet: Vocabulary = (random) => (random(2) === 0 ? ['add', random(4)] : ['read', null, some(random)]);
const vocabularies: readonly (readonly [model: string, Vocabulary])[] = [
  ['jepsen-set', ofSet],
  ['set-full', ofSet],
  ['jepsen-counter', (random) => (random(3) > 0 ? ['add', random(5) - 2] : ['read', null, random(5) - 2])],
  [
    'total-queue',
    (random): Done => {
      const kind = random(3);
      if (kind === 0) return ['enqueue', random(4)];
      return kind === 1 ? ['dequeue', null, random(4)] : ['drain', null, some(random)];
    },
  ],
  ['jepsen-unique-ids', (random) => ['generate', null, random(20)]],
  ['bank', (random) => ['read', null, { a: random(2), b: random(3) - 1 }]],
  [
    'long-fork',
    (random) => [
      'read',
      null,
      [
        ['r', 'x', random(2) || null],
        ['r', 'y', random(2) || null],
      ],
    ],
  ],
  ['comments', (random) => (random(2) === 0 ? ['write', random(4)] : ['read', null, some(random)])],
  ['sequential', (random) => ['read', null, [random(2) || null, random(2) || null]]],
  ['monotonic', (random) => ['read', null, random(9)]],
];

test.each(vocabularies)('every violation of %s, made small and read again, is a violation', (model, done) => {
  let violations = 0;
  for (let seed = 1; seed <= 200; seed += 1) {
    const random = randomNumbers(Math.imul(seed, 0x9e3779b1));
    const table = historyOf(
      numbers(1 + random(9)).map(() => done(random)),
      random(2) === 0 ? 1 : 2,
    );
    for (const asked of modelOrNull(table) === model ? [model, undefined] : [model]) {
      const verdict = checkHistory(table, { model: asked, explain: true });
      if (verdict.kind !== 'invalid') continue;
      violations += 1;
      const minimal = explanationForms(verdict.explanations ?? [])?.minimal ?? [];
      expect(checkHistory(readBack(minimal), { model: asked }), `seed ${seed}`).toMatchObject({
        kind: 'invalid',
        model,
      });
    }
  }
  expect(violations).toBeGreaterThan(20);
});

function readBack(lines: readonly string[]): OperationTable {
  const builder = new TableBuilder();
  for (const [number, line] of lines.entries()) {
    addEvent(builder, JSON.parse(line), { file: 'minimal', line: number + 1, column: 1 });
  }
  return builder.build();
}
