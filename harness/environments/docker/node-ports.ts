/** Where every node listens in its own network; only the client and the admin port are published. */
export const nodePorts = { peer: 7100, client: 7200, admin: 7300 } as const;
