import type http from 'node:http'

const STEP_MS = 50
const finishing = new Set<() => void>()

/** A body at `rate` octets a second that ends when it is told to: a download that lasts as long as a test needs. */
export function stream(response: http.ServerResponse, write: (chunk: Buffer) => boolean, rate: number): void {
  response.writeHead(200, { 'content-type': 'application/octet-stream' })
  const chunk = Buffer.alloc(Math.max(1, Math.round((rate * STEP_MS) / 1000)), 'x')
  const timer = setInterval(() => write(chunk), STEP_MS)
  const finish = () => {
    clearInterval(timer)
    finishing.delete(finish)
    response.end()
  }
  finishing.add(finish)
  response.on('close', finish)
}

export function finishStreams(): void {
  for (const finish of [...finishing]) finish()
}
