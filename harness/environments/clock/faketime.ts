import { existsSync, rmSync } from 'node:fs';
import type { ClockMode } from '../../ports/index.ts';

/** How to get what clock faults need. */
export const faketimeRemedy = 'Clock faults need libfaketime: apt-get install libfaketime.';

/** Where distributions put the library: Debian and Ubuntu by architecture, others by their own custom. */
const libraryPaths: readonly string[] = [
  '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib64/faketime/libfaketime.so.1',
  '/usr/lib/faketime/libfaketime.so.1',
  '/usr/local/lib/faketime/libfaketime.so.1',
];

/** Where Debian puts it, for whichever architecture: the dynamic linker knows what `$LIB` is. */
export const faketimeInImage = '/usr/$LIB/faketime/libfaketime.so.1';

/** The library that interposes clocks; null: this machine has none. */
export function findFaketimeLibrary(paths: readonly string[] = libraryPaths): string | null {
  return paths.find((path) => existsSync(path)) ?? null;
}

/**
 * The environment variables of a node whose clocks follow `file`. Both paths are as the node sees them. The file is read at
 * every look at a clock, because a cached setting would come into force seconds late.
 */
export function faketimeVariables({
  mode,
  library,
  file,
}: Readonly<{ mode: ClockMode; library: string; file: string }>): Readonly<Record<string, string>> {
  return {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    // A monotonic clock that goes far back aborts Node: where clocks jump, it stays true.
    FAKETIME_DONT_FAKE_MONOTONIC: mode === 'wall' ? '1' : '0',
  };
}

/**
 * Removes the shared memory that the library makes for a process and leaves behind when that is killed. The process
 * itself, once started, goes on without it. Does nothing where there is none.
 */
export function removeFaketimeMemory(pid: number): void {
  rmSync(`/dev/shm/faketime_shm_${pid}`, { force: true });
  rmSync(`/dev/shm/sem.faketime_sem_${pid}`, { force: true });
}
