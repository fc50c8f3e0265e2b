/** Where the machine lists its name servers. */
const SYSTEM = '/etc/resolv.conf'
/** systemd-resolved and NetworkManager put a relay on the loopback address there, and the true servers here. */
const BEHIND_A_RELAY = ['/run/systemd/resolve/resolv.conf', '/run/NetworkManager/no-stub-resolv.conf']

/**
 * The file that names the upstream servers: the first that names one that is not this machine. `read` gives null for a file that is
 * not there. A resolver of the operator's own on the loopback address serves where there is no other.
 */
export function upstreamResolvFile(read: (path: string) => string | null): string {
  return [SYSTEM, ...BEHIND_A_RELAY].find((path) => namesAnother(read(path) ?? '')) ?? SYSTEM
}

function namesAnother(text: string): boolean {
  return [...text.matchAll(/^\s*nameserver\s+(\S+)/gm)].some(([, server = '']) => !/^(127\.|::1$)/.test(server))
}
