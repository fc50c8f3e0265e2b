import net from 'node:net'
import { createPortalApp } from '../../portal/app.ts'
import { byAddress } from '../../portal/clients/by-address.ts'
import type { ConnectionLimits } from '../../portal/connections.ts'
import { foreignRequests } from '../../portal/probes/foreign.ts'
import { type Certificate, listenPortal, type PortalServer } from '../../portal/server.ts'
import { type TestGateway, testGateway } from './gateway.ts'

export interface Reply {
  status: number
  headers: Record<string, string>
  body: string
  /** All of it, as it came. */
  text: string
}

export interface TestServer {
  gateway: TestGateway
  server: PortalServer
  /** Octets on a connection of their own, half-closed after them, and what comes back until it closes. `from`: a loopback address. */
  send(octets: string | Buffer, from?: string): Promise<Reply>
  get(host: string, path: string, from?: string): Promise<Reply>
  post(path: string, form: Record<string, string>, headers?: Record<string, string>, from?: string): Promise<Reply>
  close(): Promise<void>
}

/** The portal on real sockets of this machine, where each loopback address is a client. */
export async function testServer(
  options: { limits?: ConnectionLimits; certificate?: Certificate; waitForCertificate?: boolean } = {},
): Promise<TestServer> {
  const gateway = await testGateway()
  const deps = { ...gateway.deps, clients: byAddress() }
  const app = createPortalApp({
    ...deps,
    remoteAddress: (c) => (c.env as { incoming: { socket: net.Socket } }).incoming.socket.remoteAddress ?? '',
  })
  const server = await listenPortal({
    fetch: app.fetch,
    httpPort: 0,
    https: options.certificate || options.waitForCertificate ? { port: 0, ...options.certificate } : null,
    listenOn: '127.0.0.1',
    answerForeign: foreignRequests(deps, { ...deps, remoteAddress: ({ socket }) => socket.remoteAddress ?? '' }),
    ...(options.limits && { limits: options.limits }),
    after: (ms, job) => {
      const timer = setTimeout(job, ms)
      return () => clearTimeout(timer)
    },
    log: deps.log,
  })
  const send: TestServer['send'] = async (octets, from = '127.0.0.1') =>
    replyOf(await exchange(server.port, octets, from))
  return {
    gateway,
    server,
    send,
    get: (host, path, from) => send(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`, from),
    post: (path, form, headers = {}, from) => {
      const body = new URLSearchParams(form).toString()
      const all = {
        Host: 'wifi.example.mx',
        'Content-Type': 'application/x-www-form-urlencoded',
        'Content-Length': String(body.length),
        ...headers,
      }
      const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
      return send(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`, from)
    },
    close: server.close,
  }
}

/** Status 0: the connection was closed without an answer. */
export function replyOf(octets: Buffer): Reply {
  const text = octets.toString('latin1')
  const end = text.indexOf('\r\n\r\n')
  const [first = '', ...lines] = text.slice(0, Math.max(end, 0)).split('\r\n')
  const headers = lines.map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  })
  return {
    status: Number(first.split(' ')[1] ?? 0),
    headers: Object.fromEntries(headers),
    body: end < 0 ? '' : octets.subarray(end + 4).toString(),
    text,
  }
}

export function exchange(port: number, octets: string | Buffer, from: string): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    const socket = net.connect({ port, host: '127.0.0.1', localAddress: from })
    const done = () => resolve(Buffer.concat(chunks))
    socket.on('data', (chunk) => chunks.push(chunk))
    // A reset is an answer as well: none.
    socket.on('error', done)
    socket.on('close', done)
    socket.end(octets)
  })
}
