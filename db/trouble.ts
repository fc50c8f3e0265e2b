/** What can be wrong with a database that is no fault of who asked. */
export type SqliteTrouble = 'busy' | 'full' | 'failing' | 'read-only' | 'unopenable' | 'damaged'

/** SQLite's result codes, and those of the file system where a database's files are moved and made. */
const CODES: [RegExp, SqliteTrouble][] = [
  [/^SQLITE_(BUSY|LOCKED)/, 'busy'],
  [/^(SQLITE_FULL|ENOSPC|EDQUOT)/, 'full'],
  [/^(SQLITE_IOERR|EIO|EFBIG)/, 'failing'],
  [/^(SQLITE_READONLY|EROFS)/, 'read-only'],
  [/^(SQLITE_CANTOPEN|SQLITE_PERM|EACCES|EPERM|ENOENT|ENOTDIR|EISDIR|EEXIST|ELOOP|EMFILE|ENFILE)/, 'unopenable'],
  [/^SQLITE_(CORRUPT|NOTADB)/, 'damaged'],
]

/** Which trouble an error tells of, or what caused it (drizzle wraps some); null: another one. */
export function troubleOf(error: unknown): SqliteTrouble | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const code = 'code' in at ? String(at.code) : ''
    const found = CODES.find(([pattern]) => pattern.test(code))
    if (found) return found[1]
  }
  return null
}

/** The disk is full, read-only or failing, or lets nothing be opened. */
export function isDiskTrouble(error: unknown): boolean {
  return /^(full|failing|read-only|unopenable)$/.test(troubleOf(error) ?? '')
}

/** The database cannot do it now, and may later: whoever asked is told to come again. Errors of other files do not count. */
export function isUnavailable(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ('code' in at && /^SQLITE_/.test(String(at.code))) return troubleOf(at) !== null
  }
  return false
}
