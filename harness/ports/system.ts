export type Address = Readonly<{ host: string; port: number }>;

/** Where a node finds Node and the directory of this project's sources: paths as the node sees them. */
export type Installation = Readonly<{ node: string; sources: string }>;

/** One start of one node, as an environment asks for it. Port 0: the node chooses and tells. */
export type NodeStart = Readonly<{
  node: string;
  installation: Installation;
  dataDirectory: string;
  traceFile: string;
  listen: Readonly<{ host: string; peerPort: number; clientPort: number; adminPort: number }>;
  /** Where this node reaches each other node (a link proxy, say). */
  peers: Readonly<Record<string, Address>>;
}>;

/** How a node of the system under test is started; the environment decides where and when. */
export interface System {
  readonly name: string;
  readonly nodes: readonly string[];
  /** The command line of one start. Its first line on stdout is JSON with the ports it listens on (`ListeningLine`). */
  command(start: NodeStart): Readonly<{ file: string; args: readonly string[]; env: Readonly<Record<string, string>> }>;
}

/** The first line that a node prints on stdout. */
export type ListeningLine = Readonly<{ event: 'listening'; peerPort: number; clientPort: number; adminPort: number }>;
