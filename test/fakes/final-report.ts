import { cityReport, cityReportChain, gateway } from '../../db/fleet/schema.ts'
import { packInputs } from '../../fleet-api/report/archive/kept-inputs.ts'
import { gatherInputs } from '../../fleet-api/report/gather.ts'
import { composeReport } from '../../fleet-api/rules/report/compose.ts'
import { chainOf, inputsDigest } from '../../fleet-api/rules/report/digest.ts'
import { periodOf } from '../../fleet-api/rules/report/period.ts'
import { upkeep } from './city-month.ts'
import type { TestFleet } from './fleet.ts'

/** Makes October final by hand, with heads of chains that are known beforehand. */
export async function makeFinal({ db, ...fleet }: TestFleet): Promise<void> {
  const at = '2026-11-08T12:00:00Z'
  await upkeep({ db, ...fleet }, at)
  const now = Date.parse(at)
  const timezone = 'America/Mexico_City'
  const period = periodOf({ month: '2026-10' }, timezone)
  const heads = (await db.select({ gatewayId: gateway.gatewayId }).from(gateway)).map(({ gatewayId }, at) => ({
    ...{ gatewayId, length: at + 3, head: `${at}`.repeat(64) },
  }))
  const inputs = await gatherInputs(db, {
    ...{ period, timezone, state: 'final', publishedTo: period.toDate, chain: chainOf(heads), now },
  })
  const digest = inputsDigest(inputs)
  const revisions = [{ revision: 0, madeAt: '2026-11-08T06:00:00-06:00', reason: null }]
  const body = composeReport(inputs, { madeAt: now, revision: 0, revisions, inputsDigest: digest })
  const packed = await packInputs(inputs)
  await db.transaction(async (tx) => {
    const row = { month: '2026-10', revision: 0, madeAt: now, reason: null, definitions: inputs.definitions }
    await tx.insert(cityReport).values({ ...row, body, inputsDigest: digest, inputs: packed })
    await tx.insert(cityReportChain).values(heads.map((head) => ({ month: '2026-10', revision: 0, ...head })))
  })
}
