import { parseEnrolment } from '../../enrolment.ts'
import { readOf } from './copy-in.ts'

/** The fleet that this gateway is enrolled at, read in the portal's folder by root; null: none, or none that can be read there. */
export function fleetUrlIn(dataDir: string): string | null {
  const text = readOf(dataDir, 'enrolment.json')
  try {
    return text === null ? null : (parseEnrolment(text)?.fleetUrl ?? null)
  } catch {
    return null
  }
}
