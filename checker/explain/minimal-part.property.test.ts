import { describe, expect, test } from 'vitest';
import { addEvent } from '../history/formats/add-event.ts';
import type { Op } from '../history/op.ts';
import type { OperationTable } from '../history/operation-table.ts';
import { randomNumbers } from '../history/random-history.ts';
import { TableBuilder } from '../history/table-builder.ts';
import { tableOfOps } from '../history/table-rows.ts';
import { checkLinearizability } from '../linearizability/check-linearizability.ts';
import { objectShapes } from '../linearizability/fuzz/object-shapes.ts';
import { randomObjectHistory } from '../linearizability/fuzz/random-object-history.ts';
import { explainLinearizability, type LinearizabilityExplanation } from './explain-linearizability.ts';
import { minimalHistory } from './minimal-history.ts';

const unhurried = { now: () => 0 };

/** The table that `check` reads from the lines. */
function readBack(lines: readonly string[]): OperationTable {
  const builder = new TableBuilder();
  for (const [number, line] of lines.entries()) {
    addEvent(builder, JSON.parse(line), { file: 'minimal', line: number + 1, column: 1 });
  }
  return builder.build();
}

describe.each(Object.entries(objectShapes))('%s', (_name, shape) => {
  const explanations: (readonly [seed: number, explanation: LinearizabilityExplanation])[] = [];
  for (let seed = 1; seed <= 60; seed++) {
    const random = randomNumbers(Math.imul(seed, 0x9e3779b1));
    const extent = { clients: 3, operations: 12, crashPercent: 8, wrongPercent: 8, swapPercent: 8 };
    const ops: readonly Op[] = randomObjectHistory(shape, extent, random);
    const table = tableOfOps(ops);
    const { violations } = checkLinearizability(table, shape.model, unhurried);
    for (const violation of violations) {
      explanations.push([seed, explainLinearizability(table, shape.model, violation, unhurried)]);
    }
  }

  test('every minimal sub-history, read again, is a violation', () => {
    expect(explanations.length).toBeGreaterThan(3);
    for (const [seed, { operations }] of explanations) {
      const again = checkLinearizability(readBack(minimalHistory(operations)), shape.model, unhurried);
      expect(again.kind, `seed ${seed}`).toBe('invalid');
    }
  });

  test('is proved to be to blame, and shown with the origin of each value', () => {
    for (const [seed, { proof, isClosed, operations }] of explanations) {
      expect([proof, isClosed, operations.length <= 12], `seed ${seed}`).toEqual(['core', true, true]);
    }
  });

  test('is shown with legal orders, at whose end the misfit is tried in vain wherever real time allows', () => {
    for (const [seed, { orders, operations }] of explanations) {
      const [first] = orders;
      expect(first, `seed ${seed}`).toBeDefined();
      for (const { steps, misfit, trials } of orders) {
        expect(trials.length).toBeGreaterThan(0);
        expect(steps.map(({ operation }) => operation)).not.toContain(misfit);
        expect(operations[misfit]?.completeIndex).not.toBeNull();
        for (const [place, { before }] of steps.entries()) expect(before).toBe(steps[place - 1]?.after ?? before);
      }
    }
  });
});
