import { type AddressInfo, createServer } from 'node:net'
import { decode, encode } from 'dns-packet'
import { onTestFinished } from 'vitest'

/** A name server that has one TXT record, whatever the name; over TCP, and gone with the test. */
export async function startLiar(value: () => string): Promise<{ host: string; port: number }> {
  const server = createServer((socket) => {
    // A question comes in one piece over loopback.
    socket.once('data', (octets) => {
      const { id = 0, questions = [] } = decode(octets.subarray(2))
      const name = questions[0]?.name ?? ''
      const answer = encode({ type: 'response', id, questions, answers: [{ type: 'TXT', name, data: value() }] })
      socket.end(Buffer.concat([Buffer.from([answer.length >> 8, answer.length & 255]), answer]))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port }
}
