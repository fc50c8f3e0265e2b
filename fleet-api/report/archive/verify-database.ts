import type { FleetReads } from '../../../db/fleet/open.ts'
import { chainHeads } from '../../queries/final-reports.ts'
import type { Finding, ReportSource } from './source.ts'
import { told } from './source.ts'
import { verifyReport } from './verify.ts'

/** The checks of a report by the fleet's database, which has more than an archive: the chains as they went on. */
export async function* verifyDatabase(db: FleetReads, source: ReportSource): AsyncGenerator<Finding> {
  yield* verifyReport(source)
  yield await checkHeads(db, source)
}

/** Whether the gateways' chains have only grown since. */
async function checkHeads(db: FleetReads, source: ReportSource): Promise<Finding> {
  const now = new Map((await chainHeads(db)).map((head) => [head.gatewayId, head]))
  const wrong: string[] = []
  for await (const heads of source.chainHeads()) {
    for (const { gatewayId, length, head } of heads) {
      const then = now.get(gatewayId)
      const reports = then?.length ?? 0
      if (reports < length)
        wrong.push(`${gatewayId}: ${told(length)} reports when the report became final, ${told(reports)} now`)
      else if (reports === length && then?.head !== head)
        wrong.push(`${gatewayId}: its last report is another than when the report became final`)
    }
  }
  return { check: "the gateways' chains have only grown since", wrong, notes: [] }
}
