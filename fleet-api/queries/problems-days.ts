import { and, gte, lt, sql, sum } from 'drizzle-orm'
import type { FleetReads } from '../../db/fleet/open.ts'
import { publishedProblems, riderProblem } from '../../db/fleet/schema.ts'

/** Riders' reports within [from, to) (ms since 1970): when, and when they were answered as fixed, if they were. */
export async function problemsWithin(db: FleetReads, { from, to }: { from: number; to: number }) {
  const { reportedAt, answeredAt, answer } = riderProblem
  const rows = await db
    .select({ reportedAt, answeredAt, answer })
    .from(riderProblem)
    .where(and(gte(reportedAt, from), lt(reportedAt, to)))
  return rows.map((row) => ({ reportedAt: row.reportedAt, fixedAt: row.answer === 'fixed' ? row.answeredAt : null }))
}

/** How many riders' reports there are of before a moment (seconds since 1970), how many were fixed, in how many hours; less what is published. */
export async function problemsLeft(
  db: FleetReads,
  before: number,
): Promise<[reported: number, fixed: number, hoursToFix: number]> {
  const { reportedAt, answeredAt, answer } = riderProblem
  const isFixed = sql`${answer} = 'fixed'`
  const [known] = await db
    .select({
      reported: sql<number>`count(*)`.mapWith(Number),
      fixed: sql<number>`coalesce(sum(case when ${isFixed} then 1 else 0 end), 0)`.mapWith(Number),
      hours:
        sql<number>`coalesce(sum(case when ${isFixed} then (${answeredAt} - ${reportedAt}) / 3600000 else 0 end), 0)`.mapWith(
          Number,
        ),
    })
    .from(riderProblem)
    .where(lt(reportedAt, before * 1000))
  const [published] = await db
    .select({
      reported: sum(publishedProblems.reported).mapWith(Number),
      fixed: sum(publishedProblems.fixed).mapWith(Number),
      hours: sum(publishedProblems.hoursToFix).mapWith(Number),
    })
    .from(publishedProblems)
    .where(lt(publishedProblems.dayAt, before))
  return [
    (known?.reported ?? 0) - (published?.reported ?? 0),
    (known?.fixed ?? 0) - (published?.fixed ?? 0),
    (known?.hours ?? 0) - (published?.hours ?? 0),
  ]
}
