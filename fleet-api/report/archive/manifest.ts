import { z } from 'zod'
import { monthSchema } from '../../../contract/connectivity.ts'

export const MANIFEST = 'manifest.json'

/** What is in an archive. It says nothing that cannot be checked, and is written in one way only: no octet of it can change unnoticed. */
export const manifestSchema = z.strictObject({
  abordoReport: z.literal(1),
  month: monthSchema,
  revision: z.int().min(0),
  files: z.record(
    z.string().regex(/^[a-z][a-z0-9.-]*$/i),
    z.strictObject({ octets: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
})
export type Manifest = z.infer<typeof manifestSchema>

export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`
}
