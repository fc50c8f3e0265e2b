import { Client, escapeIdentifier } from 'pg'

/** The databases of a PostgreSQL: what a test needs of it, in whatever process it runs. */
export interface Databases {
  /** For DATABASE_URL. */
  url(database: string): string
  createDatabase(name: string, options?: { template?: string }): Promise<void>
  /** Also where somebody is still connected. */
  dropDatabase(name: string): Promise<void>
  /** A database to make others from: filled once, by whoever asks first, in whatever process; the others wait for it. */
  template(name: string, fill: (url: string) => Promise<void>): Promise<void>
}

/** Those at a URL without a database, such as `postgres://abordo@127.0.0.1:25432`. */
export function databasesAt(server: string): Databases {
  const url = (database: string) => `${server}/${encodeURIComponent(database)}`
  const ask = <T>(job: (client: Client) => Promise<T>) => connected(url('postgres'), job)
  return {
    url,
    createDatabase: (name, { template = 'template1' } = {}) => ask((client) => create(client, name, template)),
    dropDatabase: (name) => ask((client) => drop(client, name)),
    template: (name, fill) =>
      ask(async (client) => {
        await client.query('select pg_advisory_lock(hashtext($1))', [name])
        const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
        if (rowCount) return
        const making = `${name}_in_making`
        await drop(client, making)
        await create(client, making, 'template1')
        await fill(url(making))
        await client.query(`alter database ${escapeIdentifier(making)} rename to ${escapeIdentifier(name)}`)
      }),
  }
}

/** Files copied as they are take 50 ms, a template written out to the log 140 ms; before PostgreSQL 15 there is no other way. */
async function create(client: Client, name: string, template: string): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    `select current_setting('server_version_num')::int as version`,
  )
  const strategy = (rows[0]?.version ?? 0) >= 150_000 ? ' strategy file_copy' : ''
  await client.query(`create database ${escapeIdentifier(name)} template ${escapeIdentifier(template)}${strategy}`)
}

async function drop(client: Client, name: string): Promise<void> {
  await client.query(`drop database if exists ${escapeIdentifier(name)} with (force)`)
}

async function connected<T>(connectionString: string, job: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString })
  client.on('error', () => undefined) // one that is lost between two questions fails the next
  await client.connect()
  try {
    return await job(client)
  } finally {
    await client.end()
  }
}
