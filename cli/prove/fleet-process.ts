import { createServer, request as httpRequest, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { openFleetDatabase } from '../../db/fleet/open.ts'
import { connectSqlite } from '../../db/open.ts'
import { NO_LIMITS } from '../../fleet-api/limits.ts'
import { startFleet } from '../../fleet-api/main.ts'
import type { FromFleet, Switch, ToFleet } from './messages.ts'
import { BEGIN_MS } from './plan.ts'

/** The process of the fleet of a proof: the real one, on a time that it is told. It is killed without warning. */
export async function runFleet(databaseUrl: string, without: Switch | null): Promise<void> {
  const say = (message: FromFleet) => void process.send?.(message)
  let nowMs = BEGIN_MS
  process.on('message', ({ order, nowMs: next }: ToFleet) => {
    nowMs = next
    say({ kind: 'done', order })
  })
  if (without === 'unique-key') await forgetUniqueKey(databaseUrl)
  const fleet = await startFleet({
    config: { databaseUrl, host: '127.0.0.1', port: 0, publicUrl: null },
    log: () => undefined,
    dashboardDir: null,
    limits: NO_LIMITS,
    now: () => nowMs,
  })
  const port = without === 'commit-before-answer' ? await answerFirst(fleet.port, () => nowMs) : fleet.port
  say({ kind: 'listening', port })
  await new Promise(() => undefined)
}

/** What a fleet must not be: one that forgets what it has stored, in a table that takes the same report twice. */
async function forgetUniqueKey(databaseUrl: string): Promise<void> {
  await (await openFleetDatabase(databaseUrl)).close()
  const client = connectSqlite(databaseUrl.slice('file:'.length))
  const { sql } = client.prepare(`select sql from sqlite_master where name = 'report'`).get() as { sql: string }
  const withoutKey = sql.replace(/,\s*PRIMARY KEY\s*\([^)]*\)/i, '').replace(/WITHOUT ROWID/i, '')
  if (withoutKey !== sql) {
    client.exec(
      `alter table report rename to report_before; ${withoutKey}; insert into report select * from report_before; drop table report_before;
       create trigger forget_new after insert on boot_seqs begin update boot_seqs set seqs = '[]'; end;
       create trigger forget after update on boot_seqs when new.seqs <> '[]' begin update boot_seqs set seqs = '[]'; end`,
    )
  }
  client.close()
}

/** What a fleet must not do: it says "stored" at once and stores a little later. */
async function answerFirst(port: number, now: () => number): Promise<number> {
  const server: Server = createServer((incoming, outgoing) => void relay(incoming, outgoing))
  async function relay(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await buffer(incoming)
    const forward = (answer?: ServerResponse) => {
      const { url, method, headers } = incoming
      const request = httpRequest({ host: '127.0.0.1', port, path: url, method, headers }, (response) => {
        if (answer) response.pipe(answer.writeHead(response.statusCode ?? 502, response.headers))
        else response.resume()
      })
      request.on('error', () => answer?.destroy())
      request.end(body)
    }
    if (incoming.url !== '/v1/reports') return forward(outgoing)
    const verdicts = (JSON.parse(gunzipSync(body).toString()) as unknown[]).map((_, index) => ({
      index,
      verdict: 'stored',
    }))
    outgoing.setHeader('content-type', 'application/json')
    outgoing.end(JSON.stringify({ serverAt: new Date(now()).toISOString(), policyVersion: 1, verdicts }))
    setTimeout(forward, 200)
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
