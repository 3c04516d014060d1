import { join } from 'node:path';
import { HarnessError } from '../../harness-error.ts';
import type { Clock, ClockMode } from '../../ports/index.ts';
import type { ClockedNode } from './clock-fault.ts';
import { ClockFile, type ClockSetting } from './clock-file.ts';
import { readClocks } from './clock-reading.ts';
import { faketimeVariables } from './faketime.ts';

/** Which library stands between a node and its clocks, and in which mode. The path is as the node sees it. */
export type ClockInterposition = Readonly<{ mode: ClockMode; library: string }>;

export type NodeClocksParts = Readonly<{
  node: string;
  /** Null: the clocks are left alone. */
  interposition: ClockInterposition | null;
  /** The node's own directory, and under which name the node sees it (default: the same). */
  directory: string;
  directoryInside?: string;
}>;

/** The clocks of one node over all its starts. */
export class NodeClocks {
  /** With what the node has to be started, so that its clocks can be turned. */
  readonly variables: Readonly<Record<string, string>>;
  readonly #node: string;
  readonly #file: ClockFile | null = null;
  #beganAtMs: number = performance.now();

  constructor({ node, interposition, directory, directoryInside = directory }: NodeClocksParts) {
    this.#node = node;
    if (interposition === null) {
      this.variables = {};
      return;
    }
    this.#file = new ClockFile(fileIn(directory));
    this.variables = faketimeVariables({ ...interposition, file: fileIn(directoryInside) });
  }

  /** The node's process began `agoMs` ago. */
  processBegan(agoMs: number): void {
    this.#beganAtMs = performance.now() - agoMs;
  }

  /** Sets the clocks from now on. @throws HarnessError CLOCKS_LEFT_ALONE */
  turn(setting: ClockSetting): void {
    if (this.#file === null) {
      throw new HarnessError('CLOCKS_LEFT_ALONE', `${this.#node} was started with clocks that cannot be turned.`);
    }
    this.#file.turn(setting, performance.now() - this.#beganAtMs);
  }
}

/** A node that has such clocks, and answers what it knows of itself: null when it does not. */
export type StatedNode = Readonly<{ node: string; clocks: NodeClocks; status(): Promise<unknown> }>;

/** That node as a clock fault sees it. `clock`: the controller's. */
export function clockedNode(stated: StatedNode, clock: Clock): ClockedNode {
  return {
    node: stated.node,
    turnClock: (setting) => stated.clocks.turn(setting),
    readClocks: () => readClocks(clock, () => stated.status()),
  };
}

function fileIn(directory: string): string {
  return join(directory, 'clock', 'faketime');
}
