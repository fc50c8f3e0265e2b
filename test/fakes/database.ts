import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folders: string[] = []
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** An empty database of its own for a fleet, as DATABASE_URL names it; on the engine that this run of the tests is about. */
export async function emptyDatabase(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'abordo-fleet-'))
  folders.push(folder)
  return `file:${join(folder, `${randomUUID()}.db`)}`
}
