import { openFleetDatabase } from '../../db/fleet/open.ts'
import type { ReportRow } from '../../fleet-api/queries/reports.ts'
import { takeReport } from '../../fleet-api/rules/intake.ts'
import { rowsOf } from '../../fleet-api/rules/minutes.ts'
import { gatewayId, routeId } from './city.ts'
import type { Engine } from './engine.ts'
import { minuteReport } from './reports.ts'

/** The rows that the fleet makes of the reports of so many gateways, who send batches in turn. */
export function rowsInTurn(of: { gateways: number; batch: number; turns: number; beginMs: number }): ReportRow[] {
  const { gateways, batch, turns, beginMs } = of
  const rows: ReportRow[] = []
  const now = Date.now()
  for (let turn = 0; turn < turns; turn += 1) {
    for (let number = 0; number < gateways; number += 1) {
      const gateway = { gatewayId: gatewayId(number), routeId: routeId(number) }
      for (let seq = turn * batch; seq < (turn + 1) * batch; seq += 1) {
        const taken = takeReport(minuteReport(number, seq, beginMs + seq * 60_000), now)
        if (!('report' in taken)) throw new Error(`the bench made a report that the fleet refuses: ${taken.reason}`)
        rows.push(...rowsOf(gateway, taken.report, now).rows)
      }
    }
  }
  return rows
}

/** Rows a second into the fleet's own table, by the driver alone. */
export async function rawRate(engine: Engine, rows: ReportRow[]): Promise<number> {
  const url = await engine.make()
  try {
    await (await openFleetDatabase(url)).close()
    return await engine.rawInserts(url, rows)
  } finally {
    await engine.drop(url)
  }
}
