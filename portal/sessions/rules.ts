import type { Client } from '../clients/client.ts'
import type { Octets } from '../firewall/firewall.ts'
import type { SessionRow } from '../queries/sessions.ts'

/** Whole seconds of a session that are left at `uptime` (monotonic ms), rounded up, never below 0. */
export function secondsLeft(session: { deadlineUptimeMs: number }, uptime: number): number {
  return Math.max(0, Math.ceil((session.deadlineUptimeMs - uptime) / 1000))
}

/** What the kernel has counted since the last reading. A counter that stands lower than before was made anew: all of it counts. */
export function octetsSince(session: SessionRow, counted: Octets | undefined): Octets {
  const since = (now: number | undefined, before: number) =>
    now === undefined ? 0 : now >= before ? now - before : now
  return {
    input: since(counted?.input, session.countedInputOctets),
    output: since(counted?.output, session.countedOutputOctets),
  }
}

/** The sessions that share this client's IP or its MAC. */
export function clientSessions(sessions: Iterable<SessionRow>, client: Client): SessionRow[] {
  return [...sessions].filter((row) => row.clientIp === client.ip || row.clientMac === client.mac)
}
