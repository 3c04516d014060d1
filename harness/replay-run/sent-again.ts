import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeCommand, decodeInputs, inputsDirectory, type Value } from '#cluster-node';
import { NodeFiles } from '../environments/node-files.ts';
import type { RunPlan } from '../run-plan.ts';
import type { RunFiles } from '../run-store.ts';

/** A command that a second node was given as well. */
export type SentAgain = Readonly<{
  /** The number of the process whose it was. */
  client: number;
  /** What it does, as JSON: `["read","r1"]`, `["write","r1",3]`, `["cas","r1",[3,4]]` or `["txn",[…]]`. */
  what: string;
  afterMs: number;
  node: string;
}>;

type Given = Readonly<{ node: string; wallMs: number }>;

const leastMs = 1;

/** The commands that clients sent to two nodes, in the order of their first arrival: in no history, but among the inputs of the nodes. */
export function commandsSentAgain({ nodes }: RunFiles, plan: RunPlan): readonly SentAgain[] {
  const arrivals = new Map<Value, Given[]>();
  for (const node of plan.nodes) {
    const directory = join(new NodeFiles(join(nodes, node)).data, inputsDirectory);
    if (!existsSync(directory)) continue;
    for (const life of readdirSync(directory)) {
      for (const { wallMs, events } of decodeInputs(readFileSync(join(directory, life)))?.batches ?? []) {
        for (const event of events) {
          if (event === 'own message' || event.kind !== 'command') continue;
          const known = arrivals.get(event.value);
          if (known === undefined) arrivals.set(event.value, [{ node, wallMs }]);
          else if (known.every((other) => other.node !== node)) known.push({ node, wallMs });
        }
      }
    }
  }
  return [...arrivals]
    .map(([value, given]) => ({ value, given: given.toSorted((one, other) => one.wallMs - other.wallMs) }))
    .toSorted((one, other) => (one.given[0]?.wallMs ?? 0) - (other.given[0]?.wallMs ?? 0))
    .flatMap(({ value, given: [first, second] }) => {
      if (first === undefined || second === undefined) return [];
      const afterMs = Math.max(leastMs, second.wallMs - first.wallMs);
      return sentAgain(value, { afterMs, node: second.node });
    });
}

function sentAgain(value: Value, again: Readonly<{ afterMs: number; node: string }>): SentAgain[] {
  const command = decodeCommand(value);
  if (command === null) return [];
  // clients bear the number of their process behind the name of the run
  const client = Number(command.client.split('/').at(-1));
  return [{ client, what: JSON.stringify(doneBy(command.operation)), ...again }];
}

type Operation = NonNullable<ReturnType<typeof decodeCommand>>['operation'];

function doneBy(operation: Operation): readonly unknown[] {
  switch (operation.f) {
    case 'read':
      return ['read', operation.key];
    case 'write':
      return ['write', operation.key, operation.value];
    case 'cas':
      return ['cas', operation.key, [operation.from, operation.to]];
    case 'txn':
      return ['txn', operation.micros];
  }
}
