import { expect, test } from 'vitest';
import { compareWithPrediction, comparisonTable } from './compare-with-prediction.ts';
import type { MeasuredPath } from './measure-availability.ts';

/** A path that survives one death, and what was seen with one dead and with two. */
function measured(survived: boolean, beyond: boolean): MeasuredPath {
  const sighting = (killed: readonly string[], progresses: boolean) => ({
    killed,
    progresses,
    decided: progresses ? 7 : 0,
    invoked: 9,
    sentence: `${progresses ? 7 : 0} of 9 operations decided in fast rounds`,
  });
  return {
    path: 'fast',
    survives: 1,
    leader: 'n3',
    sightings: { survived: sighting(['n1'], survived), beyond: sighting(['n1', 'n2'], beyond) },
    problem: null,
    attempts: 1,
    directory: '/runs/1',
  };
}

const unseen: MeasuredPath = { ...measured(true, false), sightings: null, problem: 'n3 does not lead.' };

test.each([
  { seen: [measured(true, false)], outcome: 'agrees' },
  { seen: [measured(false, false)], outcome: 'contradicted' },
  { seen: [measured(true, true)], outcome: 'contradicted' },
  { seen: [measured(true, false), unseen], outcome: 'unmeasured' },
  { seen: [measured(true, true), unseen], outcome: 'contradicted' },
  { seen: [], outcome: 'unmeasured' },
])('what was seen is held against what was foretold: $outcome', ({ seen, outcome }) => {
  expect(compareWithPrediction(seen).outcome).toBe(outcome);
});

test('the table says for each number of dead what was foretold and what was seen', () => {
  const { rows } = compareWithPrediction([measured(true, true), unseen]);
  expect(comparisonTable(rows).map((line) => line.split(/ {2,}/))).toEqual([
    ['path', 'survives', 'killed', 'predicted', 'measured', 'agrees'],
    ['fast', '1', 'n1', 'progress', '7 of 9 operations decided in fast rounds', 'yes'],
    ['fast', '1', 'n1, n2', 'no progress', '7 of 9 operations decided in fast rounds', 'NO'],
    ['fast', '1', '-', 'progress', 'n3 does not lead.', '?'],
  ]);
});
