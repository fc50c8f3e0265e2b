import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { SqliteConnection } from '../open.ts'
import { troubleOf } from '../trouble.ts'
import { buildNew, connectedOrNull, leave, openHome } from './enduring-home.ts'
import type { Mode } from './memory-disk.ts'
import { copyRows, octetsOf, quoted, tablesOf } from './rows.ts'
import { salvage } from './salvage.ts'
import { takeThePlace } from './set-aside.ts'

/** Free besides, so that it does not come and go with every minute. */
const SPARE_OCTETS = 1024 * 1024

/** Whether the disk says that it has room for what is in memory: it is not filled up just to find out. */
export function hasRoom(path: string, memory: SqliteConnection): boolean {
  if (!existsSync(dirname(path))) return true
  accessSync(dirname(path), constants.W_OK)
  const octets = octetsOf(memory)
  const there = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  const { bavail, bsize } = statfsSync(dirname(path))
  // It stands in the log first, and then in the file.
  return bavail * bsize >= octets + Math.max(0, octets - there) + SPARE_OCTETS
}

/**
 * Puts what is in memory back into the file on the disk, in one transaction; null: that file is damaged, or cannot be read. What else
 * is in the way is thrown, and leaves both as they were.
 */
export function putBackInto(
  path: string,
  memory: SqliteConnection,
  mode: Mode,
  now: number,
): { home: SqliteConnection } | { trouble: 'damaged' | 'failing' } {
  let home: SqliteConnection | null = null
  try {
    home = openHome(path, now)
    const target = home
    const [there, here] = [epochOf(home), epochOf(memory)]
    // Put back already: the program ended before it could leave the memory.
    if (here !== 0 && here <= there) return { home }
    memory.pragma(`user_version = ${there + 1}`)
    target.transaction(() => putBack(memory, target, mode)).immediate()
    return { home }
  } catch (error) {
    leave(home)
    // It may be on the disk nevertheless, but it goes on changing here.
    memory.pragma('user_version = 0')
    const trouble = troubleOf(error)
    if (trouble === 'damaged' || trouble === 'failing') return { trouble }
    throw error
  }
}

/** Puts what is in memory into a new file, and that in the place of the damaged one. Returns under which name that is set aside. */
export function putBackAnew(path: string, memory: SqliteConnection, mode: Mode, now: number): string | null {
  memory.pragma('user_version = 1')
  const connection = connectedOrNull(path)
  try {
    const complete = buildNew(path, (into) => {
      const chosen = (table: string) => mode === 'apart' || table === 'outbox'
      const salvaged =
        mode === 'apart' || mode === 'without-outbox' ? salvage({ connection, path }, into, chosen) : null
      putBack(memory, into, mode)
      return salvaged ? salvaged.complete : mode === 'whole'
    })
    leave(connection)
    return takeThePlace(path, !complete, now)
  } catch (error) {
    leave(connection)
    memory.pragma('user_version = 0')
    throw error
  }
}

/**
 * Puts what is in memory back into the database on the disk. To be called in one transaction of it: before and after, what is there
 * is whole.
 */
function putBack(memory: SqliteConnection, home: SqliteConnection, mode: Mode): void {
  home.pragma('defer_foreign_keys = ON')
  if (mode === 'apart') endSessions(home)
  else {
    const replaced = tablesOf(home).filter(({ name }) => mode !== 'without-outbox' || name !== 'outbox')
    for (const { name } of replaced) home.exec(`delete from ${quoted(name)}`)
  }
  copyRows(memory, home, { merge: mode === 'apart' })
  home.pragma(`user_version = ${epochOf(memory)}`)
}

/** The riders of sessions that nobody knew of have been shut out: they end as at a reboot, and their addresses go. */
function endSessions(home: SqliteConnection): void {
  home.exec(`
    update boot set sessions_ended = json_set(sessions_ended, '$."gateway-reboot"',
      coalesce(json_extract(sessions_ended, '$."gateway-reboot"'), 0)
      + (select count(*) from session where session.boot_id = boot.boot_id))
    where boot_id in (select boot_id from session);
    delete from session`)
}

/** How often what was in memory has come back to the disk. In memory: which time this will be; 0: not decided. */
export function epochOf(db: SqliteConnection): number {
  return Number(db.pragma('user_version', { simple: true }))
}
