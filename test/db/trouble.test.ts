import Database from 'better-sqlite3'
import { DrizzleError } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { isDiskTrouble, isUnavailable, troubleOf } from '../../db/trouble.ts'

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
