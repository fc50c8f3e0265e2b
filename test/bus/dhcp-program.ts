import http from 'node:http'
import { dnsmasqCommand } from '../../portal/dhcp/command.ts'
import { createDnsmasq } from '../../portal/dhcp/dnsmasq.ts'

/** What a portal does with dnsmasq, alone, told over HTTP what to do. SETTINGS and DATA_DIR come in the environment. */
const after = (ms: number, job: () => void) => {
  const timer = setTimeout(job, ms)
  return () => clearTimeout(timer)
}
const say = (line: string) => process.stdout.write(`${line}\n`)

const dnsmasq = createDnsmasq({
  command: dnsmasqCommand(after),
  settings: JSON.parse(process.env.SETTINGS ?? ''),
  dataDir: process.env.DATA_DIR ?? '',
  now: () => Date.now(),
  after,
  log: (message, error) => say(`log: ${message}${error instanceof Error ? `: ${error.message}` : ''}`),
})

const verbs: Record<string, (body: string) => unknown> = {
  '/apply': (body) => dnsmasq.apply(JSON.parse(body)),
  '/stop': () => dnsmasq.stop(),
  '/state': () => ({ alive: dnsmasq.alive(), pool: dnsmasq.pool() }),
}

const server = http.createServer(async (request, response) => {
  let body = ''
  for await (const piece of request) body += piece
  try {
    response.end(JSON.stringify((await verbs[request.url ?? '']?.(body)) ?? null))
  } catch (error) {
    response.writeHead(500).end((error as Error).message)
  }
})

process.on('SIGTERM', () => {
  server.close()
  server.closeAllConnections()
  void dnsmasq.leave()
})
dnsmasq.start().then(
  () => server.listen(Number(process.env.PORT), '127.0.0.1', () => say('serving')),
  (error: Error) => {
    say(`failed: ${error.message}`)
    process.exit(1)
  },
)
