import type { Message } from '#cluster-node';
import type { MessagePattern } from '../simulation/index.ts';
import { StoryError } from './story-error.ts';
import { valueIn } from './value-phrase.ts';

/** What stories call messages; null: any of them. protocol.md 2.1 and 4. */
const kindNamed: Readonly<Record<string, Message['kind'] | null>> = {
  message: null,
  '1a': 'phase1a',
  '1b': 'phase1b',
  '1a for one instance': 'phase1a-instance',
  '1b for one instance': 'phase1b-instance',
  nack: 'nack',
  '2a': 'phase2a',
  ANY: 'any',
  '2b': 'phase2b',
  proposal: 'propose',
  'forwarded command': 'forward',
  announcement: 'chosen',
  question: 'learn',
  heartbeat: 'heartbeat',
  'answer to a heartbeat': 'heartbeat-ack',
  'read request': 'read-request',
  'read index': 'read-index',
  'confirmation request': 'confirm',
  confirmation: 'confirmation',
  'lease request': 'lease-request',
  'lease grant': 'lease-grant',
};

const node = String.raw`\w+(?:, \w+)*`;
const phrase = new RegExp(
  `^(?<next>the next )?(?<kind>${Object.keys(kindNamed).toSorted(byLength).join('|')})s?` +
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
    throw new StoryError(`a story knows no messages "${text}"; it knows ${Object.keys(kindNamed).join(', ')}`);
  }
  const { next, kind = '', instance, round, value } = words;
  const named = kindNamed[kind] ?? null;
  const common: MessagePattern = {
    ...(named === null ? {} : { kind: named }),
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

function byLength(one: string, other: string): number {
  return other.length - one.length;
}
