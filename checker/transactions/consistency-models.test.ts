import { expect, test } from 'vitest';
import { consistencyModel, modelsLeftBy, modelsRuledOutBy, ruledOutWith } from './consistency-models.ts';

test.each([
  ['snapshot', 'snapshot-isolation'],
  ['strict', 'strict-serializable'],
  ['PL-2.9', 'PL-2.99'],
  ['serialisable', 'serializable'],
])('who writes %s is asked about %s', (word, model) => {
  expect(() => consistencyModel(word)).toThrow(`did you mean "${model}"?`);
});

test('models that no anomaly could rule out are not said to be left', () => {
  const left = modelsLeftBy(modelsRuledOutBy(['G2-item']));
  expect(left).toContain('snapshot-isolation');
  for (const model of ['PRAM', 'linearizable', 'monotonic-reads']) expect(left).not.toContain(model);
});

test('a model that is broken rules out the stronger ones', () => {
  expect(ruledOutWith(['strong-session-serializable'])).toEqual({
    not: ['strong-session-serializable'],
    alsoNot: ['strict-serializable'],
  });
});
