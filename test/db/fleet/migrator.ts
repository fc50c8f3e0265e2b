import { openPostgresFleet } from '../../../db/fleet/postgres.ts'
import { openSqliteFleet } from '../../../db/fleet/sqlite.ts'

// A program that opens a fleet's database, and so migrates it: node --import tsx migrator.ts URL MIGRATIONS_FOLDER
const [url = '', folder = ''] = process.argv.slice(2)
try {
  const db = url.startsWith('file:')
    ? openSqliteFleet(url.slice('file:'.length), folder)
    : await openPostgresFleet(url, folder)
  await db.close()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
