import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { DialOutcome, HolderAnswer, HolderRequest } from './protocol.ts';

/**
 * Runs in a holder container, which owns the network of one node: puts whole rule sets of the packet filter in force,
 * reads their counters, and dials as the node would. It takes requests from the controller alone and answers each once.
 */
async function answer(request: HolderRequest): Promise<HolderAnswer> {
  try {
    return { id: request.id, text: await perform(request) };
  } catch (error) {
    return { id: request.id, error: error instanceof Error ? error.message : String(error) };
  }
}

function perform(request: HolderRequest): Promise<string> {
  switch (request.kind) {
    case 'rules':
      return inOrder(() => run('iptables-restore', ['--wait'], request.ruleSet));
    case 'counters':
      return run('iptables-save', ['--counters', '--table', 'filter'], '');
    case 'dial':
      return dial(request.host, request.port, request.timeoutMs);
  }
}

let lastRules: Promise<unknown> = Promise.resolve();

/** A later rule set must not be overtaken by an earlier one. */
function inOrder<T>(task: () => Promise<T>): Promise<T> {
  const result = lastRules.then(task);
  lastRules = result.catch(() => null);
  return result;
}

function run(file: string, args: readonly string[], input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args);
    const output: Buffer[] = [];
    const complaints: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
    child.stdin.on('error', () => {}); // it ended before it had read everything: its status tells
    child.on('error', reject);
    child.on('close', (status) => {
      if (status === 0) resolve(Buffer.concat(output).toString());
      else reject(new Error(`${file} ended with status ${status}: ${Buffer.concat(complaints).toString().trim()}`));
    });
    child.stdin.end(input);
  });
}

function dial(host: string, port: number, timeoutMs: number): Promise<DialOutcome> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (outcome: DialOutcome): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    };
    const timer = setTimeout(() => end('silent'), timeoutMs);
    socket.on('connect', () => end('connected'));
    socket.on('error', (error: NodeJS.ErrnoException) => end(error.code === 'ECONNREFUSED' ? 'refused' : 'silent'));
  });
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const request = JSON.parse(line) as HolderRequest;
  void answer(request).then((told) => process.stdout.write(`${JSON.stringify(told)}\n`));
});
