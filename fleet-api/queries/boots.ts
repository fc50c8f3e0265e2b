import { and, gte, inArray, lte, sql } from 'drizzle-orm'
import type { FleetReads, FleetTransaction, Write } from '../../db/fleet/open.ts'
import { bootSeqs, gatewayBoot, report } from '../../db/fleet/schema.ts'
import { type Boot, bootKey, type Span, spanKey } from '../rules/boot-spans.ts'
import { type Said, saidKey } from '../rules/cells.ts'
import type { SeqRuns } from '../rules/seq-runs.ts'
import { preparedForMany } from './prepared.ts'
import type { ReportRow } from './reports.ts'
import { excluded } from './upserts.ts'

const lock = {
  table: bootSeqs,
  // Changes nothing, but whoever comes next waits for the end of this transaction.
  conflict: { target: [bootSeqs.gatewayId, bootSeqs.bootId], set: { seqs: sql`${bootSeqs.seqs}` } },
  returning: { gatewayId: bootSeqs.gatewayId, bootId: bootSeqs.bootId, seqs: bootSeqs.seqs },
}

const keepSeqs: Write<typeof bootSeqs> = {
  table: bootSeqs,
  conflict: { target: [bootSeqs.gatewayId, bootSeqs.bootId], set: { seqs: excluded(bootSeqs.seqs) } },
}

const keepSpans: Write<typeof gatewayBoot> = {
  table: gatewayBoot,
  conflict: {
    target: [gatewayBoot.gatewayId, gatewayBoot.bootId, gatewayBoot.routeId],
    set: {
      firstMinuteAt: excluded(gatewayBoot.firstMinuteAt),
      lastMinuteAt: excluded(gatewayBoot.lastMinuteAt),
    },
  },
}

/** The seqs of each boot that are stored, by bootKey; until the transaction ends nobody else stores reports of these boots. */
export async function lockSeqs(tx: FleetTransaction, boots: Boot[]): Promise<Map<string, SeqRuns>> {
  const inOrder = boots.sort((a, b) => (bootKey(a) < bootKey(b) ? -1 : 1))
  const rows = await tx.writeMany(
    lock,
    inOrder.map((boot) => ({ ...boot, seqs: [] })),
  )
  return new Map(rows.map((row) => [bootKey(row), row.seqs]))
}

export async function writeSeqs(tx: FleetTransaction, seqs: (Boot & { seqs: SeqRuns })[]): Promise<void> {
  await tx.writeMany(
    keepSeqs,
    seqs.map((row) => ({ ...row, seqs: row.seqs.map(([first, last]) => [first, last]) })),
  )
}

const spansOfBoots = preparedForMany('spans of boots', ['gatewayId', 'bootId'], (db, { gatewayId, bootId }) =>
  db
    .select()
    .from(gatewayBoot)
    .where(and(inArray(gatewayBoot.gatewayId, gatewayId), inArray(gatewayBoot.bootId, bootId))),
)

const spansTouching = preparedForMany('spans touching', ['gatewayId'], (db, { gatewayId }) =>
  db
    .select()
    .from(gatewayBoot)
    .where(
      and(
        inArray(gatewayBoot.gatewayId, gatewayId),
        gte(gatewayBoot.lastMinuteAt, sql.placeholder('from')),
        lte(gatewayBoot.firstMinuteAt, sql.placeholder('to')),
      ),
    ),
)

/** The spans of a gateway's boots that touch a stretch of time (seconds since 1970, both ends included). */
export async function spansWithin(
  db: FleetReads,
  gatewayId: string,
  stretch: { from: number; to: number },
): Promise<Span[]> {
  return spansTouching(db, [{ gatewayId }], stretch)
}

/** The spans of these boots, by spanKey. */
export async function spansOf(db: FleetReads, boots: Boot[]): Promise<Map<string, Span>> {
  const spans = await spansOfBoots(db, boots, {})
  return new Map(spans.map((span) => [spanKey(span), span]))
}

const minutesOf = preparedForMany('minutes of gateways', ['gatewayId', 'minuteAt'], (db, { gatewayId, minuteAt }) =>
  db
    .select({
      gatewayId: report.gatewayId,
      routeId: report.routeId,
      minuteAt: report.minuteAt,
      endedAt: report.endedAt,
      ridersConnected: report.ridersConnected,
    })
    .from(report)
    .where(and(inArray(report.minuteAt, minuteAt), inArray(report.gatewayId, gatewayId))),
)

/**
 * What is stored already of the minutes of these rows, by saidKey. Rows can only be where a boot's span is, and most new minutes lie
 * after all of them: then nothing is looked for.
 */
export async function saidSoFar(db: FleetReads, rows: ReportRow[]): Promise<Map<string, Said>> {
  const minutes = rows.map(({ minuteAt }) => minuteAt)
  const range = { from: Math.min(...minutes), to: Math.max(...minutes) }
  const gateways = [...new Set(rows.map(({ gatewayId }) => gatewayId))].map((gatewayId) => ({ gatewayId }))
  const spans = await spansTouching(db, gateways, range)
  if (spans.length === 0) return new Map()
  const within = rows.filter(({ gatewayId, minuteAt }) =>
    spans.some(
      (span) => span.gatewayId === gatewayId && span.firstMinuteAt <= minuteAt && minuteAt <= span.lastMinuteAt,
    ),
  )
  const said = new Map<string, Said>()
  for (const row of await minutesOf(db, within, {})) {
    const known = said.get(saidKey(row))
    if (!known || row.endedAt >= known.endedAt) said.set(saidKey(row), row)
  }
  return said
}

export async function writeSpans(tx: FleetTransaction, spans: Span[]): Promise<void> {
  await tx.writeMany(keepSpans, spans)
}
