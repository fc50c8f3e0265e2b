import {
  chmodSync,
  cpSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Architecture } from './architecture.ts'
import { licencesOf } from './licences.ts'
import { nodeRuntime } from './node-runtime.ts'
import { makeProgram } from './program.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const UNITS = join(root, 'deploy/units')
const DEBIAN = join(root, 'deploy/debian')

export interface PackageOptions {
  architecture: Architecture
  version: string
  /** Seconds since 1970: the time of everything in it, so that two builds are the same octets. */
  epochS: number
  /** PEM file of the key whose upgrades the gateway takes; null: it takes none. */
  releaseKey: string | null
}

/** Lays out what dpkg-deb packs: the files as they are installed, and DEBIAN/ with what dpkg has to know. */
export async function layOut(tree: string, options: PackageOptions): Promise<void> {
  const { architecture, version, epochS, releaseKey } = options
  const lib = join(tree, 'usr/lib/abordo')
  mkdirSync(lib, { recursive: true })
  const bundled = await makeProgram(join(lib, 'program'), { architecture, version, builtAtMs: epochS * 1000 })
  const node = await nodeRuntime(architecture)
  cpSync(join(node, 'bin/node'), join(lib, 'node'))
  for (const script of ['run', 'close']) cpSync(join(DEBIAN, script), join(lib, script))
  if (releaseKey !== null) cpSync(releaseKey, join(lib, 'release.pub'))
  mkdirSync(join(tree, 'usr/bin'), { recursive: true })
  symlinkSync('../lib/abordo/run', join(tree, 'usr/bin/abordo'))
  const units = unitsOf()
  for (const unit of units.all) write(tree, `lib/systemd/system/${unit}`, readFileSync(join(UNITS, unit), 'utf8'))
  write(tree, 'usr/share/polkit-1/rules.d/abordo.rules', readFileSync(join(DEBIAN, 'abordo.rules'), 'utf8'))

  const documents = 'usr/share/doc/abordo-gateway'
  write(
    tree,
    `${documents}/copyright`,
    `${readFileSync(join(DEBIAN, 'copyright'), 'utf8')}\n${licencesOf(root, bundled)}`,
  )
  write(tree, `${documents}/node-licence.gz`, gzipped(readFileSync(join(node, 'LICENSE'))))
  write(tree, `${documents}/changelog.gz`, gzipped(changelog(version, epochS)))

  for (const script of ['postinst', 'prerm', 'postrm']) {
    const text = readFileSync(join(DEBIAN, script), 'utf8')
    const filled = text
      .replaceAll('UNITS_ENABLED', units.enabled.join(' '))
      .replaceAll('UNITS_ALL', units.all.join(' '))
    write(tree, `DEBIAN/${script}`, filled)
  }
  write(tree, 'DEBIAN/control', control(options, kilobytes(tree)))
  settle(tree, epochS)
}

const FLEETS = /^abordo-(fleet|backup)\./

/** Every unit of a gateway, and those of them that something wants at the start of the machine. */
function unitsOf(): { all: string[]; enabled: string[] } {
  const all = readdirSync(UNITS)
    .filter((name) => name.startsWith('abordo-') && !FLEETS.test(name))
    .sort()
  return { all, enabled: all.filter((name) => /^\[Install\]$/m.test(readFileSync(join(UNITS, name), 'utf8'))) }
}

function control({ architecture, version }: PackageOptions, installedKb: number): string {
  return `${readFileSync(join(DEBIAN, 'control'), 'utf8')
    .replace('VERSION', version)
    .replace('ARCHITECTURE', architecture)
    .replace('INSTALLED_SIZE', String(installedKb))}`
}

function changelog(version: string, epochS: number): string {
  const date = new Date(epochS * 1000).toUTCString().replace('GMT', '+0000')
  return `abordo-gateway (${version}) stable; urgency=medium\n\n  * Version ${version}.\n\n -- Abordo <abordo@localhost>  ${date}\n`
}

/** Without a time of its own in it. */
function gzipped(content: Buffer | string): Buffer {
  return gzipSync(content, { level: 9 })
}

function write(tree: string, path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(tree, path)), { recursive: true })
  writeFileSync(join(tree, path), content)
}

function kilobytes(tree: string): number {
  const files = readdirSync(tree, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.reduce(
    (sum, { parentPath, name }) => sum + Math.ceil(readFileSync(join(parentPath, name)).length / 1024),
    0,
  )
}

const PROGRAMS = /(^|\/)(node|run|close|abordo\.js|postinst|prerm|postrm)$/

/** The same modes and times whatever this machine's umask and clock. */
function settle(tree: string, epochS: number): void {
  const entries = readdirSync(tree, { recursive: true, withFileTypes: true })
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isDirectory()) chmodSync(path, 0o755)
    else if (entry.isFile()) chmodSync(path, PROGRAMS.test(path) ? 0o755 : 0o644)
    lutimesSync(path, epochS, epochS)
  }
  chmodSync(tree, 0o755)
  lutimesSync(tree, epochS, epochS)
}
