import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command, Option } from 'commander'
import { ARCHITECTURES, type Architecture } from './package/architecture.ts'
import { command, Lacking } from './package/command.ts'
import { layOut } from './package/tree.ts'

// `npm run package`: dist-packages/abordo-gateway_VERSION_ARCHITECTURE.deb, all that a gateway needs; and program_VERSION_ARCHITECTURE/
// beside it, of which a release is made.
const root = fileURLToPath(new URL('..', import.meta.url))

interface Options {
  architecture: Architecture[]
  out: string
  releaseKey: string | null
  fast: boolean
}

const { architecture, out, releaseKey, fast } = new Command('npm run package --')
  .addOption(
    new Option('--architecture <name...>', 'amd64, arm64 or both').choices(ARCHITECTURES).default([...ARCHITECTURES]),
  )
  .option('--out <folder>', 'where to', join(root, 'dist-packages'))
  .option(
    '--release-key <file>',
    'public key (PEM) whose upgrades gateways take; without one they take none',
    'deploy/release.pub',
  )
  .option('--fast', 'not compressed: for tests', false)
  .parse()
  .opts<Options>()

try {
  for (const one of architecture) await make(one)
} catch (error) {
  if (!(error instanceof Lacking)) throw error
  process.stderr.write(`package: ${error.message}\n`)
  process.exitCode = 1
}

async function make(one: Architecture): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const epochS = Number(
    process.env.SOURCE_DATE_EPOCH ?? (await command('git', ['-C', root, 'log', '-1', '--format=%ct'])),
  )
  const key = releaseKey !== null && exists(releaseKey) ? releaseKey : null
  const tree = mkdtempSync(join(tmpdir(), 'abordo-package-'))
  const file = join(out, `abordo-gateway_${version}_${one}.deb`)
  try {
    await layOut(tree, { architecture: one, version, epochS, releaseKey: key })
    mkdirSync(out, { recursive: true })
    // For "abordo release make": the same program, for gateways that have the package already.
    const program = join(out, `program_${version}_${one}`)
    rmSync(program, { recursive: true, force: true })
    cpSync(join(tree, 'usr/lib/abordo/program'), program, { recursive: true, preserveTimestamps: true })
    const packing = fast ? ['-Znone'] : ['-Zxz', '-z6', '--threads-max=2']
    await command('dpkg-deb', ['--root-owner-group', ...packing, '--build', tree, file], {
      env: { SOURCE_DATE_EPOCH: String(epochS) },
      lacking: 'dpkg-deb is not installed: a package is made on Debian, or where its package dpkg is',
    })
  } finally {
    rmSync(tree, { recursive: true, force: true })
  }
  const megabytes = (statSync(file).size / 1e6).toFixed(1)
  process.stdout.write(
    `${basename(file)}  ${megabytes} MB${key === null ? '  (without a release key: takes no upgrades)' : ''}\n`,
  )
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined
}
