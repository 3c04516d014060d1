import type { RunRequest } from '../run-request.ts';

/** What to test, under a name: options that differ from the defaults of `run`; the command line outranks them. */
export type Scenario = Readonly<{ name: string; description: string; options: Partial<RunRequest> }>;

/** Every scenario, as `list` prints them. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'register',
    description: 'linearizable registers (read, write, cas) under partitions, kills and pauses',
    options: {},
  },
  {
    name: 'append',
    description: 'strict-serializable transactions (appends to lists and reads of them) under the same faults',
    options: { workload: 'append' },
  },
];
