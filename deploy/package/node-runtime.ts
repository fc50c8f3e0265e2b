import { createHash } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Architecture, OF } from './architecture.ts'
import { cached } from './cache.ts'
import { command } from './command.ts'

/** Folder with bin/node, include/node and LICENSE of the Node that runs here, for an architecture. Fetched once, from npm. */
export function nodeRuntime(architecture: Architecture): Promise<string> {
  const version = process.version.slice(1)
  const name = `${OF[architecture].npm}@${version}`
  return cached(`node-${version}-${architecture}`, async (folder) => {
    const packed = JSON.parse(await command('npm', ['pack', name, '--json', '--pack-destination', folder]))
    const { filename, integrity } = packed[0] as { filename: string; integrity: string }
    const archive = join(folder, filename)
    // What npm says of the file that it wrote, against what the registry says of the one that it published.
    const published = JSON.parse(await command('npm', ['view', name, 'dist.integrity', '--json'])) as string
    const octets = createHash('sha512').update(readFileSync(archive)).digest('base64')
    if (`sha512-${octets}` !== published || integrity !== published)
      throw new Error(`${name}: the file that came is not the one that was published`)
    await command('tar', ['-xzf', archive, '-C', folder, '--strip-components=1', '--no-same-owner'])
    rmSync(archive)
  })
}
