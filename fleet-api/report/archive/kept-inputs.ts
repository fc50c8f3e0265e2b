import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { ReportInputs } from '../../rules/report/inputs.ts'

// What a final report was made of is kept with it, as it was then: routes are renamed, assumptions change, and the report has to be
// recomputed all the same.

/** Packed before the transaction begins, which others wait for. */
export async function packInputs(inputs: ReportInputs): Promise<string> {
  return (await promisify(gzip)(JSON.stringify(inputs))).toString('base64')
}

export async function unpackInputs(packed: string): Promise<ReportInputs> {
  return JSON.parse((await promisify(gunzip)(Buffer.from(packed, 'base64'))).toString('utf8')) as ReportInputs
}
