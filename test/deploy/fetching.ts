import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { getHeapStatistics } from 'node:v8'

// A program that fetches as often as a gateway does in an hour, and says what V8 has needed at most to compile (octets).
const server = createServer((incoming, outgoing) => incoming.resume().on('end', () => outgoing.end('{}')))
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/reports`
for (let times = 0; times < 250; times += 1) await (await fetch(url, { method: 'POST', body: '[]' })).text()
// What is compiled beside the program.
await setTimeout(500)
process.stdout.write(`${getHeapStatistics().peak_malloced_memory}\n`, () => process.exit())
