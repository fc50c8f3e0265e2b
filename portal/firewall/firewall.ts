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

/** What lets clients through and counts their octets. Each call either holds as a whole or fails as a whole. */
export interface Firewall {
  /** Puts the rules in place, closed to all but the clients that it already lets through. Safe to call again. */
  install(): Promise<void>
  grant(grant: Grant): Promise<void>
  /** Shuts clients out; their counters stay. A client that is not let through is no error. */
  revoke(clients: Client[]): Promise<void>
  /** Null: our rules are gone (somebody flushed them). */
  read(): Promise<FirewallState | null>
  /** Forgets the counters of these IPs. */
  forget(ips: string[]): Promise<void>
}
