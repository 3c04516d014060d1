import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CrashTolerance, crashTolerance, parseQuorumSystem, type QuorumPath, type QuorumSystem } from '#quorums';
import { SimEnvironment } from '../environments/sim/index.ts';
import { type AvailabilityRow, compareWithPrediction } from './compare-with-prediction.ts';
import { measureAvailability, type Predictions } from './measure-availability.ts';

let storeDirectory = '';

beforeEach(() => {
  storeDirectory = mkdtempSync(join(tmpdir(), 'availability-'));
});

afterEach(() => {
  rmSync(storeDirectory, { recursive: true, force: true });
});

async function rowsOf(system: QuorumSystem, predictions?: Predictions): Promise<readonly AvailabilityRow[]> {
  const measured = await measureAvailability({
    system,
    environment: new SimEnvironment(),
    seed: 1,
    storeDirectory,
    startedAt: 'now',
    signal: new AbortController().signal,
    say: () => {},
    ...(predictions === undefined ? {} : { predictions }),
  });
  return compareWithPrediction(measured).rows;
}

test('how soon somebody leads is counted from the restart, and that nobody does from the kill', async () => {
  const rows = await rowsOf(five, only('leaderChange', { survived: 2, blockedBy: 7 }));
  const tells = /^(n\d|nobody) leads within (\d+) ms of the (restart|kill)$/;
  const [survived, beyond] = rows.map(({ measured }) => tells.exec(measured) ?? []);
  expect([survived?.[3], beyond?.[1], beyond?.[3]]).toEqual(['restart', 'nobody', 'kill']);
  expect(Number(survived?.[2]), 'virtual time that has passed').toBeGreaterThan(0);
});

/** Of one path alone, foretold as `tolerance` says. */
function only(path: QuorumPath, tolerance: CrashTolerance): Predictions {
  return { fast: null, classic: null, leaderChange: null, collisionRecovery: null, [path]: tolerance };
}

const five: QuorumSystem = { kind: 'cardinality', nodes: 5, phase1: 3, classic: 3, fast: 4 };
const paths = ['fast', 'classic', 'leaderChange', 'collisionRecovery'] as const;

test.each([
  five,
  { ...five, phase1: 5, classic: 1, fast: 3 },
  parseQuorumSystem({ system: 'grid', rows: 2, columns: 3 }),
  parseQuorumSystem({ system: 'weighted', weights: [2, 1, 1], phase1: 3, classic: 2, fast: 3 }),
])('every path survives what is foretold, and no more: %j', { timeout: 120_000 }, async (system) => {
  const rows = await rowsOf(system);
  expect(rows.map(({ agrees }) => agrees)).toEqual(paths.flatMap(() => [true, true]));
});

test.each(paths)(
  'that a path survives one more than it does is told to be wrong: %s',
  { timeout: 120_000 },
  async (path) => {
    const tolerance = crashTolerance(five)[path];
    expect(tolerance).not.toBeNull();
    if (tolerance === null) return;
    const one = [1, 2, 4, 8, 16].find((node) => (tolerance.blockedBy & node) === 0) ?? 0;
    const claim = { survived: tolerance.survived + 1, blockedBy: tolerance.blockedBy | one };
    const rows = await rowsOf(five, only(path, claim));
    expect(rows.map(({ agrees }) => agrees)).toEqual([false, true]);
  },
);

test.each(paths)(
  'that a path survives one less than it does is told to be wrong: %s',
  { timeout: 120_000 },
  async (path) => {
    const rows = await rowsOf(five, only(path, { survived: 0, blockedBy: path === 'leaderChange' ? 3 : 1 }));
    expect(rows.map(({ agrees }) => agrees)).toEqual([true, false]);
  },
);
