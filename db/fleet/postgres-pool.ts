import pg from 'pg'
import { UnreachableError } from '../trouble.ts'

const CONNECTIONS = 10
const CONNECT_MS = 5000

/** Socket's errors, those of looking a name up too; a pg of one's own tells some troubles by their words only. */
const CODES = /^(ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|ENOTFOUND|EAI_\w+|EADDRNOTAVAIL)$/
const WORDS =
  /^(Connection terminated|timeout e|Client has encountered a connection error|Client was closed|Query read timeout)/

/**
 * Connections to a PostgreSQL server. What goes wrong with the way to it is thrown as UnreachableError: its sockets' errors look
 * like those of any other socket of the program.
 */
export function connectPostgres(url: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    application_name: 'abordo',
  })
  // A connection that breaks while nobody uses it is replaced; without a listener it would end the program.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => tellingWhose(client, 'query', url))
  return tellingWhose(tellingWhose(pool, 'query', url), 'connect', url)
}

/** Lends a connection to `work`. One that breaks meanwhile is not used again. */
export async function withConnection<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  const note = (error: Error) => {
    broken = error
  }
  client.on('error', note)
  try {
    return await work(client)
  } finally {
    client.off('error', note)
    client.release(broken)
  }
}

/** Runs `work` in a transaction; what it throws rolls back and is thrown. */
export async function within<T>(client: pg.PoolClient, begin: string, work: () => Promise<T>): Promise<T> {
  await client.query(begin)
  try {
    const result = await work()
    await client.query('COMMIT')
    return result
  } catch (error) {
    // One that cannot be rolled back may not be lent again with what it has begun.
    await client.query('ROLLBACK').catch((failed: Error) => void client.emit('error', failed))
    throw error
  }
}

function tellingWhose<M extends string, T extends { [K in M]: unknown }>(of: T, method: M, url: string): T {
  const original = (of[method] as (...args: unknown[]) => unknown).bind(of)
  const telling = (...args: unknown[]) => {
    const answer = original(...args)
    if (!(answer instanceof Promise)) return answer
    return answer.catch((error: unknown) => {
      throw isOfTheWay(error) ? new UnreachableError(inWords(error, url), { cause: error }) : error
    })
  }
  return Object.assign(of, { [method]: telling })
}

function isOfTheWay(error: unknown): error is Error {
  if (!(error instanceof Error) || error instanceof pg.DatabaseError) return false
  return CODES.test('code' in error ? String(error.code) : '') || WORDS.test(error.message)
}

/** `PostgreSQL cannot be reached at db.example:5432 (ECONNREFUSED): …` Never with the password. */
function inWords(error: Error, url: string): string {
  const { hostname, port } = new URL(url)
  const why = 'code' in error ? String(error.code) : error.message
  return `PostgreSQL cannot be reached at ${hostname || 'this machine'}:${port || 5432} (${why}): see that it runs, and that DATABASE_URL is right`
}
