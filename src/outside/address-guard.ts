import { BlockList, isIP } from 'node:net';

/** IANA's special-purpose IPv4 ranges, and multicast: nothing of the public internet answers there. */
const SPECIAL_V4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const;

/** Within 2000::/3, all that is public: IETF protocols with Teredo, documentation, and 6to4, which hides an IPv4 address. */
const SPECIAL_V6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const special = new BlockList();
for (const [net, prefix] of SPECIAL_V4) special.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of SPECIAL_V6) special.addSubnet(net, prefix, 'ipv6');

const publicV6 = new BlockList();
publicV6.addSubnet('2000::', 3, 'ipv6');

/**
 * Whether a check may connect to an address: a public one, or one inside an allowed range (CIDR). An IPv4 address written as
 * IPv6 is judged as IPv4; what cannot be read is refused.
 */
export function addressGuard(allow: readonly string[]): (address: string) => boolean {
  const allowed = new BlockList();
  for (const cidr of allow) {
    const [net = '', prefix] = cidr.split('/');
    allowed.addSubnet(net, Number(prefix), isIP(net) === 6 ? 'ipv6' : 'ipv4');
  }
  return (address) => {
    const plain = plainAddress(address);
    if (isIP(plain) === 4) return allowed.check(plain, 'ipv4') || !special.check(plain, 'ipv4');
    if (isIP(plain) !== 6 || plain.includes('%')) return false;
    return allowed.check(plain, 'ipv6') || (publicV6.check(plain, 'ipv6') && !special.check(plain, 'ipv6'));
  };
}

/** `::ffff:127.0.0.1`, however it is written, is 127.0.0.1. */
function plainAddress(address: string): string {
  if (isIP(address) !== 6 || address.includes('%')) return address;
  const shortest = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(shortest) ?? [];
  if (high === undefined || low === undefined) return shortest;
  const bits = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return bits.flatMap((word) => [word >> 8, word & 0xff]).join('.');
}
