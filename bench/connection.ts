/** A connection to one node, on which many writes may be outstanding. */
export interface Connection {
  /** True once the write is committed and answered; false when the node says that it may not be. */
  write(key: string, value: string): Promise<boolean>;
  close(): void;
}
