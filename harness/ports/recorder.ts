import type { Op } from '#checker';

/** Stamps an op with its index and time and puts it on file before anything else happens to it. */
export interface Recorder {
  record(op: Omit<Op, 'index' | 'timeNs'>): Op;
}
