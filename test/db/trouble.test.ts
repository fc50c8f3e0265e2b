import Database from 'better-sqlite3'
import { DrizzleError } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { databaseTroubleOf, isDiskTrouble, isUnavailable, troubleOf, UnreachableError } from '../../db/trouble.ts'

const error = (code: string, cause?: unknown) => Object.assign(new Error(code, { cause }), { code })

describe('trouble with a database', () => {
  it.each([
    ['SQLITE_BUSY', 'busy'],
    ['SQLITE_BUSY_SNAPSHOT', 'busy'],
    ['SQLITE_LOCKED', 'busy'],
    ['SQLITE_FULL', 'full'],
    ['ENOSPC', 'full'],
    ['SQLITE_IOERR_FSYNC', 'failing'],
    ['EIO', 'failing'],
    ['SQLITE_READONLY_DIRECTORY', 'read-only'],
    ['EROFS', 'read-only'],
    ['SQLITE_CANTOPEN', 'unopenable'],
    ['EACCES', 'unopenable'],
    ['SQLITE_CORRUPT_VTAB', 'damaged'],
    ['SQLITE_NOTADB', 'damaged'],
    ['SQLITE_CONSTRAINT_UNIQUE', null],
    ['SQLITE_ERROR', null],
    ['ECONNRESET', null],
  ])('%s is %s', (code, trouble) => {
    expect(troubleOf(error(code))).toBe(trouble)
  })

  it('is found where drizzle has wrapped it', () => {
    const wrapped = new DrizzleError({ message: 'Failed to run the query', cause: error('SQLITE_FULL') })
    expect(troubleOf(wrapped)).toBe('full')
    expect(isUnavailable(wrapped)).toBe(true)
  })

  it("is the disk's unless somebody else has it, or the file is damaged", () => {
    const codes = ['SQLITE_FULL', 'SQLITE_IOERR', 'SQLITE_READONLY', 'SQLITE_CANTOPEN', 'SQLITE_BUSY', 'SQLITE_CORRUPT']
    expect(codes.filter((code) => isDiskTrouble(error(code)))).toEqual(codes.slice(0, 4))
  })

  it.each([
    ['57P01', 'unreachable'],
    ['57P03', 'unreachable'],
    ['08006', 'unreachable'],
    ['53300', 'busy'],
    ['55P03', 'busy'],
    ['53100', 'full'],
    ['25006', 'read-only'],
    ['XX001', 'damaged'],
    ['23505', null],
    ['42P01', null],
    ['22021', null],
  ])("PostgreSQL's %s is %s", (code, trouble) => {
    const told = Object.assign(error(code), { severity: 'FATAL' })
    expect(databaseTroubleOf(new DrizzleError({ message: 'Failed query', cause: told }))).toBe(trouble)
  })

  it("is one of the way to the database's server, and of no other socket", () => {
    const refused = error('ECONNREFUSED')
    expect(databaseTroubleOf(refused)).toBe(null)
    expect(databaseTroubleOf(error('57P01'))).toBe(null)
    expect(databaseTroubleOf(new UnreachableError('no way', { cause: refused }))).toBe('unreachable')
  })

  it('makes the database unavailable; an error of another file or of the statement does not', () => {
    expect(isUnavailable(error('SQLITE_BUSY'))).toBe(true)
    expect(isUnavailable(error('ENOENT'))).toBe(false)
    expect(isUnavailable(new Error('nothing of the kind'))).toBe(false)
    expect(isUnavailable(null)).toBe(false)
    const db = new Database(':memory:')
    const thrown = (sql: string) => {
      try {
        return db.exec(sql)
      } catch (caught) {
        return caught
      }
    }
    expect(isUnavailable(thrown('select * from nowhere'))).toBe(false)
    expect(troubleOf(thrown('select * from nowhere'))).toBe(null)
  })
})
