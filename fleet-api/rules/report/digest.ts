import { createHash } from 'node:crypto'
import type { CityReport } from '../../../contract/city-report.ts'
import type { ReportInputs } from './inputs.ts'

/** JSON with the names of each object in order and no spaces: of the same data always the same text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`).join(',')}}`
}

/** SHA-256, hexadecimal, of what a report is made of. */
export function inputsDigest(inputs: ReportInputs): string {
  return sha256(canonicalJson(inputs))
}

/** What a report says of the gateways' chains: of the lines `gateway,length,head` in order, each with its line feed, SHA-256. */
export function chainOf(
  heads: readonly { gatewayId: string; length: number; head: string }[],
): NonNullable<CityReport['chain']> {
  const lines = heads.map(({ gatewayId, length, head }) => `${gatewayId},${length},${head}\n`).sort()
  return {
    gateways: heads.length,
    reports: heads.reduce((sum, { length }) => sum + length, 0),
    digest: sha256(lines.join('')),
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
