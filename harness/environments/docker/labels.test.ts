import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { isAlive } from '../../left-overs/index.ts';
import { labelsOf, ownerOf } from './labels.ts';

const labels = labelsOf({ runId: 'run-1', runDirectory: '/store/run-1', cluster: 'ballotproof-run-1-abc' });

test('labels name the run, its directory, this host, and this very process', () => {
  const owner = ownerOf(labels);
  expect(owner).toMatchObject({ runId: 'run-1', runDirectory: '/store/run-1', host: hostname() });
  expect(owner?.controller.pid).toBe(process.pid);
  expect(owner !== null && isAlive(owner.controller)).toBe(true);
});

test.each(Object.keys(labels).filter((name) => name !== 'ballotproof.cluster'))(
  'whoever made something without the label %s is not known',
  (missing) => {
    const { [missing]: _, ...others } = labels;
    expect(ownerOf(others)).toBeNull();
  },
);

test.each(['', 'null', '{', '{"pid":1,"startTicks":1,"bootId":"","pidNamespace":""}'])(
  'a controller called %j is nobody',
  (controller) => expect(ownerOf({ ...labels, 'ballotproof.controller': controller })).toBeNull(),
);
