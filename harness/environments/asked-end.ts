/** Which end of a node's process was asked for. */
export type AskedEnd = 'none' | 'kill' | 'stop';

const askedStatus: Readonly<Record<AskedEnd, readonly string[]>> = {
  none: [],
  kill: ['was ended by SIGKILL'],
  stop: ['exited with status 0', 'was ended by SIGTERM', 'was ended by SIGKILL'],
};

/** Whether a process that ended with `status` (for example `was ended by SIGKILL`) did what it was asked for. */
export function isAskedEnd(asked: AskedEnd, status: string): boolean {
  return askedStatus[asked].includes(status);
}
