import { connect } from 'node:net'
import type { HostAndPort } from '../setting.ts'

const TIMEOUT_MS = 10_000

/** Sends a DNS message over TCP and resolves to the answer. Rejects where there is none within ten seconds. */
export async function exchange({ host, port }: HostAndPort, message: Buffer, signal: AbortSignal): Promise<Buffer> {
  const ending = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)])
  ending.throwIfAborted()
  const socket = connect({ host, port, signal: ending })
  const framed = Buffer.alloc(2 + message.length)
  framed.writeUInt16BE(message.length)
  message.copy(framed, 2)
  socket.write(framed)
  let received = Buffer.alloc(0)
  try {
    for await (const chunk of socket) {
      received = Buffer.concat([received, chunk as Buffer])
      if (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0))
        return received.subarray(2, 2 + received.readUInt16BE(0))
    }
  } catch (error) {
    throw ending.aborted ? ending.reason : error
  } finally {
    socket.destroy()
  }
  throw new Error('it closed the connection without an answer')
}
