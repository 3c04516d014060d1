import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/** How a run of the tests ended. `failed` includes files that could not be read and errors outside any test. */
export type TestCounts = Readonly<{ passed: number; failed: number; skipped: number }>;

/**
 * Closes a run with the line `N passed, N failed` (`, N skipped` if any), after everything else that is printed. When
 * `BALLOTPROOF_TEST_COUNTS` names a file, the counts go there as JSON instead, for a caller that adds its own.
 */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts = testCounts(modules, unhandledErrors.length);
    const countsFile = process.env['BALLOTPROOF_TEST_COUNTS'];
    if (countsFile !== undefined) writeFileSync(countsFile, JSON.stringify(counts));
    else process.once('exit', () => console.log(closingLine(counts)));
  }
}

/** For example `12 passed, 1 failed`. */
export function closingLine({ passed, failed, skipped }: TestCounts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function testCounts(modules: readonly TestModule[], unhandledErrors: number): TestCounts {
  const counts = { passed: 0, failed: unhandledErrors, skipped: 0 };
  for (const module of modules) {
    // A file that does not import has errors and no tests; without this a failed run could close on "0 failed".
    counts.failed += module.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      counts[state === 'passed' || state === 'failed' ? state : 'skipped'] += 1;
    }
  }
  return counts;
}
