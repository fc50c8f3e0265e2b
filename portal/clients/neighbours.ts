import { readFileSync } from 'node:fs'
import { type Client, type ClientFinder, parseIpv4, parseMac } from './client.ts'

/** ATF_COM of if_arp.h: the entry's hardware address is known. */
const COMPLETE = 0x2

/** The kernel makes the whole table anew for each reading, which costs more than all else that a full bus asks. Milliseconds. */
const FRESH_MS = 20

/**
 * The kernel's neighbour table (/proc/net/arp: no process to start, so a look-up costs microseconds).
 * Only entries of the LAN interface count: what comes from elsewhere is no rider.
 */
export function neighbourTable(lanInterface: string, uptime: () => number, read = readArp): ClientFinder {
  let table = ''
  let readAt = Number.NEGATIVE_INFINITY
  return {
    find(remoteAddress) {
      const ip = parseIpv4(remoteAddress)
      if (!ip) return null
      if (uptime() - readAt >= FRESH_MS) {
        table = read()
        readAt = uptime()
      }
      return parseArp(linesOf(table, ip), lanInterface)[0] ?? null
    },
  }
}

/** The table with the lines of one address alone: with a full bus, reading all of them is what costs (0.5 ms each time). */
function linesOf(table: string, ip: string): string {
  let lines = ''
  for (let at = table.indexOf(`\n${ip} `); at >= 0; at = table.indexOf(`\n${ip} `, at + 1)) {
    const end = table.indexOf('\n', at + 1)
    lines += table.slice(at, end < 0 ? undefined : end)
  }
  return lines
}

/** The complete entries of /proc/net/arp on one interface. Lines that cannot be read are passed over. */
export function parseArp(table: string, lanInterface: string): Client[] {
  const clients: Client[] = []
  for (const line of table.split('\n').slice(1)) {
    const [address, , flags, hardware, , device] = line.trim().split(/\s+/)
    if (!address || !flags || !hardware || device !== lanInterface) continue
    if ((Number.parseInt(flags, 16) & COMPLETE) === 0) continue
    const ip = parseIpv4(address)
    const mac = parseMac(hardware)
    if (ip && mac) clients.push({ mac, ip })
  }
  return clients
}

function readArp(): string {
  return readFileSync('/proc/net/arp', 'utf8')
}
