import type { AddressInfo, Socket } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { onTestFinished } from 'vitest'

export interface Mail {
  to: string[]
  /** As it came over the wire. */
  raw: string
}

export interface MailServer {
  /** As SMTP_URL names it. */
  url: string
  port: number
  /** What it took, in order. */
  mails: Mail[]
  /** Cuts every connection that it has. */
  cut(): void
  close(): Promise<void>
}

/** A real SMTP server, which keeps what it takes. `options`: how it behaves otherwise. `port` 0: any that is free. */
export async function mailServer(options: Partial<SMTPServerOptions> = {}, port = 0): Promise<MailServer> {
  const mails: Mail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData(stream, session, callback) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address)
        mails.push({ to, raw: Buffer.concat(chunks).toString() })
        callback()
      })
    },
    ...options,
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()))
  const at = (server.server.address() as AddressInfo).port
  const sockets = new Set<Socket>()
  server.server.on('connection', (socket: Socket) => sockets.add(socket))
  let closed: Promise<void> | null = null
  const close = () => {
    closed ??= new Promise<void>((resolve) => server.close(() => resolve()))
    return closed
  }
  onTestFinished(close)
  return {
    url: `smtp://127.0.0.1:${at}`,
    port: at,
    mails,
    cut: () => sockets.forEach((socket) => void socket.destroy()),
    close,
  }
}

/** A header of a mail, unfolded and decoded (RFC 2047); null: it has none of this name. */
export function headerOf({ raw }: Mail, name: string): string | null {
  const head = (raw.split('\r\n\r\n')[0] ?? '').replace(/\r\n[ \t]+/g, ' ')
  const line = head.split('\r\n').find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}: `))
  const value = line?.slice(name.length + 2).replace(/\?= =\?/g, '?==?')
  return value?.replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, way: string, text: string) => decoded(way, text)) ?? null
}

/** The text of the part of this type of a mail, such as `text/plain`; null: it has none. */
export function partOf({ raw }: Mail, type: string): string | null {
  const part = raw.split(/\r\n--[^\r\n]+/).find((one) => one.toLowerCase().includes(`content-type: ${type}`))
  if (part === undefined) return null
  const [head = '', ...body] = part.replace(/^\r\n/, '').split('\r\n\r\n')
  const text = body.join('\r\n\r\n')
  if (/base64/i.test(head)) return Buffer.from(text, 'base64').toString()
  if (/quoted-printable/i.test(head)) return quoted(text.replace(/=\r\n/g, ''))
  return text
}

function decoded(way: string, text: string): string {
  return way.toUpperCase() === 'B' ? Buffer.from(text, 'base64').toString() : quoted(text.replace(/_/g, ' '))
}

function quoted(text: string): string {
  const octets = text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(octets, 'latin1').toString()
}
