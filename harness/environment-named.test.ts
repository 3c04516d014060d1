import { expect, test } from 'vitest';
import { refuseWhatIsMissing } from './environment-named.ts';
import { UsageError } from './harness-error.ts';
import type { Capabilities, FaultKind } from './ports/index.ts';

const remedies = ['Clock faults need libfaketime: apt-get install libfaketime.'];
const withoutClocks: Capabilities = { available: true, remedies, faults: ['kill', 'pause'] };

test('what can be done is done, whatever else is missing', () => {
  expect(() => refuseWhatIsMissing('process', withoutClocks, ['pause', 'kill'])).not.toThrow();
  expect(() => refuseWhatIsMissing('process', withoutClocks, [])).not.toThrow();
});

test.each<readonly [Capabilities, readonly FaultKind[], string]>([
  [
    withoutClocks,
    ['kill', 'clock'],
    'environment "process" cannot do clock here: Clock faults need libfaketime: apt-get install libfaketime.',
  ],
  [{ ...withoutClocks, available: false }, [], 'environment "process" cannot be used here: Clock faults need'],
])('what cannot be done is refused in one line, with the remedy', (capabilities, faultKinds, message) => {
  expect(() => refuseWhatIsMissing('process', capabilities, faultKinds)).toThrow(UsageError);
  expect(() => refuseWhatIsMissing('process', capabilities, faultKinds)).toThrow(message);
  expect(() => refuseWhatIsMissing('process', capabilities, faultKinds)).toThrow(/^[^\n]*$/);
});
