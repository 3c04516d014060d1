import type { Decider } from '../decider.ts';
import { emptyBesideValues } from './certain-stays.ts';
import type { ContainerValues } from './container-calls.ts';
import { type Contradiction, containerDecider } from './container-decider.ts';

/**
 * FIFO queues in which every value is put once. A legal order exists if and only if no value is taken before it is put
 * or twice, no value passes another (put before it, taken after it, both in real time), and no call finds the queue
 * empty while some value is certainly in it, one after the other, from its invocation to its return. A value is
 * certainly in the queue from the return of its put to the invocation of its take.
 */
export const queueIntervals: Decider = containerDecider(
  {
    name: 'queue-intervals',
    complexity: 'O(n log n)',
    source: 'Bouajjani, Emmi, Enea & Hamza, On Reducing Linearizability to State Reachability (2015), section 4',
  },
  (values, { calls }) => passedValue(values) ?? emptyBesideValues(values, calls),
);

/** Two values of which the later one left first. Sweeps over the values in the order of their puts. */
function passedValue({ count, putCall, putRet, takeCall, takeRet, putBy, takenBy }: ContainerValues): Contradiction {
  const byPutRet = sortedBy(putRet, count);
  const byPutCall = sortedBy(putCall, count);
  let latest = -1; // of the values put before the present one, the one that is taken last
  let next = 0;
  for (const value of byPutCall) {
    for (; next < count; next++) {
      const earlier = byPutRet[next] ?? 0;
      if ((putRet[earlier] ?? 0) >= (putCall[value] ?? 0)) break;
      if (latest === -1 || (takeCall[earlier] ?? 0) > (takeCall[latest] ?? 0)) latest = earlier;
    }
    if (latest !== -1 && (takeCall[latest] ?? 0) > (takeRet[value] ?? 0)) {
      const calls = [takenBy[value], takenBy[latest], putBy[latest], putBy[value]];
      return {
        conflict: calls.flatMap((call) => (call === undefined || call === -1 ? [] : [call])),
        why: 'it takes a value that was put after another one, which was still there',
      };
    }
  }
  return null;
}

function sortedBy(column: Int32Array, count: number): Int32Array {
  return new Int32Array(count).map((_, each) => each).sort((one, other) => (column[one] ?? 0) - (column[other] ?? 0));
}
