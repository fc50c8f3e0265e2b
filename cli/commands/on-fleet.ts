import type { FleetDatabase } from '../../db/fleet/open.ts'
import { type By, byCommandLine } from '../../fleet-api/audit.ts'
import type { Auth } from '../../fleet-api/auth.ts'
import { readFleetConfig } from '../../fleet-api/config.ts'

/** Works on the fleet's database, which may be in use by a running fleet; what is changed is the command line's doing. */
export async function onFleet(
  work: (fleet: { db: FleetDatabase; auth: Auth; by: By }) => Promise<void>,
): Promise<void> {
  const { openFleet } = await import('../../fleet-api/main.ts')
  const { db, auth } = await openFleet(readFleetConfig(process.env))
  try {
    await work({ db, auth, by: byCommandLine(Date.now()) })
  } finally {
    await db.close()
  }
}

/** Rows under their headings, in columns, for people to read. */
export function table(headings: string[], rows: string[][]): string {
  const widths = headings.map((heading, at) => Math.max(heading.length, ...rows.map((row) => (row[at] ?? '').length)))
  return [headings, ...rows]
    .map(
      (row) =>
        `${row
          .map((cell, at) => cell.padEnd(widths[at] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}
