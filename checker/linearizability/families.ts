import { counterModel } from '../models/counter.ts';
import { etcdCasModel } from '../models/etcd-cas.ts';
import { fifoQueueModel } from '../models/fifo-queue.ts';
import { isScalar } from '../models/json.ts';
import type { AnyModel } from '../models/model.ts';
import { mutexModel } from '../models/mutex.ts';
import { comparePriorities, priorityQueueModel } from '../models/priority-queue.ts';
import { registerModel } from '../models/register.ts';
import { setModel } from '../models/set.ts';
import { stackModel } from '../models/stack.ts';
import { uniqueIdsModel } from '../models/unique-ids.ts';
import { containerWord } from './containers/container-calls.ts';
import { priorityHoles } from './containers/priority-holes.ts';
import { queueIntervals } from './containers/queue-intervals.ts';
import { stackNesting } from './containers/stack-nesting.ts';
import { counterFamily } from './counting/counter-steps.ts';
import { mutexTurns, mutexWord } from './counting/mutex-turns.ts';
import { distinctIds, idWord } from './counting/unique-ids.ts';
import { type Family, wordFamily } from './family.ts';
import { justInTime } from './register/jit.ts';
import { type RegisterRules, registerBytesPerRow, registerCalls, registerColumns } from './register/register-calls.ts';
import { zones } from './register/zones.ts';
import { setWord } from './sets/set-calls.ts';
import { setElements } from './sets/set-elements.ts';

/** Which models have deciders of their own. It goes by the model itself, not its name, which anybody may use. */
const families: ReadonlyMap<AnyModel, Family> = new Map<AnyModel, Family>([
  [registerModel, registerFamily({})],
  [etcdCasModel, registerFamily({ failedCas: 'saw another value' })],
  [fifoQueueModel, wordFamily([queueIntervals], containerWord)],
  [stackModel, wordFamily([stackNesting], containerWord)],
  [priorityQueueModel, wordFamily([priorityHoles], containerWord, byPriority)],
  [setModel, wordFamily([setElements], setWord)],
  [mutexModel, wordFamily([mutexTurns], mutexWord)],
  [counterModel, counterFamily],
  [uniqueIdsModel, wordFamily([distinctIds], idWord)],
]);

/** The deciders that fit `model`, in the order in which they are tried; null: only a search does. */
export function familyOf(model: AnyModel): Family | null {
  return families.get(model) ?? null;
}

function registerFamily(rules: RegisterRules): Family {
  return {
    deciders: [zones, justInTime],
    bytesPerRow: registerBytesPerRow,
    reader: (table) => {
      const columns = registerColumns(table, rules);
      return (rows) => registerCalls(columns, rows);
    },
  };
}

function byPriority(one: unknown, other: unknown): number {
  return isScalar(one) && isScalar(other) ? comparePriorities(one, other) : 0;
}
