import type { JsonReader } from './json-reader.ts';
import { leaderTarget, longestMs, othersTarget, type SimFault, type SimScenario } from './sim-scenario.ts';

const kinds: readonly SimFault['kind'][] = [
  'crash',
  'pause',
  'cut',
  'isolate',
  'slow-links',
  'clock',
  'slow-disk',
  'failed-sync',
  'corrupt',
  'begin-round',
  'recover',
  'let-go',
];

/** @throws ScenarioError */
export function parseFault(reader: JsonReader, names: readonly string[], roundsBy: SimScenario['roundsBy']): SimFault {
  const field = reader.fields([...new Set(Object.values(keysOf).flat()), 'kind', 'atMs']);
  const kind = field('kind').oneOf(kinds);
  const own = reader.fields(['kind', 'atMs', ...keysOf[kind]]);
  const atMs = own('atMs').numberFrom(0, longestMs);
  const forMs = (): number => own('forMs').numberFrom(0, longestMs);
  const node = (): string => own('node').oneOf([...names, leaderTarget]);
  const nodes = (): readonly string[] =>
    own('nodes').list((item) => item.oneOf([...names, leaderTarget, othersTarget]));
  switch (kind) {
    case 'crash': {
      const keeps = own('keeps').optional((item) => item.numberFrom(0, 1));
      const during = own('during').optional((item) => item.oneOf(['append'] as const));
      const more = { ...(keeps === undefined ? {} : { keeps }), ...(during === undefined ? {} : { during }) };
      return { atMs, kind, nodes: nodes(), forMs: forMs(), ...more };
    }
    case 'pause':
    case 'failed-sync':
      return { atMs, kind, node: node(), forMs: forMs() };
    case 'cut':
      return { atMs, kind, links: own('links').list((item) => parseLink(item, names)), forMs: forMs() };
    case 'isolate':
      return {
        atMs,
        kind,
        node: node(),
        direction: own('direction').oneOf(['both', 'in', 'out'] as const),
        forMs: forMs(),
      };
    case 'slow-links':
      return { atMs, kind, node: node(), extraMs: own('extraMs').numberFrom(0, longestMs), forMs: forMs() };
    case 'clock': {
      const rate = own('rate').optional((item) => item.numberFrom(0.01, 100));
      const wallOffsetMs = own('wallOffsetMs').optional((item) => item.numberFrom(-longestMs, longestMs));
      const more = { ...(rate === undefined ? {} : { rate }), ...(wallOffsetMs === undefined ? {} : { wallOffsetMs }) };
      return { atMs, kind, nodes: nodes(), ...more, forMs: forMs() };
    }
    case 'slow-disk':
      return { atMs, kind, node: node(), factor: own('factor').numberFrom(0, 1_000_000), forMs: forMs() };
    case 'corrupt':
      return { atMs, kind, node: node() };
    case 'begin-round':
    case 'recover':
    case 'let-go':
      if (roundsBy !== 'request') own('kind').refuse('another where rounds are not by request');
      if (kind === 'let-go') return { atMs, kind, node: node() };
      if (kind === 'recover')
        return { atMs, kind, node: node(), instance: own('instance').wholeNumberFrom(1, 1_000_000) };
      return { atMs, kind, node: node(), roundKind: own('roundKind').oneOf(['classic', 'fast'] as const) };
  }
}

/** What each kind has besides its time. */
const keysOf: Readonly<Record<SimFault['kind'], readonly string[]>> = {
  crash: ['nodes', 'forMs', 'keeps', 'during'],
  pause: ['node', 'forMs'],
  cut: ['links', 'forMs'],
  isolate: ['node', 'direction', 'forMs'],
  'slow-links': ['node', 'extraMs', 'forMs'],
  clock: ['nodes', 'rate', 'wallOffsetMs', 'forMs'],
  'slow-disk': ['node', 'factor', 'forMs'],
  'failed-sync': ['node', 'forMs'],
  corrupt: ['node'],
  'begin-round': ['node', 'roundKind'],
  recover: ['node', 'instance'],
  'let-go': ['node'],
};

function parseLink(reader: JsonReader, nodes: readonly string[]): Readonly<{ from: string; to: string }> {
  const field = reader.fields(['from', 'to']);
  return { from: field('from').oneOf(nodes), to: field('to').oneOf(nodes) };
}
