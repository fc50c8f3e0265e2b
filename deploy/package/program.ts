import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SOFTWARE } from '../../portal/version.ts'
import { bundleProgram } from '../bundle-program.ts'
import type { Architecture } from './architecture.ts'
import { nativeSqliteFor } from './native-sqlite.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * The program folder of a gateway, as the package and a release hold it: abordo.js with its chunks, the gateway's migrations,
 * better_sqlite3.node, VERSION. Nothing of the fleet and the dashboard. Says which files went into the bundle.
 */
export async function makeProgram(
  folder: string,
  { architecture, version, builtAtMs }: { architecture: Architecture; version: string; builtAtMs: number },
): Promise<string[]> {
  if (SOFTWARE !== `abordo ${version}`)
    throw new Error(`package.json says ${version}, portal/version.ts says ${SOFTWARE}: write the same`)
  const { inputs } = await bundleProgram('cli/gateway-program.ts', folder, builtAtMs)
  cpSync(join(root, 'db/gateway/migrations'), join(folder, 'db/gateway/migrations'), { recursive: true })
  cpSync(await nativeSqliteFor(architecture), join(folder, 'better_sqlite3.node'))
  writeFileSync(join(folder, 'VERSION'), `${version}\n`)
  return Object.keys(inputs)
}
