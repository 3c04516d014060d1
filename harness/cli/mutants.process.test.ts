import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PlayedReport } from '../mutants/played-report.ts';
import { startBallotproof } from './testing/start-ballotproof.ts';

let store: string;
beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), 'ballotproof-mutants-'));
});
afterEach(() => {
  rmSync(store, { recursive: true, force: true });
});

async function playOn(
  environment: string,
  only: string,
): Promise<Readonly<{ status: number | null; report: PlayedReport }>> {
  const options = ['--environment', environment, '--only', only, '--tries', '5', '--store', store, '--json'];
  const { status, stdout } = await startBallotproof('mutants', ...options).ended;
  return { status, report: JSON.parse(stdout) as PlayedReport };
}

describe('the schedules of mutants, played to nodes', () => {
  test('that are processes convict them, by what clients saw and by the journals, and acquit the correct node', async () => {
    const { status, report } = await playOn('process', 'no-k2a');
    expect(report).toMatchObject({ verdict: 'valid', survived: [], accused: [] });
    const [mutant] = report.mutants;
    expect(mutant?.tries.at(-1)?.convictedBy).toEqual(expect.arrayContaining(['linearizability', 'agreement']));
    expect(mutant?.control?.verdict).not.toBe('invalid');
    expect(status).toBe(0);
  });

  test('in virtual time convict them at once, whether messages come twice, nodes crash or clocks lie', async () => {
    const { status, report } = await playOn(
      'sim',
      'duplicate-vote,recovery-too-small,apply-reads-clock,lease-on-wall-clock',
    );
    expect(report.survived).toEqual([]);
    for (const { tries, control } of report.mutants) {
      expect(tries).toHaveLength(1);
      expect(control?.verdict).toBe('valid');
    }
    expect(status).toBe(0);
  });

  test('are not played where a disk is needed that loses what was written, and that is told', async () => {
    const { status, report } = await playOn('process', 'torn-vote');
    expect(report.mutants[0]?.objection).toMatch(/a kill loses nothing/);
    expect(status).toBe(2);
  });
});
