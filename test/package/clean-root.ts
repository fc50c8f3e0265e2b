import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { run } from '../bus/command.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const CACHE = '/var/tmp/abordo-package-root'
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'
const MANY_MS = 600_000
/** What a bus has anyway, beside what our package asks for. */
const SYSTEM = ['systemd-sysv']

/** Unpacks a clean Debian that has what our package depends on, and nothing of ours. It is made once and kept for later runs. */
export async function unpackCleanRoot(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await run('tar', ['-xf', await cleanRoot(), '-C', folder, '--exclude=./dev/*'], { timeoutMs: MANY_MS })
}

async function cleanRoot(): Promise<string> {
  const control = readFileSync(`${ROOT}deploy/debian/control`, 'utf8')
  const depends = /^Depends: (.+)$/m.exec(control)?.[1] ?? ''
  const packages = [...depends.split(',').map((one) => one.trim().split(' ')[0] ?? ''), ...SYSTEM].sort()
  const suite = /^VERSION_CODENAME=(\w+)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'bookworm'
  const key = createHash('sha256')
    .update([suite, ...packages].join(' '))
    .digest('hex')
    .slice(0, 12)
  const archive = `${CACHE}-${key}.tar`
  if (!existsSync(archive)) {
    const making = `${CACHE}-${key}.making.tar`
    const smaller = ['man', 'locale', 'doc', 'info'].map((one) => `--dpkgopt=path-exclude=/usr/share/${one}/*`)
    const args = ['--variant=minbase', '--skip=check/qemu', ...smaller, `--include=${packages.join(',')}`, suite]
    // Whoever else wants it at the same moment waits for it.
    const make = `if test -e "$1"; then cat >/dev/null; exit; fi
      to=$1; at=$2; shift 2; rm -f "$at"
      mmdebstrap "$@" "$at" - && mv "$at" "$to"`
    // From where this machine gets its own packages.
    const input = await sources(suite)
    const command = [`${CACHE}.lock`, 'sh', '-c', make, 'sh', archive, making, ...args]
    await run('flock', command, { input, timeoutMs: MANY_MS })
  }
  return archive
}

async function sources(suite: string): Promise<string> {
  const format = 'deb [signed-by=KEYRING] $(REPO_URI) $(RELEASE) $(COMPONENT)'.replace('KEYRING', KEYRING)
  const lines = await run('apt-get', ['indextargets', '--format', format, 'Created-By: Packages', 'Origin: Debian'])
  return [...new Set(lines.split('\n'))].filter((line) => line.includes(` ${suite}`)).join('\n')
}
