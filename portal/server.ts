import {
  createServer as createHttpServer,
  type Server as HttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'
import { CONNECTION_LIMITS, type ConnectionLimits, Connections } from './connections.ts'
import type { Answer } from './probes/answer.ts'
import { checkRequest } from './request-line.ts'

export interface PortalServerOptions {
  /** The portal's app. */
  fetch: Parameters<typeof getRequestListener>[0]
  /** 0: any that is free. */
  httpPort: number
  /** The same app over TLS (RFC 8908 wants its API there). Without certificate and key it waits for the first ones. */
  https: ({ port: number } & Partial<Certificate>) | null
  listenOn: string
  /** Answers GET and HEAD without the app (portal/probes/answer.ts); null: the app does. The app has to give the same answers. */
  answerForeign?: (incoming: IncomingMessage) => Answer | null
  limits?: ConnectionLimits
  /** Calls a job once, so many milliseconds from now; returns what calls it off. */
  after: (ms: number, job: () => void) => () => void
  log: (message: string, error?: unknown) => void
}

/** PEM. */
export interface Certificate {
  cert: string
  key: string
}

export interface PortalServer {
  port: number
  /** Null: there is no HTTPS yet. */
  readonly httpsPort: number | null
  /**
   * Puts a certificate in force, the first one too; connections that are open keep the old one. Throws where it is none, and keeps the
   * old one.
   */
  reloadCertificate: (certificate: Certificate) => void
  close: () => Promise<void>
}

/** Milliseconds. Riders are one hop away: whoever needs longer for a request of 8 kB does not mean to send one. */
const REQUEST_MS = 5000
const KEEP_ALIVE_MS = 5000
const SILENT_MS = 10_000
const CLOSE_MS = 2000
/** Connections that the kernel keeps until they are taken in. With node's 511, one phone's burst has others wait for a second try. */
const BACKLOG = 4096

const limits = {
  headersTimeout: REQUEST_MS,
  requestTimeout: REQUEST_MS,
  connectionsCheckingInterval: 500,
  keepAliveTimeout: KEEP_ALIVE_MS,
  maxHeaderSize: 8192,
  insecureHTTPParser: false,
  requireHostHeader: true,
  noDelay: true,
}
const tlsLimits = { minVersion: 'TLSv1.2', handshakeTimeout: REQUEST_MS, ALPNProtocols: ['http/1.1'] } as const

/** Serves the portal to riders, any of whom may be hostile: none gets to hold up the others. */
export async function listenPortal(options: PortalServerOptions): Promise<PortalServer> {
  const toApp = getRequestListener(options.fetch)
  const answer = answerWith(toApp, options.answerForeign ?? (() => null))
  const guarded = (server: HttpServer | HttpsServer) =>
    guard(server, new Connections(options.limits ?? CONNECTION_LIMITS), answer)
  const http = guarded(createHttpServer(limits))
  const { https: tls } = options
  const secured = ({ cert, key }: Certificate) => guarded(createHttpsServer({ ...limits, ...tlsLimits, cert, key }))
  let https = tls?.cert && tls.key ? secured({ cert: tls.cert, key: tls.key }) : null
  let closing = false

  const close = async () => {
    closing = true
    await Promise.all([http, https].map((one) => one && closeServer(one, options.after)))
  }
  const watch = ({ server }: Guarded) =>
    server.on('error', (error) => options.log('the portal cannot be reached', error))
  try {
    await listen(http.server, options.httpPort, options.listenOn)
    if (https && tls) await listen(https.server, tls.port, options.listenOn)
  } catch (error) {
    await close()
    throw error
  }
  watch(http)
  if (https) watch(https)
  return {
    port: portOf(http.server),
    get httpsPort() {
      return https?.server.listening ? portOf(https.server) : null
    },
    reloadCertificate: ({ cert, key }) => {
      if (https) {
        ;(https.server as HttpsServer).setSecureContext({ ...tlsLimits, cert, key })
        return
      }
      if (tls === null || closing) return
      const first = secured({ cert, key })
      https = first
      listen(first.server, tls.port, options.listenOn).then(
        () => watch(first),
        (error) => {
          https = null
          options.log('the portal cannot be reached over HTTPS', error)
        },
      )
    },
    close,
  }
}

interface Guarded {
  server: HttpServer | HttpsServer
  connections: Connections
}

type Listener = (incoming: IncomingMessage, outgoing: ServerResponse, connections: Connections) => void

function answerWith(
  toApp: (incoming: IncomingMessage, outgoing: ServerResponse) => unknown,
  answerForeign: (incoming: IncomingMessage) => Answer | null,
): Listener {
  return (incoming, outgoing, connections) => {
    const connection = connections.of(incoming.socket)
    // No answer, because nobody waits for one: no browser sends a request before the last is answered, and a server may close
    // the connection after any answer (RFC 9112, section 9.3.2). Else one packet could hold a thousand requests.
    if (!connection || connection.closing) return
    if (connection.busy) {
      connection.closing = true
      incoming.socket.pause()
      return
    }
    const refusal = checkRequest(incoming)
    if (refusal) {
      connection.closing = true
      outgoing.writeHead(refusal, { 'Content-Length': '0', Connection: 'close', 'Cache-Control': 'no-store' }).end()
      return
    }
    const { method } = incoming
    const foreign = method === 'GET' || method === 'HEAD' ? answerForeign(incoming) : null
    connection.foreign = foreign !== null
    connections.begin(connection)
    outgoing.once('close', () => {
      connections.finish(connection)
      if (connection.closing) incoming.socket.destroySoon()
    })
    if (foreign) {
      outgoing.writeHead(foreign.status, foreign.headers).end(foreign.body)
      return
    }
    if (method === 'POST') outgoing.once('finish', () => connections.closeForeign(connection.address))
    toApp(incoming, outgoing)
  }
}

function guard(server: HttpServer | HttpsServer, connections: Connections, answer: Listener): Guarded {
  server.timeout = SILENT_MS
  server.maxHeadersCount = 100
  server.on('connection', (socket: Socket) => connections.admit(socket))
  server.on('secureConnection', (socket: Socket) => connections.secured(socket))
  server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => answer(incoming, outgoing, connections))
  // An Upgrade is not refused but passed over, as RFC 9110, section 7.8, lets a server: clients that offer h2c still get their answer.
  server.on('connect', (_incoming: IncomingMessage, socket: Duplex) => refuse(socket, '405 Method Not Allowed'))
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') refuse(socket, '408 Request Timeout')
    else if (error.code === 'HPE_HEADER_OVERFLOW') refuse(socket, '431 Request Header Fields Too Large')
    else refuse(socket, '400 Bad Request')
  })
  return { server, connections }
}

/** The last words on a connection. Where an answer is under way, words in its middle would be taken for a part of it. */
function refuse(socket: Duplex & { _httpMessage?: { headersSent: boolean } | null }, status: string): void {
  socket.on('error', () => socket.destroy())
  if (socket.writable && !socket._httpMessage?.headersSent) {
    socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\nCache-Control: no-store\r\nContent-Length: 0\r\n\r\n`)
  }
  ;(socket as Socket).destroySoon()
}

function listen(server: HttpServer | HttpsServer, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, BACKLOG, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** Requests under way are answered; who keeps a connection open without one is not waited for. */
function closeServer({ server, connections }: Guarded, after: PortalServerOptions['after']): Promise<void> {
  const callOff = after(CLOSE_MS, () => connections.closeAll())
  return new Promise((resolve) => {
    server.close(() => {
      callOff()
      resolve()
    })
    connections.closeIdle()
  })
}

function portOf(server: HttpServer | HttpsServer): number {
  return (server.address() as AddressInfo).port
}
