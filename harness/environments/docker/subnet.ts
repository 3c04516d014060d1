/** RFC 2544 sets 198.18.0.0/15 aside for tests of networks: nobody routes it, and no home or office uses it. */
const firstOctets = ['198.18', '198.19'];
const firstHost = 10;

/** Every /24 in 198.18.0.0/15 that is not among `used` (in CIDR notation), in order. */
export function freeSubnets(used: readonly string[]): readonly string[] {
  return firstOctets
    .flatMap((octets) => Array.from({ length: 256 }, (_, third) => `${octets}.${third}.0/24`))
    .filter((subnet) => !used.includes(subnet));
}

/** The /24 that an IPv4 address lies in. */
export function subnetOf(address: string): string {
  return address.replace(/\.\d+$/, '.0/24');
}

/** The address in `subnet` of the machine that the engine runs on. */
export function gatewayAddress(subnet: string): string {
  return subnet.replace(/\.0\/24$/, '.1');
}

/** The address of the node at `index` (from 0) in `subnet`; the first addresses are the engine's. */
export function nodeAddress(subnet: string, index: number): string {
  return subnet.replace(/\.0\/24$/, `.${firstHost + index}`);
}
