import type { FleetDatabase, FleetTransaction } from '../../db/fleet/open.ts'
import { claim } from '../claims.ts'
import { type OpenedAndClosed, unclosedAlerts, writePlan } from '../queries/alert-watch.ts'
import { readSetting, writeSetting } from '../queries/settings.ts'
import { gathered } from '../rules/alerts/operator-down.ts'
import { type Finding, keyOf } from '../rules/alerts/snapshot.ts'
import { type AlertRow, plan } from '../rules/alerts/steps.ts'
import { lookAtAll } from './look.ts'
import { findingsOfTheFleet } from './whole-fleet.ts'

/**
 * Is handed the alerts that have opened or closed, in the transaction in which they do: what it writes is committed with them. It is called in
 * every pass, also with none. Parts of a larger alert are not among those opened.
 */
export type TellOf = (tx: FleetTransaction, changed: OpenedAndClosed, now: number) => Promise<void>

export interface AlertWatch {
  db: FleetDatabase
  /** ms since 1970 */
  now: number
  /** The portal's host name, of which the fleet obtains the certificate; null or left out: of none. */
  certificateOf?: string | null
  /** Lets others have a turn. */
  breathe: () => Promise<void>
  /** Left out: nobody is told. */
  tellOf?: TellOf
  /** Is called when alerts have opened or closed. */
  changed?: () => void
}

const CLAIM = 'alerts-claim'
const CLAIM_MS = 60_000
/** When the fleet last looked, and since when it has without a break: `AT SINCE`, ms since 1970. */
const LOOKED = 'alerts-looked'
/** A fleet that has not looked for longer was not there, and nobody could report to it. Of a shorter break gateways catch up before they are missed. */
const LONGEST_BREAK_MS = 10 * 60_000

/**
 * Looks once at all gateways, and opens and closes alerts. All that it knows is in the database, and one process at a time does it: a restart
 * doubles nothing. Resolves to what has opened and closed; null: another process was at it.
 */
export async function watchAlerts(watch: AlertWatch): Promise<OpenedAndClosed | null> {
  const { db, now, changed } = watch
  const mine = await claim(db, CLAIM, now, CLAIM_MS)
  if (mine === null) return null
  try {
    const listeningSince = await listening(db, now)
    const { findings, unknown, networks } = await lookAtAll(watch, listeningSince)
    findings.push(...(await findingsOfTheFleet(watch, networks.thresholds.off)))
    const done = await mine.step(now, async (tx) => {
      const known = await unclosedAlerts(tx)
      const all = gathered(sinceKnown(findings, known), networks)
      const isUnknown = ({ kind, subjectId }: AlertRow) => unknown.has(`${kind} ${subjectId}`)
      const planned = plan(known, all, isUnknown, now)
      const result = await writePlan(tx, planned, now)
      await watch.tellOf?.(tx, result, now)
      await writeSetting(tx, LOOKED, `${now} ${listeningSince}`)
      return { result, happened: planned.steps.some(({ event }) => event !== null) }
    })
    if (done?.result.happened) changed?.()
    return done?.result.result ?? null
  } finally {
    await mine.release()
  }
}

/** What is known of a condition may reach further back than what its gateway says now. */
function sinceKnown(findings: Finding[], known: AlertRow[]): Finding[] {
  const since = new Map(known.map((row) => [keyOf(row), row.sinceAt]))
  return findings.map((finding) => ({
    ...finding,
    since: Math.min(finding.since, since.get(keyOf(finding)) ?? finding.since),
  }))
}

async function listening(db: FleetDatabase, now: number): Promise<number> {
  const [at, since] = ((await readSetting(db, LOOKED)) ?? `${now} 0`).split(' ').map(Number)
  return now - (at ?? now) > LONGEST_BREAK_MS ? now : (since ?? 0)
}
