/** What can be wrong with a database in a file that is no fault of who asked. */
export type SqliteTrouble = 'busy' | 'full' | 'failing' | 'read-only' | 'unopenable' | 'damaged'
/** The same of any database. */
export type DatabaseTrouble = SqliteTrouble | 'unreachable'

/** SQLite's result codes. */
const SQLITE_CODES: [RegExp, SqliteTrouble][] = [
  [/^SQLITE_(BUSY|LOCKED)/, 'busy'],
  [/^SQLITE_FULL/, 'full'],
  [/^SQLITE_IOERR/, 'failing'],
  [/^SQLITE_READONLY/, 'read-only'],
  [/^SQLITE_(CANTOPEN|PERM)/, 'unopenable'],
  [/^SQLITE_(CORRUPT|NOTADB)/, 'damaged'],
]

/** Those of the file system, where a database's files are moved and made. */
const FILE_CODES: [RegExp, SqliteTrouble][] = [
  [/^(ENOSPC|EDQUOT)/, 'full'],
  [/^(EIO|EFBIG)/, 'failing'],
  [/^EROFS/, 'read-only'],
  [/^(EACCES|EPERM|ENOENT|ENOTDIR|EISDIR|EEXIST|ELOOP|EMFILE|ENFILE)/, 'unopenable'],
]

/** PostgreSQL's SQLSTATEs: what the server says while it is still there to say it. */
const STATES: [RegExp, DatabaseTrouble][] = [
  // A connection that failed; a server that is being stopped, has crashed, or is not up yet.
  [/^(08...|57P0[123])$/, 'unreachable'],
  // Too many connections, or too little memory; a lock, an answer or other transactions were waited for too long.
  [/^(53[02-4]00|55P03|57014|40001|40P01)$/, 'busy'],
  [/^53100$/, 'full'],
  [/^580[03]0$/, 'failing'],
  // Also a server that was the primary one and is a standby now.
  [/^25006$/, 'read-only'],
  [/^XX00[12]$/, 'damaged'],
]

const BEGIN_AGAIN: [RegExp, true][] = [[/^(40001|40P01)$/, true]]

/** The database's server cannot be reached, or the connection to it has broken. Other sockets' errors are never one of these. */
export class UnreachableError extends Error {
  constructor(message: string, options: { cause: unknown }) {
    super(message, options)
    this.name = 'UnreachableError'
  }
}

/** Which trouble with a database in a file an error tells of, or what caused it (drizzle wraps some); null: another one. */
export function troubleOf(error: unknown): SqliteTrouble | null {
  return first(error, (at) => found([...SQLITE_CODES, ...FILE_CODES], at))
}

/** The disk is full, read-only or failing, or lets nothing be opened. */
export function isDiskTrouble(error: unknown): boolean {
  return /^(full|failing|read-only|unopenable)$/.test(troubleOf(error) ?? '')
}

/** Which trouble with a database on either engine an error tells of. Errors of other files and of other sockets do not count. */
export function databaseTroubleOf(error: unknown): DatabaseTrouble | null {
  return first(error, (at) => {
    if (at instanceof UnreachableError) return 'unreachable'
    // Of all errors PostgreSQL's have a severity.
    return 'severity' in at ? found(STATES, at) : found(SQLITE_CODES, at)
  })
}

/** The database cannot do it now, and may later: whoever asked is told to come again. */
export function isUnavailable(error: unknown): boolean {
  return databaseTroubleOf(error) !== null
}

/** Serialisation failure or deadlock: PostgreSQL asks to begin the transaction again. */
export function mustBeginAgain(error: unknown): boolean {
  return first(error, (at) => found(BEGIN_AGAIN, at)) !== null
}

function first<T>(error: unknown, look: (at: Error) => T | null): T | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const trouble = look(at)
    if (trouble) return trouble
  }
  return null
}

function found<T>(codes: [RegExp, T][], error: Error): T | null {
  const code = 'code' in error ? String(error.code) : ''
  return codes.find(([pattern]) => pattern.test(code))?.[1] ?? null
}
