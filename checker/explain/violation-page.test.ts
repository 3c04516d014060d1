import { expect, test } from 'vitest';
import { historyOf } from '../history/history-of.ts';
import { tableOfOps } from '../history/table-rows.ts';
import { checkLinearizability } from '../linearizability/check-linearizability.ts';
import { explainLinearizability, type LinearizabilityExplanation } from './explain-linearizability.ts';
import { explanationSentences } from './explanation-sentences.ts';
import { timelineSvg } from './timeline-svg.ts';
import { violationPage } from './violation-page.ts';

function explained(model: string, text: string): LinearizabilityExplanation {
  const table = tableOfOps(historyOf(text));
  const [violation] = checkLinearizability(table, model).violations;
  if (violation === undefined) throw new Error('the history is legal');
  return explainLinearizability(table, model, violation);
}

const staleRead = explained(
  'register',
  `1 invoke write 1
   1 ok write 1
   2 invoke write 2
   3 invoke write 9
   2 ok write 2
   4 invoke read
   4 ok read 2
   5 invoke read
   5 ok read 1`,
);

test('a stale read is shown with what it should have seen, with the origin of both values, and with nothing else', () => {
  expect(staleRead.operations.map(({ label, role }) => `${label} ${role}`)).toEqual([
    'write 1 origin',
    'write 2 origin',
    'read 2 blamed',
    'read 1 blamed',
  ]);
  expect(explanationSentences(staleRead).sentences[0]).toBe(
    'read 1 by process 5 fits nowhere after write 1, write 2, read 2: wherever real time allows it, the state is 2.',
  );
});

test('a write that would excuse a read is not left out, so that it is not what is shown', () => {
  const { operations } = explained(
    'register',
    `1 invoke write 1
     1 ok write 1
     2 invoke write 2
     2 ok write 2
     1 invoke write 1
     1 ok write 1
     3 invoke read
     3 ok read 1
     2 invoke write 3
     2 ok write 3
     4 invoke read
     4 ok read 2`,
  );
  expect(operations.map(({ label }) => label)).toEqual(['write 2', 'write 3', 'read 2']);
});

test('the page has one row a process, the misfit in red, and an order to choose', () => {
  const page = violationPage([staleRead]);
  for (const process of [1, 2, 4, 5]) expect(page).toContain(`>process ${process} (n${process})</text>`);
  expect(page).toContain('class="box misfit"');
  expect(page).toContain('fits nowhere: the state is 2');
  expect(page.match(/type="radio"/g)).toHaveLength(staleRead.orders.length);
  expect(page).not.toContain('<script');
  expect(page).not.toMatch(/(?:src|href)=/);
});

test('several legal orders can be chosen between', () => {
  const explanation = explained(
    'fifo-queue',
    `1 invoke enqueue 1
     2 invoke enqueue 2
     1 ok enqueue 1
     2 ok enqueue 2
     3 invoke dequeue
     3 ok dequeue 1
     3 invoke dequeue
     3 ok dequeue 2
     4 invoke dequeue
     4 ok dequeue 2`,
  );
  expect(explanation.orders.length).toBeGreaterThan(0);
  const page = violationPage([{ ...explanation, orders: [...explanation.orders, ...explanation.orders] }]);
  expect(page).toContain('<legend>Longest legal orders</legend>');
});

test('an operation that never returned stays open', () => {
  const { orders, operations } = explained(
    'mutex',
    '1 invoke acquire\n1 ok acquire\n2 invoke acquire\n2 ok acquire\n3 invoke acquire',
  );
  expect(orders[0]?.steps).toHaveLength(1);
  const open = operations.map((each, place) =>
    place === 0 ? { ...each, completeIndex: null, completeNs: null } : each,
  );
  expect(timelineSvg({ ...staleRead, operations: open, orders })).toContain('no answer →');
});

test('text from a history cannot become markup', () => {
  const value = JSON.stringify('</text><script>alert("x")</script>&\u0007');
  const page = violationPage([
    explained('register', `1 invoke write ${value}\n1 ok write ${value}\n2 invoke read\n2 ok read "<i>"`),
  ]);
  expect(page).not.toContain('<script>');
  expect(page).not.toContain('<i>');
  expect(page).toContain('&lt;i&gt;');
});
