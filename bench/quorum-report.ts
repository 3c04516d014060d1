import type { NodeCosts } from './node-costs.ts';
import { sizesText } from './paxos-cluster.ts';
import { type PredictedMessages, predictedMessages, predictedTotal } from './predicted-messages.ts';
import type { QuorumMeasurement } from './quorum-benchmark.ts';
import { tableLine } from './table-line.ts';

const columns = ['', 'sent', 'predicted', 'received', 'predicted', 'B sent', 'B received', 'cpu ms'];
const widths = [22, 7, 9, 8, 9, 8, 10, 7];

/** Below this, costs are no longer those of fast rounds. */
const fastShareMin = 0.9;

/** What one measurement says, as a block of lines: costs per decision by role, and how much of them is the leader's. */
export function quorumReport(measurement: QuorumMeasurement): readonly string[] {
  const { kind, nodes, costs } = measurement;
  const predicted = predictedMessages(kind, nodes);
  return [
    title(measurement),
    tableLine(widths, columns),
    line('all nodes', costs.total, predictedTotal(predicted, nodes)),
    line('leader', costs.leader, predicted.leader),
    line('home node', costs.home, predicted.home),
    ...(nodes > 2 ? [line('each other node', costs.other, predicted.other)] : []),
    ...shares(measurement),
    ...remarks(measurement),
    '',
  ];
}

function title({ kind, nodes, sizes, decisions, newRounds, idleMessagesPerSecond }: QuorumMeasurement): string {
  const total = decisions.fast + decisions.classic;
  return [
    `${kind} rounds, ${nodes} nodes ${sizesText(sizes)}: ${total} decisions`,
    `${percent(decisions.fast / total)} fast`,
    `${newRounds} new rounds`,
    `${idleMessagesPerSecond.toFixed(0)} messages/s when idle are subtracted`,
  ].join(', ');
}

function line(role: string, costs: NodeCosts, predicted: PredictedMessages): string {
  return tableLine(widths, [
    `  ${role}`,
    costs.sentMessages.toFixed(2),
    String(predicted.sent),
    costs.receivedMessages.toFixed(2),
    String(predicted.received),
    costs.sentBytes.toFixed(0),
    costs.receivedBytes.toFixed(0),
    costs.cpuMs.toFixed(3),
  ]);
}

/** Fast rounds that are often recovered cost what classic rounds cost besides. */
function remarks({ kind, decisions: { fast, classic } }: QuorumMeasurement): readonly string[] {
  if (kind === 'classic' || fast >= fastShareMin * (fast + classic)) return [];
  return [
    `  less than ${percent(fastShareMin)} of the decisions are fast: repeat this on a quieter machine, or with fewer clients`,
  ];
}

/** The leader's part in what all nodes do, and how it compares with the mean of the others. */
function shares({ nodes, costs }: QuorumMeasurement): readonly string[] {
  const quantities: readonly (readonly [string, (of: NodeCosts) => number])[] = [
    ['messages', ({ sentMessages, receivedMessages }) => sentMessages + receivedMessages],
    ['bytes', ({ sentBytes, receivedBytes }) => sentBytes + receivedBytes],
    ['processor time', ({ cpuMs }) => cpuMs],
  ];
  const parts = quantities.map(([name, quantity]) => {
    const leader = quantity(costs.leader);
    const total = quantity(costs.total);
    const follower = (total - leader) / (nodes - 1);
    return `${percent(leader / total)} of ${name} (${(leader / follower).toFixed(1)} : 1)`;
  });
  return [`  leader's share, and leader : mean follower: ${parts.join(', ')}`];
}

function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(0)} %`;
}
