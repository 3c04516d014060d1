/** So many nodes a simulated cluster has at most: its oracles list all quorums, of which there are too many beyond this. */
export const simNodesMax = 15;
