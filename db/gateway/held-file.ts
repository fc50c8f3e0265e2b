import { connectSqlite } from '../open.ts'

/**
 * Takes a file for this program alone; null: another program has it. The kernel keeps the lock, by SQLite's way of locking, and gives it back when
 * the program ends, however that comes about. Only who may open the file can be in the way: it is made for its owner alone. Throws
 * where the file cannot be made.
 */
export function holdFile(path: string): (() => void) | null {
  const connection = connectSqlite(path)
  try {
    connection.pragma('busy_timeout = 0')
    // Nothing is written: the file stays empty.
    connection.exec('BEGIN EXCLUSIVE')
    return () => void connection.close()
  } catch (error) {
    connection.close()
    if ((error as { code?: string }).code === 'SQLITE_BUSY') return null
    throw error
  }
}
