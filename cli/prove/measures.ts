import { addedUp } from '../../contract/histogram.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { histogramTotals, type reportsOf } from '../../fleet-api/queries/audit.ts'
import { verifyChain } from '../../fleet-api/report/chain.ts'
import type { Fact } from './facts.ts'

type Held = Awaited<ReturnType<typeof reportsOf>>[number]
/** What both sides tell of it, by its kind: `ended` of each cause, and two histograms. */
type Measured = Record<'ended' | 'sessionLengths' | 'connectTimes', Record<string, number>>

/** Why sessions ended, how long they lasted and how long riders took to get online: both sides of one gateway. Minutes may have been merged. */
export function measuresAgree(id: string, facts: Fact[], held: Held[]): string[] {
  const made = facts.map(({ told }) => told)
  const [sent, kept] = [
    measured(made.map(({ sessions, ...told }) => ({ ...told, sessionsEnded: sessions.ended }))),
    measured(held),
  ]
  const different = (['ended', 'sessionLengths', 'connectTimes'] as const).filter(
    (measure) => JSON.stringify(sent[measure]) !== JSON.stringify(kept[measure]),
  )
  return [
    ...different.map(
      (measure) => `${id}: ${measure} ${JSON.stringify(sent[measure])} became ${JSON.stringify(kept[measure])}`,
    ),
    ...lengthsFit(id, kept),
  ]
}

/** Each session that ended has a length, but for those that a power cut ended before it was known. */
function lengthsFit(id: string, { ended, sessionLengths }: Measured): string[] {
  const missing = total(ended) - total(sessionLengths)
  const mayMiss = ended['gateway-reboot'] ?? 0
  if (missing >= 0 && missing <= mayMiss) return []
  return [
    `${id}: ${total(ended)} sessions ended, ${mayMiss} of them by a reboot, and ${total(sessionLengths)} have a length`,
  ]
}

/** The fleet's histograms by day and row come to what its stored reports tell. */
export async function histogramsAgree(db: FleetDatabase, held: Held[]): Promise<string[]> {
  const kept = measured(held)
  const wanted = { length: kept.sessionLengths, connect: kept.connectTimes }
  const found = await histogramTotals(db)
  return (['length', 'connect'] as const).flatMap((measure) => {
    const rolled = inOrder(
      Object.fromEntries(found.flatMap((one) => (one.measure === measure ? [[one.bucket, one.count]] : []))),
    )
    const [stored, summed] = [JSON.stringify(wanted[measure]), JSON.stringify(rolled)]
    return stored === summed ? [] : [`usage_histogram ${measure}: minutes ${stored}, rolled up ${summed}`]
  })
}

/** The gateway's chain of accepted reports fits what is stored. `now`: ms since 1970. */
export async function chainFits(db: FleetDatabase, id: string, held: Held[], now: number): Promise<string[]> {
  const { equal, length, changed, missing, foreign } = await verifyChain(db, id, now)
  if (equal && length === held.length) return []
  return [
    `${id}: its chain has ${length} reports, ${held.length} are held: ${JSON.stringify({ changed, missing, foreign })}`,
  ]
}

function measured(rows: Pick<Held, 'sessionsEnded' | 'sessionLengths' | 'connectTimes'>[]): Measured {
  const ended: Record<string, number> = {}
  for (const { sessionsEnded } of rows)
    for (const [cause, times] of Object.entries(sessionsEnded)) ended[cause] = (ended[cause] ?? 0) + times
  const together = (measure: 'sessionLengths' | 'connectTimes') => {
    const counts = addedUp(rows.map((row) => row[measure] ?? []))
    return inOrder(Object.fromEntries(counts.map((count, bucket) => [bucket, count])))
  }
  return { ended: inOrder(ended), sessionLengths: together('sessionLengths'), connectTimes: together('connectTimes') }
}

/** Those that there are, by name: so that two can be held against each other as text. */
function inOrder(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  )
}

const total = (counts: Record<string, number>) => Object.values(counts).reduce((sum, count) => sum + count, 0)
