import { join } from 'node:path'
import { holdFile } from '../../../db/gateway/held-file.ts'

/**
 * Takes the one place that there is for work on these versions; null: another has it. By a file in root's own folder: a name that anybody may
 * take, as that of an abstract socket, would let the portal's user keep every new version away.
 */
export async function takeLock(versions: string): Promise<(() => void) | null> {
  return holdFile(join(versions, '.lock'))
}
