import type { Policy } from '../../contract/policy.ts'
import type { TerminateCause } from '../../contract/report.ts'
import type { Client } from '../clients/client.ts'
import type { Octets } from '../firewall/firewall.ts'
import type { ClientDay } from '../queries/client-days.ts'
import type { SessionRow } from '../queries/sessions.ts'

/** A session of a client as it begins at `uptime` (monotonic ms), of which nothing has been used. */
export function newSession(
  {
    client,
    uptime,
    seconds,
    ...ids
  }: { sessionId: string; bootId: string; client: Client; uptime: number; seconds: number },
  { termsVersion, quotaOctets }: Pick<Policy, 'termsVersion' | 'quotaOctets'>,
): SessionRow {
  return {
    ...ids,
    clientMac: client.mac,
    clientIp: client.ip,
    startedUptimeMs: uptime,
    deadlineUptimeMs: uptime + seconds * 1000,
    termsVersion,
    quotaOctets,
    extensions: 0,
    activeUptimeMs: uptime,
    inputOctets: 0,
    outputOctets: 0,
    countedInputOctets: 0,
    countedOutputOctets: 0,
  }
}

/** Whole seconds of a session that are left at `uptime` (monotonic ms), rounded up, never below 0. */
export function secondsLeft(session: { deadlineUptimeMs: number }, uptime: number): number {
  return Math.max(0, Math.ceil((session.deadlineUptimeMs - uptime) / 1000))
}

/** How long a session has lasted at `uptime` (monotonic ms). The kernel lets its client through until the deadline, and no longer. */
export function lastedMs(session: Pick<SessionRow, 'startedUptimeMs' | 'deadlineUptimeMs'>, uptime: number): number {
  return Math.max(0, Math.min(uptime, session.deadlineUptimeMs) - session.startedUptimeMs)
}

/** Octets of the quota that are left; null: no quota. */
export function octetsLeft(session: SessionRow): number | null {
  if (session.quotaOctets === null) return null
  return Math.max(0, session.quotaOctets - session.inputOctets - session.outputOctets)
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

/** Whether a client may begin a session, by what it has had of this service day. */
export type Allowance =
  | { state: 'free' }
  | { state: 'cool-down'; secondsLeft: number; lastCause: TerminateCause }
  | { state: 'used-up' }

/** Only an end by time or quota cools down: who ended the session, or lost the bus, may come back at once. */
const COOLS_DOWN: readonly TerminateCause[] = ['session-timeout', 'quota']

export function allowanceOf(policy: Policy, day: ClientDay | null, at: { uptime: number; bootId: string }): Allowance {
  if (!day) return { state: 'free' }
  if (policy.sessionsPerDay !== null && day.sessions >= policy.sessionsPerDay) return { state: 'used-up' }
  const { lastCause, lastEndedUptimeMs, lastBootId } = day
  // Monotonic time says nothing across a reboot: the client gets the benefit of the doubt.
  if (lastCause === null || lastEndedUptimeMs === null || lastBootId !== at.bootId) return { state: 'free' }
  const left = Math.ceil(policy.coolDownSeconds - (at.uptime - lastEndedUptimeMs) / 1000)
  if (!COOLS_DOWN.includes(lastCause) || left <= 0) return { state: 'free' }
  return { state: 'cool-down', secondsLeft: left, lastCause }
}

/** What a running session has under a new policy: the new terms, but none that would end it on the spot. */
export function underPolicy(session: SessionRow, policy: Policy, uptime: number): SessionRow {
  const extended = session.extensions * (policy.extension?.seconds ?? 0)
  const deadline = session.startedUptimeMs + (policy.sessionSeconds + extended) * 1000
  const used = session.inputOctets + session.outputOctets
  const { quotaOctets } = policy
  return {
    ...session,
    deadlineUptimeMs: deadline > uptime ? deadline : session.deadlineUptimeMs,
    quotaOctets: quotaOctets !== null && used >= quotaOctets ? used + quotaOctets : quotaOctets,
  }
}

/** Why a session has to end now, by what was counted last; null: it may go on. */
export function overdue(session: SessionRow, policy: Policy, uptime: number): TerminateCause | null {
  if (secondsLeft(session, uptime) <= 0) return 'session-timeout'
  if (octetsLeft(session) === 0) return 'quota'
  if (policy.idleSeconds !== null && uptime - session.activeUptimeMs >= policy.idleSeconds * 1000) return 'idle'
  return null
}
