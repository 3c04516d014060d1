import { nodeNames, type QuorumSystem, type ZoneRule, type ZoneSystem } from '#quorums';
import { countOf, namesText } from './numbers-in-words.ts';

/** What makes a quorum of each phase, for people; `fast: null`: fast rounds are not used. */
export type QuorumsInWords = Readonly<{ phase1: string; classic: string; fast: string | null }>;

/** Listed sets beyond these are counted only. */
const setsShown = 3;

/** The quorums of a system for people: `any 8 of 10 nodes`, `a full row`. */
export function quorumsInWords(system: QuorumSystem): QuorumsInWords {
  switch (system.kind) {
    case 'cardinality': {
      const any = (size: number): string =>
        size === system.nodes ? `all ${size} nodes` : `any ${size} of ${system.nodes} nodes`;
      return phases(system, any);
    }
    case 'weighted': {
      const total = system.weights.reduce((sum, weight) => sum + weight, 0);
      return phases(system, (weight) => `nodes that weigh at least ${weight} of ${total}`);
    }
    case 'grid': {
      const { rows, columns, fastColumns } = system;
      return {
        phase1: `a full row (${countOf(columns, 'node')})`,
        classic: `a full column (${countOf(rows, 'node')})`,
        fast:
          fastColumns === null
            ? null
            : `any ${countOf(fastColumns, 'full column')} (${countOf(fastColumns * rows, 'node')})`,
      };
    }
    case 'explicit':
      return phases(system, setsText);
    case 'zones':
      return phases(system, (rule) => ruleText(rule, system.zones));
  }
}

/** The nodes of a system in one line, as far as its name does not tell. */
export function nodesInWords(system: QuorumSystem): string {
  switch (system.kind) {
    case 'cardinality':
      return namesText(nodeNames(system));
    case 'grid':
      return Array.from({ length: system.rows }, (_, row) =>
        namesText(nodeNames(system).slice(row * system.columns, (row + 1) * system.columns)),
      ).join(' / ');
    case 'weighted':
      return `weights: ${system.nodes.map((node, index) => `${node} ${system.weights[index] ?? 0}`).join(', ')}`;
    case 'explicit':
      return namesText(system.nodes);
    case 'zones':
      return system.zones.map(({ name, nodes }) => `${name} (${namesText(nodes)})`).join(', ');
  }
}

function phases<Side>(
  { phase1, classic, fast }: Readonly<{ phase1: Side; classic: Side; fast: Side | null }>,
  words: (side: Side) => string,
): QuorumsInWords {
  return { phase1: words(phase1), classic: words(classic), fast: fast === null ? null : words(fast) };
}

function setsText(sets: readonly (readonly string[])[]): string {
  const shown = sets.slice(0, setsShown).map((set) => `{${namesText(set)}}`);
  const more = sets.length - shown.length;
  return [...shown, ...(more === 0 ? [] : [`${more} more`])].join(' or ');
}

function ruleText({ zones: needed, members }: ZoneRule, zones: ZoneSystem['zones']): string {
  const where = needed === zones.length ? `each of ${zones.length} zones` : `${needed} of ${zones.length} zones`;
  const [first = 0] = members;
  if (members.every((count) => count === first)) return `${countOf(first, 'node')} in ${where}`;
  return `in ${where}: ${zones.map(({ name }, index) => `${members[index] ?? 0} in ${name}`).join(', ')}`;
}
