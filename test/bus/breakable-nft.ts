import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PLAIN_ENV } from './command.ts'

/** An nft that fails while it is told to, for the PATH of a portal. */
export function breakableNft(folder: string): { path: string; fail: () => void; work: () => void } {
  mkdirSync(folder, { recursive: true })
  const broken = join(folder, 'broken')
  const refuse = 'echo "Error: Could not process rule: Cannot allocate memory" >&2; exit 1'
  const next = `PATH=$PATH_OF_NFT exec nft "$@"`
  const script = `#!/bin/sh\nPATH_OF_NFT='${PLAIN_ENV.PATH}'\n[ -e '${broken}' ] && { ${refuse}; }\n${next}\n`
  writeFileSync(join(folder, 'nft'), script)
  chmodSync(join(folder, 'nft'), 0o755)
  return {
    path: `${dirname(broken)}:${PLAIN_ENV.PATH}`,
    fail: () => writeFileSync(broken, ''),
    work: () => rmSync(broken),
  }
}
