import type { Client } from '../clients/client.ts'
import type { Firewall, Octets } from './firewall.ts'

/** A firewall that enforces nothing but remembers: for a laptop, and for the demo, whose simulated riders add octets themselves. */
export interface UnenforcedFirewall extends Firewall {
  /** Adds usage of a client that is let through; what comes from others is dropped, as the kernel would. */
  count(ip: string, octets: Octets): void
}

/** `uptime`: monotonic milliseconds, by which grants end. */
export function unenforcedFirewall(uptime: () => number): UnenforcedFirewall {
  const clients = new Map<string, Client & { endsAt: number }>()
  const counters = new Map<string, Octets>()
  const live = () => [...clients.values()].filter((client) => client.endsAt > uptime())
  return {
    install: async () => undefined,
    async grant({ mac, ip, seconds }) {
      clients.set(ip, { mac, ip, endsAt: uptime() + seconds * 1000 })
      if (!counters.has(ip)) counters.set(ip, { input: 0, output: 0 })
    },
    async revoke(gone) {
      for (const { ip } of gone) clients.delete(ip)
    },
    async forget(ips) {
      for (const ip of ips) counters.delete(ip)
    },
    async read() {
      const alive = live().map(
        ({ mac, ip, endsAt }) => [ip, { mac, ip, secondsLeft: (endsAt - uptime()) / 1000 }] as const,
      )
      return { clients: new Map(alive), octets: new Map([...counters].map(([ip, octets]) => [ip, { ...octets }])) }
    },
    count(ip, { input, output }) {
      const counter = counters.get(ip)
      const client = clients.get(ip)
      if (!counter || !client || client.endsAt <= uptime()) return
      counter.input += input
      counter.output += output
    },
  }
}
