import { asValue, type CommandOutcome, decodeCommand } from '#cluster-node';

/** A command as few words: `x=1 (c1.2)` is the second command of client c1, which writes 1 to x. */
export function valueWords(value: string): string {
  if (value === '') return 'no-op';
  const command = decodeCommand(asValue(value));
  if (command === null) return value;
  return `${what(command.operation)} (${command.client}.${command.sequence})`;
}

function what(operation: NonNullable<ReturnType<typeof decodeCommand>>['operation']): string {
  switch (operation.f) {
    case 'read':
      return `read ${operation.key}`;
    case 'write':
      return `${operation.key}=${JSON.stringify(operation.value)}`;
    case 'cas':
      return `${operation.key}:${JSON.stringify(operation.from)}→${JSON.stringify(operation.to)}`;
    case 'txn':
      return operation.micros
        .map(([f, key, element]) => (f === 'r' ? `read ${key}` : `${key}+${JSON.stringify(element)}`))
        .join(' ');
  }
}

/** What a client is told. */
export function outcomeWords(outcome: CommandOutcome): string {
  return outcome.kind === 'ok' ? `ok ${JSON.stringify(outcome.value)}` : outcome.kind;
}
