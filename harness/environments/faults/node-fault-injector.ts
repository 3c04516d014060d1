import { assertNever, invariant } from '#foundation';
import type { Clock, Fault } from '../../ports/index.ts';
import { ClockFault, clockedNode, type StatedNode } from '../clock/index.ts';
import type { CuttableLinks } from '../links/cuttable-links.ts';
import { PartitionFault } from '../links/partition-fault.ts';
import { BegunFaults, type PreparedFault } from './begun-faults.ts';
import type { FaultyNode } from './faulty-node.ts';
import { KillFault } from './kill-fault.ts';
import { PauseFault } from './pause-fault.ts';

export type NodeFaultInjectorParts = Readonly<{
  nodes: readonly (FaultyNode & StatedNode)[];
  /** How links are cut is each environment's own. */
  links: CuttableLinks;
  /** How long a node may take to answer `/health` after its fault was healed. */
  readyTimeoutMs: number;
  /** The controller's, which those of the nodes are held against. */
  clock: Clock;
}>;

/** Disturbs nodes that are real processes, with signals and through their clocks, and the links between them. */
export class NodeFaultInjector extends BegunFaults {
  constructor(parts: NodeFaultInjectorParts) {
    super((fault) => prepareFault(fault, parts));
  }
}

function prepareFault(fault: Fault, { nodes, links, readyTimeoutMs, clock }: NodeFaultInjectorParts): PreparedFault {
  switch (fault.kind) {
    case 'partition':
      return new PartitionFault(fault, links);
    case 'kill':
      return new KillFault({ fault, nodes: nodesNamed(fault.nodes, nodes), startTimeoutMs: readyTimeoutMs });
    case 'pause':
      return new PauseFault({ fault, nodes: nodesNamed(fault.nodes, nodes), readyTimeoutMs });
    case 'clock':
      return new ClockFault({ fault, nodes: nodes.map((node) => clockedNode(node, clock)), clock });
    default:
      return assertNever(fault);
  }
}

function nodesNamed(names: readonly string[], nodes: readonly FaultyNode[]): readonly FaultyNode[] {
  return names.map((name) => {
    const node = nodes.find((candidate) => candidate.node === name);
    invariant(node !== undefined, 'a fault names nodes that exist', { name });
    return node;
  });
}
