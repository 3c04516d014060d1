import { expect, test } from 'vitest';
import { asValue, type Message, type Round } from '#cluster-node';
import { MessageRules } from './message-rules.ts';
import type { MessageRule } from './sim-scenario.ts';

const vote: Message = { kind: 'phase2b', round: 128 as Round, instance: 1, value: asValue('') };
const rules = (list: readonly MessageRule[]): MessageRules => new MessageRules(list, ['n1', 'n2', 'n3']);

test('the nth message is the nth that matches, whatever earlier rules made of those before', () => {
  const match = { kind: 'phase2b', from: 'n1', to: 'n2' };
  const held = rules([
    { match: { ...match, nth: 1 }, action: { kind: 'drop' } },
    { match: { ...match, nth: 3 }, action: { kind: 'delay', byMs: 5 } },
  ]);
  expect([1, 2, 3, 4].map(() => held.fateOf(0, 1, vote, 0)?.kind ?? null)).toEqual(['drop', null, 'delay', null]);
});

test('the first rule that matches decides, and other links and kinds are left alone', () => {
  const drops = rules([
    { match: { from: 'n1' }, action: { kind: 'pass' } },
    { match: { kind: 'phase2b' }, action: { kind: 'drop' } },
  ]);
  expect(drops.fateOf(0, 1, vote, 0)).toEqual({ kind: 'pass' });
  expect(drops.fateOf(2, 1, vote, 0)).toEqual({ kind: 'drop' });
  expect(drops.fateOf(2, 1, { kind: 'forward', value: asValue('') }, 0)).toBeNull();
});
