import type { Message } from '#cluster-node';
import type { MessagePattern } from '../simulation/index.ts';
import { StoryError } from './story-error.ts';
import { valueIn } from './value-phrase.ts';

/** What stories call messages. protocol.md 2.1 and 4. */
const nameOf: Readonly<Record<Message['kind'], string>> = {
  phase1a: '1a',
  phase1b: '1b',
  'phase1a-instance': '1a for one instance',
  'phase1b-instance': '1b for one instance',
  nack: 'nack',
  phase2a: '2a',
  any: 'ANY',
  phase2b: '2b',
  propose: 'proposal',
  forward: 'forwarded command',
  chosen: 'announcement',
  learn: 'question',
  heartbeat: 'heartbeat',
  'heartbeat-ack': 'heartbeat answer',
  'read-request': 'read request',
  'read-index': 'read index',
  confirm: 'confirmation request',
  confirmation: 'confirmation',
  'lease-request': 'lease request',
  'lease-grant': 'lease grant',
};
const kindNamed = new Map(Object.entries(nameOf).map(([kind, name]) => [name, kind]));
/** Messages of any kind. */
const anyMessage = 'message';
const names = [anyMessage, ...kindNamed.keys()];

const node = String.raw`\w+(?:, \w+)*`;
const phrase = new RegExp(
  `^(?<next>the next )?(?<name>${names.join('|')})s?` +
    String.raw`(?: of instance (?<instance>\d+))?(?: of round (?<round>\d+))?(?: carrying \w+ = (?<value>\S+))?` +
    `(?: from (?<from>${node}))?(?: to (?<to>${node}))?$`,
);

/**
 * The messages that a story means: `proposals from n1 to n2, n3`, `the next 2b of instance 1 carrying x = 1 to n2`. `the next`: on each link
 * the next one alone.
 *
 * @throws StoryError
 */
export function messagesMeant(text: string, nodes: readonly string[]): readonly MessagePattern[] {
  const words = phrase.exec(text)?.groups;
  if (words === undefined) {
    throw new StoryError(`a story knows no messages "${text}"; it knows ${names.join(', ')}`);
  }
  const { next, name = '', instance, round, value } = words;
  const kind = kindNamed.get(name);
  const common: MessagePattern = {
    ...(kind === undefined ? {} : { kind }),
    ...(instance === undefined ? {} : { instance: Number(instance) }),
    ...(round === undefined ? {} : { round: { number: Number(round) } }),
    ...(value === undefined ? {} : { writes: valueIn(value) }),
    ...(next === undefined ? {} : { nth: 1 }),
  };
  return ends(words['from'], nodes).flatMap((from) =>
    ends(words['to'], nodes).map(
      (to): MessagePattern => ({
        ...common,
        ...(from === null ? {} : { from }),
        ...(to === null ? {} : { to }),
      }),
    ),
  );
}

/** The nodes that are named, or null for whichever. */
function ends(names: string | undefined, nodes: readonly string[]): readonly (string | null)[] {
  if (names === undefined) return [null];
  const named = names.split(', ');
  for (const name of named) if (!nodes.includes(name)) throw new StoryError(`a story has no node "${name}"`);
  return named;
}
