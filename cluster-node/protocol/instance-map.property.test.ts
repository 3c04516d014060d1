import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InstanceMap } from './instance-map.ts';

/** Close together, and now and then far away. */
const instances = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 1, max: 600 }) },
  { arbitrary: fc.maxSafeNat(), weight: 1 },
);
const steps = fc.oneof(
  { weight: 4, arbitrary: fc.record({ what: fc.constant('set' as const), instance: instances, item: fc.string() }) },
  { weight: 4, arbitrary: fc.record({ what: fc.constant('delete' as const), instance: instances }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('clear' as const), instance: instances }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('delete through' as const), instance: fc.nat(600) }) },
);

test('a map for instances holds what a map holds, in order', () => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 60 }), (changes) => {
      const map = new InstanceMap<string>();
      const model = new Map<number, string>();
      for (const change of changes) {
        if (change.what === 'set') map.set(change.instance, change.item);
        if (change.what === 'set') model.set(change.instance, change.item);
        if (change.what === 'delete') map.delete(change.instance);
        if (change.what === 'delete') model.delete(change.instance);
        if (change.what === 'delete through') map.deleteThrough(change.instance);
        if (change.what === 'delete through')
          for (const known of model.keys()) if (known <= change.instance) model.delete(known);
        if (change.what === 'clear') map.clear();
        if (change.what === 'clear') model.clear();
        for (const { instance } of changes) {
          expect(map.get(instance)).toBe(model.get(instance));
          expect(map.has(instance)).toBe(model.has(instance));
        }
      }
      expect(map.entries()).toEqual([...model].sort(([one], [other]) => one - other));
    }),
  );
});
