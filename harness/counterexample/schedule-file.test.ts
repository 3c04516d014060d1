import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { counterexampleOf } from './counterexample.ts';
import { readScheduleFile, scheduleFileText } from './schedule-file.ts';

let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'schedule-file-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

function fileWith(text: string): string {
  const path = join(directory, 'schedule.json');
  writeFileSync(path, text);
  return path;
}

const schedules = (['choose', 'stop'] as const).flatMap((kind) =>
  [
    { nodes: 4, phase1: 2, classic: 2, fast: 4 },
    { nodes: 5, phase1: 4, classic: 4, fast: 3 },
    { nodes: 5, phase1: 2, classic: 4, fast: 3 },
  ].flatMap((sizes) => counterexampleOf({ kind: 'cardinality', ...sizes }, kind) ?? []),
);

test('a schedule that was written is read back the same', () => {
  expect(schedules).toHaveLength(6);
  for (const schedule of schedules) expect(readScheduleFile(fileWith(scheduleFileText(schedule)))).toEqual(schedule);
});

const [example] = schedules;
const text = example === undefined ? '' : scheduleFileText(example);

test.each([
  ['is not JSON', '{', /it is not JSON; "quorum break --scenario FILE" writes such a file/],
  ['is of another version', text.replace('"version": 1', '"version": 2'), /"version" has to be 1/],
  [
    'names an unknown node',
    text.replace('"coordinator": "n1"', '"coordinator": "n9"'),
    /step 1: coordinator has to be one of n1, n2, n3, n4/,
  ],
  [
    'has an unknown step',
    text.replace('"kind": "begin"', '"kind": "start"'),
    /step 1: kind has to be one of begin, deliver/,
  ],
  ['has a third round', text.replace('"round": 1', '"round": 3'), /"round" has to be 1 or 2/],
  ['has no steps', text.replace(/"steps": \[[^]*?\n {2}\]/, '"steps": []'), /there are no steps/],
  ['has an unknown key', text.replace('"steps"', '"step"'), /unknown key "step"; known: version, system/],
  [
    'has an unknown key in a step',
    text.replace('"round": 1', '"round": 1, "rnd": 1'),
    /step 1 has an unknown key "rnd"/,
  ],
  ['names other nodes', text.replace('"n1",', '"n9",'), /"nodes" has to name the nodes of the system: n1, n2, n3, n4/],
])('a file that %s is refused in one line', (_, content, message) => {
  expect(() => readScheduleFile(fileWith(content))).toThrow(message);
  expect(() => readScheduleFile(fileWith(content))).toThrow(/^[^\n]*$/);
});

test('a file that is not there is refused in one line', () => {
  expect(() => readScheduleFile(join(directory, 'none.json'))).toThrow(/it cannot be read/);
});
