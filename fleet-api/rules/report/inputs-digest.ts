import { createHash } from 'node:crypto'
import type { ReportInputs } from './inputs.ts'

/** SHA-256 of what a report is made of: of the same inputs always the same, in whatever order their fields stand. */
export function inputsDigest(inputs: ReportInputs): string {
  return createHash('sha256').update(canonical(inputs)).digest('hex')
}

/** JSON with the fields of each object in the order of their names, and no blanks. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  const parts = fields
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`)
  return `{${parts.join(',')}}`
}
