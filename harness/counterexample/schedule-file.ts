import { readFileSync } from 'node:fs';
import { nodeNames, parseQuorumSystem, QuorumSettingError, systemJson } from '#quorums';
import { UsageError } from '../harness-error.ts';
import type {
  ChosenBySchedule,
  Contender,
  Fingerprint,
  MessageSchedule,
  RoundOfSchedule,
  ScheduledMessage,
  ScheduleStep,
} from './message-schedule.ts';

/** The schedule as the text of a scenario file, which `readScheduleFile` reads back and a person can change. */
export function scheduleFileText(schedule: MessageSchedule): string {
  return `${JSON.stringify({ ...schedule, system: systemJson(schedule.system) }, null, 2)}\n`;
}

/**
 * The schedule of messages in a scenario file. @throws UsageError one line: where the file is wrong, and what belongs there
 */
export function readScheduleFile(path: string): MessageSchedule {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'it is not JSON' : 'it cannot be read';
    throw new UsageError(`--schedule ${path}: ${why}; "quorum break --scenario FILE" writes such a file.`, {
      cause: error,
    });
  }
  try {
    return parseSchedule(value);
  } catch (error) {
    if (error instanceof QuorumSettingError || error instanceof Misfit) {
      throw new UsageError(`--schedule ${path}: ${error.message}.`); // which says all that the cause does
    }
    throw error;
  }
}

/** What is wrong with a value, and where. */
class Misfit extends Error {
  override readonly name = 'Misfit';
}

function parseSchedule(value: unknown): MessageSchedule {
  const keys = ['version', 'system', 'nodes', 'onBrokenPick', 'because', 'steps', 'fingerprint'];
  const {
    version,
    system: written,
    nodes: named,
    onBrokenPick,
    because,
    steps,
    fingerprint,
  } = record(value, 'the file', keys);
  if (version !== 1) throw new Misfit('"version" has to be 1');
  const system = parseQuorumSystem(written);
  const nodes = nodeNames(system);
  if (JSON.stringify(named) !== JSON.stringify(nodes)) {
    throw new Misfit(`"nodes" has to name the nodes of the system: ${nodes.join(', ')}`);
  }
  const parsed = list(steps, 'steps').map((step, index) => parseStep(step, `step ${index + 1}`, nodes));
  if (parsed.length === 0) throw new Misfit('there are no steps');
  return {
    version: 1,
    system,
    nodes,
    onBrokenPick: oneOf(onBrokenPick, ['stop', 'choose'], 'onBrokenPick'),
    because: typeof because === 'string' ? because : 'a file says so',
    steps: parsed,
    fingerprint: parseFingerprint(fingerprint, nodes),
  };
}

function parseStep(value: unknown, where: string, nodes: readonly string[]): ScheduleStep {
  const fields = record(value, where, stepKeys);
  const node = (key: string): string => oneOf(fields[key], nodes, `${where}: ${key}`);
  const kind = oneOf(fields['kind'], ['begin', 'deliver', 'invoke', 'answered', 'pick', 'alarm'], `${where}: kind`);
  switch (kind) {
    case 'begin': {
      const roundKind = oneOf(fields['roundKind'], roundKinds, `${where}: roundKind`);
      return { kind, round: round(fields['round'], where), roundKind, coordinator: node('coordinator') };
    }
    case 'deliver':
      return {
        kind,
        message: oneOf<ScheduledMessage>(fields['message'], messages, `${where}: message`),
        round: round(fields['round'], where),
        value: fields['value'] === null ? null : contender(fields['value'], `${where}: value`),
        from: members(fields['from'], `${where}: from`, nodes),
        to: members(fields['to'], `${where}: to`, nodes),
      };
    case 'invoke':
    case 'answered':
      return { kind, contender: contender(fields['contender'], `${where}: contender`), node: node('node') };
    case 'pick':
      return {
        kind,
        contender: contender(fields['contender'], `${where}: contender`),
        coordinator: node('coordinator'),
      };
    case 'alarm':
      return { kind, coordinator: node('coordinator') };
  }
}

function parseFingerprint(value: unknown, nodes: readonly string[]): Fingerprint {
  const { chosen, alarm } = record(value, 'fingerprint', ['chosen', 'alarm']);
  return {
    chosen: list(chosen, 'fingerprint: chosen').map((one) => parseChosen(one, nodes)),
    alarm: alarm === null ? null : parseAlarm(alarm, nodes),
  };
}

function parseChosen(value: unknown, nodes: readonly string[]): ChosenBySchedule {
  const where = 'fingerprint: chosen';
  const fields = record(value, where, ['contender', 'round', 'roundKind', 'coordinator', 'quorum']);
  return {
    contender: contender(fields['contender'], where),
    round: round(fields['round'], where),
    roundKind: oneOf(fields['roundKind'], roundKinds, where),
    coordinator: oneOf(fields['coordinator'], nodes, where),
    quorum: members(fields['quorum'], where, nodes),
  };
}

function parseAlarm(value: unknown, nodes: readonly string[]): NonNullable<Fingerprint['alarm']> {
  const where = 'fingerprint: alarm';
  const fields = record(value, where, ['coordinator', 'reporters']);
  return {
    coordinator: oneOf(fields['coordinator'], nodes, where),
    reporters: members(fields['reporters'], where, nodes),
  };
}

/** Of all kinds of step together. */
const stepKeys = ['kind', 'round', 'roundKind', 'coordinator', 'message', 'value', 'from', 'to', 'contender', 'node'];
const roundKinds = ['classic', 'fast'] as const;
const messages = ['phase1a', 'phase1b', 'any', 'propose', 'phase2a', 'phase2b'] as const;

function contender(value: unknown, where: string): Contender {
  return oneOf<Contender>(value, ['x', 'y'], where);
}

function round(value: unknown, where: string): RoundOfSchedule {
  if (value === 1 || value === 2) return value;
  throw new Misfit(`${where}: "round" has to be 1 or 2`);
}

function members(value: unknown, where: string, nodes: readonly string[]): readonly string[] {
  return list(value, where).map((name) => oneOf(name, nodes, where));
}

function oneOf<T extends string>(value: unknown, choices: readonly T[], where: string): T {
  const choice = choices.find((one) => one === value);
  if (choice === undefined)
    throw new Misfit(`${where} has to be one of ${choices.join(', ')}, not ${JSON.stringify(value)}`);
  return choice;
}

function list(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Misfit(`${where} has to be a list`);
  return value;
}

/** An unknown key is refused: whoever wrote it meant something by it. */
function record(value: unknown, where: string, keys: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Misfit(`${where} has to be an object`);
  }
  const unknown = Object.keys(value).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw new Misfit(`${where} has an unknown key "${unknown}"; known: ${keys.join(', ')}`);
  return value as Readonly<Record<string, unknown>>;
}
