import type { MessageRule } from '../simulation/index.ts';
import { messagesMeant } from './message-phrase.ts';
import type { StoryPlan } from './story-plan.ts';
import { valueIn } from './value-phrase.ts';

/** What a command wants told besides what happens: what every node holds, or how everything ends. */
export type Question = 'holdings' | 'end';

/** A word of a form that stands for something else. */
export type Blank = 'NODE' | 'CLIENT' | 'KIND' | 'KEY' | 'VALUE' | 'MESSAGES' | 'NUMBER';

/** What a command has in the blanks of its form; empty where the form has none. */
export type Blanks = Readonly<Record<Blank, string>>;

/** What fits into a blank, as a regular expression. */
export const blanks: Blanks = {
  NODE: String.raw`\w+`,
  CLIENT: String.raw`c\d+`,
  KIND: 'classic|fast',
  KEY: String.raw`\w+`,
  VALUE: String.raw`\S+`,
  /** See `messagesMeant`. */
  MESSAGES: '.+',
  NUMBER: String.raw`\d+(?:\.\d+)?`,
};

/** What a command means. */
export type Sentence = Readonly<{
  /** Adds it to the plan. */
  says?: (plan: StoryPlan, blanks: Blanks) => void;
  /** So long the nodes have before the next command. */
  takesMs?: number | ((blanks: Blanks) => number);
  asks?: Question;
}>;

/** Long enough for all that a command sets going. */
export const stepMs = 20;
/** What only prepares for the next command comes just before it. */
const momentMs = 1;

/** Everything that a story may say after its first command, by its form. */
export const sentences: Readonly<Record<string, Sentence>> = {
  'CLIENT asks NODE to write KEY = VALUE': {
    says: (plan, { CLIENT, NODE, KEY, VALUE }) =>
      plan.asks({ client: numberOf(CLIENT), node: NODE, f: 'write', key: KEY, value: valueIn(VALUE) }),
  },
  'CLIENT asks NODE to read KEY': {
    says: (plan, { CLIENT, NODE, KEY }) =>
      plan.asks({ client: numberOf(CLIENT), node: NODE, f: 'read', key: KEY, value: null }),
  },
  'CLIENT asks NODE again': { says: (plan, { CLIENT, NODE }) => plan.asksAgain(numberOf(CLIENT), NODE) },

  'NODE begins a KIND round': {
    says: (plan, { NODE, KIND }) =>
      plan.once((atMs) => ({
        atMs,
        kind: 'begin-round',
        node: NODE,
        roundKind: KIND === 'fast' ? 'fast' : 'classic',
      })),
  },
  'NODE goes on by itself': {
    says: (plan, { NODE }) => plan.once((atMs) => ({ atMs, kind: 'let-go', node: NODE })),
  },

  'lose MESSAGES': ruled('lose', () => ({ kind: 'drop' })),
  'lose no more MESSAGES': { says: (plan, { MESSAGES }) => plan.ends(`lose ${MESSAGES}`), takesMs: momentMs },
  'let MESSAGES pass': ruled('let', () => ({ kind: 'pass' })),
  'repeat MESSAGES': ruled('repeat', () => ({ kind: 'repeat', afterMs: 2 })),
  'hold MESSAGES': ruled('hold', (untilMs) => ({ kind: 'hold', untilMs })),
  'release MESSAGES': { says: (plan, { MESSAGES }) => plan.ends(`hold ${MESSAGES}`) },
  'cut NODE off': {
    says: (plan, { NODE }) =>
      plan.begins(`cut ${NODE}`, (span) => ({ ...span, kind: 'isolate', node: NODE, direction: 'both' })),
    takesMs: momentMs,
  },
  'reconnect NODE': { says: (plan, { NODE }) => plan.ends(`cut ${NODE}`) },

  'crash NODE': {
    says: (plan, { NODE }) => plan.begins(`crash ${NODE}`, (span) => ({ ...span, kind: 'crash', nodes: [NODE] })),
  },
  'crash NODE in its next write, with NUMBER % of it on disk': {
    says: (plan, { NODE, NUMBER }) =>
      plan.begins(`crash ${NODE}`, (span) => ({
        ...span,
        kind: 'crash',
        nodes: [NODE],
        during: 'append',
        keeps: Number(NUMBER) / 100,
      })),
    takesMs: momentMs,
  },
  'the next sync of NODE fails': {
    says: (plan, { NODE }) => plan.begins(`crash ${NODE}`, (span) => ({ ...span, kind: 'failed-sync', node: NODE })),
    takesMs: momentMs,
  },
  'restart NODE': { says: (plan, { NODE }) => plan.ends(`crash ${NODE}`) },
  'pause NODE': {
    says: (plan, { NODE }) => plan.begins(`pause ${NODE}`, (span) => ({ ...span, kind: 'pause', node: NODE })),
  },
  'resume NODE': { says: (plan, { NODE }) => plan.ends(`pause ${NODE}`) },
  'the clock of NODE runs at NUMBER': {
    says: (plan, { NODE, NUMBER }) =>
      plan.begins(`clock ${NODE}`, (span) => ({ ...span, kind: 'clock', nodes: [NODE], rate: Number(NUMBER) })),
    takesMs: momentMs,
  },
  'the wall clock of NODE is set back by NUMBER ms': {
    says: (plan, { NODE, NUMBER }) =>
      plan.begins(`clock ${NODE}`, (span) => ({
        ...span,
        kind: 'clock',
        nodes: [NODE],
        wallOffsetMs: -Number(NUMBER),
      })),
    takesMs: momentMs,
  },

  'wait NUMBER ms': { takesMs: ({ NUMBER }) => Number(NUMBER) },
  'what does each node hold?': { takesMs: 0, asks: 'holdings' },
  'how does it end?': { takesMs: 0, asks: 'end' },
};

/** A rule for messages, from now on until a command lifts it. */
function ruled(verb: string, action: (untilMs: number) => MessageRule['action']): Sentence {
  return {
    says: (plan, { MESSAGES }) => plan.rules(`${verb} ${MESSAGES}`, messagesMeant(MESSAGES, plan.nodes), action),
    takesMs: momentMs,
  };
}

function numberOf(client: string): number {
  return Number(client.slice(1));
}
