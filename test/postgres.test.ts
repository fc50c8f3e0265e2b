import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { until } from './bus/until.ts'
import { describeWith } from './describe-with.ts'
import { type Cluster, startPostgres } from './postgres/cluster.ts'
import { sharedPostgres } from './postgres/shared.ts'
import { childrenOf, runningIn, runs } from './processes.ts'

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

async function rowsOf(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = await connect(url)
  return client
    .query(sql)
    .then(({ rows }) => rows)
    .finally(() => client.end())
}

/** What a cluster has of the machine: its processes, its segment of shared memory and its folder. */
function holdings(folder: string) {
  const lines = readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')
  const pid = Number(lines[0])
  return { folder, processes: [pid, ...childrenOf(pid)], segment: lines[6]?.trim().split(/\s+/)[1] ?? '' }
}

function leftOf({ folder, processes, segment }: ReturnType<typeof holdings>): string[] {
  const segments = readFileSync('/proc/sysvipc/shm', 'utf8').split('\n')
  return [
    ...processes.filter(runs).map((pid) => `process ${pid}`),
    ...(segments.some((line) => line.trim().split(/\s+/)[1] === segment) ? [`segment ${segment}`] : []),
    ...(existsSync(folder) ? [folder] : []),
  ]
}

describeWith(['postgres'], 'a PostgreSQL of the tests’ own', () => {
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await startPostgres({ fsync: true })
  })
  afterAll(() => cluster.stop())

  it('listens on 127.0.0.1 alone, and writes to the disk where it was asked to', async () => {
    const setting = (name: string) => `current_setting('${name}') as ${name}`
    const names = ['listen_addresses', 'unix_socket_directories', 'fsync', 'server_encoding', 'lc_collate']
    expect(await rowsOf(cluster.url('postgres'), `select ${names.map(setting).join(', ')}`)).toEqual([
      {
        listen_addresses: '127.0.0.1',
        unix_socket_directories: '',
        fsync: 'on',
        server_encoding: 'UTF8',
        lc_collate: 'C',
      },
    ])
  })

  it('keeps what was committed before a crash, and nothing else, on the same port', async () => {
    await cluster.createDatabase('crash')
    const client = await connect(cluster.url('crash'))
    await client.query('create table kept (id int)')
    await client.query('insert into kept select generate_series(1, 1000)')
    await client.query('begin')
    await client.query('insert into kept values (1001)')
    const before = holdings(cluster.folder)

    await cluster.kill()
    expect(cluster.pid).toBeNull()
    expect(before.processes.filter(runs)).toEqual([])
    await expect(client.query('commit')).rejects.toThrow()
    await expect(connect(cluster.url('crash'))).rejects.toThrow('ECONNREFUSED')

    await cluster.restart()
    expect(cluster.pid).not.toBe(before.processes[0])
    expect(await rowsOf(cluster.url('crash'), 'select max(id), count(*)::int from kept')).toEqual([
      { max: 1000, count: 1000 },
    ])
    await cluster.restart()
    expect(await rowsOf(cluster.url('crash'), 'select count(*)::int from kept')).toEqual([{ count: 1000 }])
  })
})

describeWith(['postgres'], 'the PostgreSQL that all test files share', () => {
  const made = ['postgres_test_template', 'postgres_test_1', 'postgres_test_2', 'postgres_test_3']
  afterAll(async () => {
    for (const name of made) await sharedPostgres().dropDatabase(name)
  })

  it('makes databases from a template that is filled once', async () => {
    const { template, createDatabase, url } = sharedPostgres()
    const [name = '', ...copies] = made
    let filled = 0
    const fill = async (empty: string) => {
      filled += 1
      await rowsOf(empty, 'create table thing (id int primary key); insert into thing values (1)')
    }
    await Promise.all(
      copies.map(async (copy) => {
        await template(name, fill)
        await createDatabase(copy, { template: name })
        await rowsOf(url(copy), 'insert into thing values (2)')
      }),
    )
    expect(filled).toBe(1)
    for (const copy of copies) expect(await rowsOf(url(copy), 'select id from thing')).toEqual([{ id: 1 }, { id: 2 }])
  })

  it('fills a template again if that failed', async () => {
    const { template, url, dropDatabase } = sharedPostgres()
    const name = 'postgres_test_second_try'
    await expect(template(name, () => Promise.reject(new Error('no migrations')))).rejects.toThrow('no migrations')
    await template(name, async (empty) => void (await rowsOf(empty, 'create table thing (id int)')))
    expect(await rowsOf(url(name), 'select * from thing')).toEqual([])
    await dropDatabase(name)
  })

  it('drops a database to which somebody is connected', async () => {
    const { createDatabase, dropDatabase, url } = sharedPostgres()
    await createDatabase('postgres_test_used')
    const client = await connect(url('postgres_test_used'))
    await dropDatabase('postgres_test_used')
    await expect(client.query('select 1')).rejects.toThrow()
    await expect(connect(url('postgres_test_used'))).rejects.toThrow('does not exist')
  })
})

describeWith(['postgres'], 'nothing of a PostgreSQL is left', () => {
  let temporary: string
  beforeAll(() => {
    temporary = mkdtempSync(join(tmpdir(), 'abordo-postgres-test-'))
    chmodSync(temporary, 0o755) // PostgreSQL does not run as root
  })
  afterAll(() => rmSync(temporary, { recursive: true, force: true }))

  function startOwner() {
    const owner = fileURLToPath(new URL('postgres/owner-of-a-cluster.ts', import.meta.url))
    return spawn(process.execPath, ['--import', 'tsx', owner], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TMPDIR: temporary },
    })
  }

  it('once it was stopped, also after a crash', async () => {
    const one = await startPostgres()
    const running = holdings(one.folder)
    await one.stop()
    expect(leftOf(running)).toEqual([])
    expect(one.pid).toBeNull()

    const other = await startPostgres()
    const crashed = holdings(other.folder)
    await other.kill()
    expect(leftOf(crashed)).toEqual([`segment ${crashed.segment}`, other.folder])
    await other.stop()
    expect(leftOf(crashed)).toEqual([])
  })

  it('once its owner was killed', async () => {
    const owner = startOwner()
    const [folder] = (await once(owner.stdout.setEncoding('utf8'), 'data')) as [string]
    const running = holdings(folder)
    expect(leftOf(running).length).toBeGreaterThan(4)
    owner.kill('SIGKILL')
    await until('nothing is left', () => leftOf(running).length === 0, 15_000)
  })

  it('once its owner was killed while it was made', async () => {
    const owner = startOwner()
    const made = () => readdirSync(temporary).find((name) => name.startsWith('abordo-postgres-'))
    const folder = join(temporary, await until('there is a folder', made, 20_000))
    await until('initdb fills it', () => existsSync(join(folder, 'data', 'global')), 20_000)
    expect(runningIn(folder).length).toBeGreaterThan(0)
    owner.kill('SIGKILL')
    await until('nobody works there any more', () => runningIn(folder).length === 0, 15_000)
    await until('it is gone', () => !existsSync(folder), 15_000)
  })
})
