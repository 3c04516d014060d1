import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { BreakResult } from '../../../counterexample/break-result.ts';
import { startBallotproof } from '../../testing/start-ballotproof.ts';

/** Breaks 5/4/4/3 (N/L/R/F) in an environment, with both kinds of coordinator, and expects it to be shown. */
export async function expectBreakShown(environment: string): Promise<void> {
  const store = mkdtempSync(join(tmpdir(), 'ballotproof-break-'));
  try {
    const sizes = ['--nodes', '5', '--phase1', '4', '--classic', '4', '--fast', '3'];
    const where = ['--environment', environment, '--seed', '7', '--store', store, '--json'];
    const { status, stdout, stderr } = await startBallotproof('quorum', 'break', ...sizes, '--run', ...where).ended;
    expect(stderr).toContain('unsafe: N=5 L=4 R=4 F=3, choose');
    const { results } = JSON.parse(stdout) as { results: readonly BreakResult[] };
    expect(results.map(({ why }) => why)).toEqual(results.map(() => 'convicted as foretold, and the control is valid'));
    expect(results.map(({ runs }) => runs.map(({ role, verdict }) => `${role} ${verdict}`))).toEqual([
      ['unsafe invalid', 'control valid'],
      ['unsafe invalid', 'control valid'],
    ]);
    const [choose, stop] = results.map(({ runs }) => runs[0]?.convictedBy);
    expect(choose).toEqual(expect.arrayContaining(['linearizability', 'agreement']));
    expect(stop).toContain('alarm');
    expect(status).toBe(1);
  } finally {
    rmSync(store, { recursive: true, force: true });
  }
}
