import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { FleetReads, FleetTransaction } from '../../../db/fleet/open.ts'
import { readSetting, writeSetting } from '../../queries/settings.ts'
import type { ReportInputs } from '../../rules/report/inputs.ts'

// What a final report was made of is kept as it was then: routes are renamed, assumptions change, and the report has to be recomputed all
// the same. It stands among the fleet's settings, packed.

const nameOf = (month: string, revision: number) => `report-inputs ${month} ${revision}`

/** Packed before the transaction begins, which others wait for. */
export async function packInputs(inputs: ReportInputs): Promise<string> {
  return (await promisify(gzip)(JSON.stringify(inputs))).toString('base64')
}

export async function keepInputs(tx: FleetTransaction, month: string, revision: number, packed: string): Promise<void> {
  await writeSetting(tx, nameOf(month, revision), packed)
}

/** What a revision was made of; null: it was not kept. */
export async function keptInputs(db: FleetReads, month: string, revision: number): Promise<ReportInputs | null> {
  const packed = await readSetting(db, nameOf(month, revision))
  if (packed === null) return null
  return JSON.parse((await promisify(gunzip)(Buffer.from(packed, 'base64'))).toString('utf8')) as ReportInputs
}
