import { and, eq, gte, inArray, lte, sql } from 'drizzle-orm'
import type { FleetReads, FleetTransaction, Write } from '../../db/fleet/open.ts'
import { bootSeqs, gatewayRun, report } from '../../db/fleet/schema.ts'
import { type Boot, bootKey, type Run, type RunChanges } from '../rules/boot-runs.ts'
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

const keepRuns: Write<typeof gatewayRun> = {
  table: gatewayRun,
  conflict: {
    target: [gatewayRun.gatewayId, gatewayRun.bootId, gatewayRun.firstMinuteAt],
    set: { lastMinuteAt: excluded(gatewayRun.lastMinuteAt), routeId: excluded(gatewayRun.routeId) },
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

const runsSince = preparedForMany('runs since', ['gatewayId', 'bootId'], (db, { gatewayId, bootId }) =>
  db
    .select()
    .from(gatewayRun)
    .where(
      and(
        inArray(gatewayRun.gatewayId, gatewayId),
        inArray(gatewayRun.bootId, bootId),
        gte(gatewayRun.lastMinuteAt, sql.placeholder('since')),
      ),
    ),
)

const runsTouching = preparedForMany('runs touching', ['gatewayId'], (db, { gatewayId }) =>
  db
    .select()
    .from(gatewayRun)
    .where(
      and(
        inArray(gatewayRun.gatewayId, gatewayId),
        gte(gatewayRun.lastMinuteAt, sql.placeholder('from')),
        lte(gatewayRun.firstMinuteAt, sql.placeholder('to')),
      ),
    ),
)

/** The stretches of a gateway's boots that touch a stretch of time (seconds since 1970, both ends included). */
export async function runsWithin(
  db: FleetReads,
  gatewayId: string,
  stretch: { from: number; to: number },
): Promise<Run[]> {
  return runsTouching(db, [{ gatewayId }], stretch)
}

/** Of a boot that has been silent for longer, all of its stretches are asked for. */
const USUAL_SILENCE_S = 86_400

/** The stretches of these boots around these minutes and after them, by bootKey: at least the last one before. */
export async function runsAround(
  db: FleetReads,
  boots: Boot[],
  minutes: number[],
  isKnown: (boot: Boot) => boolean,
): Promise<Map<string, Run[]>> {
  const since = minutes.reduce((least, minute) => Math.min(least, minute), Number.MAX_SAFE_INTEGER) - USUAL_SILENCE_S
  const runs = grouped(await runsSince(db, boots, { since }))
  const silent = boots.filter((boot) => isKnown(boot) && !runs.has(bootKey(boot)))
  if (silent.length > 0)
    for (const [key, found] of grouped(await runsSince(db, silent, { since: 0 }))) runs.set(key, found)
  return runs
}

function grouped(runs: Run[]): Map<string, Run[]> {
  const byBoot = new Map<string, Run[]>()
  for (const run of runs) {
    const found = byBoot.get(bootKey(run))
    if (found) found.push(run)
    else byBoot.set(bootKey(run), [run])
  }
  return byBoot
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
 * What is stored already of the minutes of these rows, by saidKey. Rows can only be where a boot's stretches are, and most new minutes lie
 * after all of them: then nothing is looked for.
 */
export async function saidSoFar(db: FleetReads, rows: ReportRow[]): Promise<Map<string, Said>> {
  const minutes = rows.map(({ minuteAt }) => minuteAt)
  const range = { from: Math.min(...minutes), to: Math.max(...minutes) }
  const gateways = [...new Set(rows.map(({ gatewayId }) => gatewayId))].map((gatewayId) => ({ gatewayId }))
  const runs = await runsTouching(db, gateways, range)
  if (runs.length === 0) return new Map()
  const within = rows.filter(({ gatewayId, minuteAt }) =>
    runs.some((run) => run.gatewayId === gatewayId && run.firstMinuteAt <= minuteAt && minuteAt <= run.lastMinuteAt),
  )
  const said = new Map<string, Said>()
  for (const row of await minutesOf(db, within, {})) {
    const known = said.get(saidKey(row))
    if (!known || row.endedAt >= known.endedAt) said.set(saidKey(row), row)
  }
  return said
}

export async function writeRuns(tx: FleetTransaction, { written, gone }: RunChanges): Promise<void> {
  for (const { gatewayId, bootId, firstMinuteAt } of gone) {
    await tx
      .delete(gatewayRun)
      .where(
        and(
          eq(gatewayRun.gatewayId, gatewayId),
          eq(gatewayRun.bootId, bootId),
          eq(gatewayRun.firstMinuteAt, firstMinuteAt),
        ),
      )
  }
  await tx.writeMany(keepRuns, written)
}
