import { and, asc, count, desc, eq, getTableColumns, gt, gte, lte } from 'drizzle-orm'
import type { FleetReads, FleetTransaction, Write } from '../../db/fleet/open.ts'
import { cityReport, cityReportChain, gateway, reattribution } from '../../db/fleet/schema.ts'

// What a report was made of is as large as the report many times over, and seldom asked for.
const { inputs: ownInputs, ...told } = getTableColumns(cityReport)

/** A final report without what it was made of. */
export type FinalReport = Omit<typeof cityReport.$inferSelect, 'inputs'>
export type ChainHead = Pick<typeof cityReportChain.$inferSelect, 'gatewayId' | 'length' | 'head'>

/** Months that are final, in order. */
export async function finalMonths(db: FleetReads): Promise<string[]> {
  const rows = await db
    .select({ month: cityReport.month, revisions: count() })
    .from(cityReport)
    .groupBy(cityReport.month)
    .orderBy(asc(cityReport.month))
  return rows.map(({ month }) => month)
}

/** A revision of a month's report; the newest where none is named. Null: there is no such. */
export async function finalReport(
  db: FleetReads,
  month: string,
  revision: number | null = null,
): Promise<FinalReport | null> {
  const [row] = await db
    .select(told)
    .from(cityReport)
    .where(and(eq(cityReport.month, month), revision === null ? undefined : eq(cityReport.revision, revision)))
    .orderBy(desc(cityReport.revision))
    .limit(1)
  return row ?? null
}

/** What a revision was made of, packed as it was kept (report/archive/kept-inputs.ts). '': there is no such revision. */
export async function packedInputs(db: FleetReads, month: string, revision: number): Promise<string> {
  const [row] = await db
    .select({ inputs: ownInputs })
    .from(cityReport)
    .where(and(eq(cityReport.month, month), eq(cityReport.revision, revision)))
  return row?.inputs ?? ''
}

/** The revisions of a month's report, in order. */
export async function revisionsOf(db: FleetReads, month: string) {
  const { revision, madeAt, reason } = cityReport
  return db
    .select({ revision, madeAt, reason })
    .from(cityReport)
    .where(eq(cityReport.month, month))
    .orderBy(asc(revision))
}

/** The heads of all gateways' chains of accepted reports as they are now, by gateway. */
export async function chainHeads(db: FleetReads): Promise<ChainHead[]> {
  const { gatewayId, chainLength, chainHead } = gateway
  const rows = await db
    .select({ gatewayId, length: chainLength, head: chainHead })
    .from(gateway)
    .where(gt(chainLength, 0))
    .orderBy(asc(gatewayId))
  return rows.flatMap(({ head, ...row }) => (head === null ? [] : [{ ...row, head }]))
}

const toChains: Write<typeof cityReportChain> = { table: cityReportChain }

/** Keeps a revision, with the heads of the chains. Where there is one of this number already, this is an error. */
export async function keepFinalReport(
  tx: FleetTransaction,
  report: typeof cityReport.$inferInsert,
  heads: ChainHead[],
): Promise<void> {
  await tx.insert(cityReport).values(report)
  const { month, revision } = report
  await tx.writeMany(
    toChains,
    heads.map((head) => ({ month, revision, ...head })),
  )
}

/** What operators have told anew of where gateways were, since a moment (ms since 1970), of minutes within [from, to). */
export async function toldAnew(db: FleetReads, { since, from, to }: { since: number; from: number; to: number }) {
  const { gatewayId, madeAt, fromMinuteAt, toMinuteAt } = reattribution
  const rows = await db
    .select({ gatewayId, times: count() })
    .from(reattribution)
    .where(and(gte(madeAt, since), lte(fromMinuteAt, to - 60), gte(toMinuteAt, from)))
    .groupBy(gatewayId)
    .orderBy(asc(gatewayId))
  return rows.map((row) => row.gatewayId)
}
