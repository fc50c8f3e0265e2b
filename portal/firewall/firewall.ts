import type { Client } from '../clients/client.ts'

/** A client to let through, for so long at most: the kernel shuts it out then, whether or not the portal lives. */
export interface Grant extends Client {
  seconds: number
}

/** Octets as in RFC 2866: input is received from the rider, output is sent to the rider. */
export interface Octets {
  input: number
  output: number
}

/** What stands in the kernel. */
export interface FirewallState {
  /** Clients let through, by IP. */
  clients: Map<string, Client & { secondsLeft: number }>
  /** Counters, by IP. They outlive the client's time, until they are forgotten: so no octet goes uncounted. */
  octets: Map<string, Octets>
}

/** What the policy asks of the kernel, apart from who is let through. */
export interface FirewallRules {
  /** The most that one client gets, octets a second; null: no limit. Down is towards the rider. */
  down: number | null
  up: number | null
  /** Whether the addresses of the walled garden, which dnsmasq adds by name, may be reached without a session. */
  garden: boolean
}

/** What lets clients through and counts their octets. Each call either holds as a whole or fails as a whole. */
export interface Firewall {
  /** Puts the rules in place, closed to all but the clients that it already lets through. Safe to call again, also with other rules. */
  install(rules: FirewallRules): Promise<void>
  grant(grant: Grant): Promise<void>
  /** Shuts clients out; their counters stay. A client that is not let through is no error. */
  revoke(clients: Client[]): Promise<void>
  /** Null: our rules are gone (somebody flushed them). */
  read(): Promise<FirewallState | null>
  /** Forgets the counters of these IPs. */
  forget(ips: string[]): Promise<void>
}
