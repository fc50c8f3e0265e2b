import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PLAIN_ENV } from '../bus/command.ts'

/** Debian's own, one folder for each version. */
const DEBIAN = '/usr/lib/postgresql'

/** Who PostgreSQL runs as. */
export interface Account {
  uid: number
  gid: number
}

let needs: string | null | undefined

/** null where this machine can run a PostgreSQL of the tests' own, else one plain sentence why not. */
export function postgresNeeds(): string | null {
  if (needs === undefined) needs = findPostgresNeeds()
  return needs
}

/** The folder with `initdb` and `postgres`: Debian's newest, else one that PATH names; null: there is none. */
export function postgresPrograms(): string | null {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((one, other) => Number(other) - Number(one)) : []
  const folders = [...debian.map((version) => join(DEBIAN, version, 'bin')), ...(PLAIN_ENV.PATH ?? '').split(':')]
  return folders.find((folder) => ['initdb', 'postgres'].every((name) => existsSync(join(folder, name)))) ?? null
}

/** PostgreSQL refuses to run as root: then as `postgres`, or `nobody`. undefined: there is no such user. null: as ourselves. */
export function postgresAccount(): Account | null | undefined {
  if (process.getuid?.() !== 0) return null
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const found = ['postgres', 'nobody'].flatMap((name) => users.find((user) => user[0] === name) ?? [])
  const [, , uid, gid] = found
  return uid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) }
}

function findPostgresNeeds(): string | null {
  if (process.platform !== 'linux') return 'The tests’ own PostgreSQL needs Linux.'
  const programs = postgresPrograms()
  if (programs === null) return 'PostgreSQL is not installed (Debian package postgresql).'
  const account = postgresAccount()
  if (account === undefined)
    return 'PostgreSQL does not run as root, and there is no user postgres or nobody to run it.'
  // A container may forbid to become another user.
  const tried = spawnSync(join(programs, 'postgres'), ['--version'], {
    ...account,
    cwd: '/',
    env: PLAIN_ENV,
    encoding: 'utf8',
    timeout: 10_000,
  })
  if (tried.status === 0) return null
  return `PostgreSQL does not run here: ${(tried.error?.message ?? tried.stderr).trim().split('\n')[0]}`
}
