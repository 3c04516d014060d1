import type { Generator } from '#ports';
import { type Intent, opFor } from './each.ts';

/** Each of `intents` until it ends in `ok`, at most `attemptsMax` times; what failed goes to the end of the queue. */
export function untilOk(attemptsMax: number, intents: readonly Intent[]): Generator {
  return untilOkWith({ waiting: intents.map((intent) => ({ intent, attemptsLeft: attemptsMax })), running: new Map() });
}

type Task = Readonly<{ intent: Intent; attemptsLeft: number }>;
type Progress = Readonly<{ waiting: readonly Task[]; running: ReadonlyMap<number, Task> }>;

function untilOkWith({ waiting, running }: Progress): Generator {
  const generator: Generator = {
    next(context) {
      const [task, ...rest] = waiting;
      if (task === undefined)
        return running.size === 0 ? { kind: 'done' } : { kind: 'pending', untilNs: null, generator };
      const op = opFor(task.intent, context);
      if (op === null) return { kind: 'pending', untilNs: null, generator };
      const begun = { ...task, attemptsLeft: task.attemptsLeft - 1 };
      return {
        kind: 'op',
        op,
        generator: untilOkWith({ waiting: rest, running: new Map(running).set(op.process, begun) }),
      };
    },
    update(event) {
      if (event.process === 'nemesis' || event.type === 'invoke') return generator;
      const task = running.get(event.process);
      if (task === undefined) return generator;
      const stillRunning = new Map(running);
      stillRunning.delete(event.process);
      const again = event.type !== 'ok' && task.attemptsLeft > 0;
      return untilOkWith({ waiting: again ? [...waiting, task] : waiting, running: stillRunning });
    },
  };
  return generator;
}
