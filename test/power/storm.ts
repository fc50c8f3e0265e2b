import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { seededRandom } from '../../cli/random.ts'
import { createFleet } from './fleet.ts'
import { createGateway, type Gateway } from './gateway.ts'
import { createTally, type Tally } from './riders.ts'
import type { Part, StormOrder, Word } from './words.ts'

// The program whose power is cut: a gateway's ledger on a time of its own, while a whole bus boards, rides and gets off. It runs
// under strace, and says on its standard output what it promises (words.ts).
const order = JSON.parse(process.argv[2] ?? '') as StormOrder
const random = seededRandom('a boarding storm')
const say = (word: Word) => void writeSync(1, `${JSON.stringify(word)}\n`)
const part = (name: Part) => say({ says: 'part', part: name })
/** Some riders, each at most once. */
const some = (many: number) => [...new Set(Array.from({ length: many }, () => Math.floor(random() * 240)))]
const between = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index)

let nowMs = Date.parse('2027-03-01T06:00:00Z')
const pass = (ms: number) => {
  nowMs += ms
}
const fleet = createFleet(say, () => nowMs)

/** The machine starts: a kernel of its own, which outlives restarts of the program. */
function powerOn() {
  const startedAt = nowMs - 20_000
  const uptime = () => nowMs - startedAt
  return { kernelBootId: randomUUID(), uptime, now: () => nowMs, tally: createTally(uptime) }
}

function start(machine: ReturnType<typeof powerOn>): Promise<Gateway> {
  return createGateway({ ...machine, order, say, fleet })
}

interface Minute {
  /** These riders get on, these off. */
  board?: number[]
  end?: number[]
  /** So many have traffic. */
  traffic?: number
  /** So many reports are sent at most. */
  sends?: number
  /** So many faults are reported. */
  tickets?: number
}

/** One accounting interval: riders come in waves, others go, traffic flows, and the interval closes while the last wave boards. */
async function minute(
  gateway: Gateway,
  tally: Tally,
  { board = [], end = [], traffic = 12, sends = 0, tickets = 0 }: Minute,
): Promise<void> {
  const waves = between(0, Math.ceil(board.length / 15)).map((wave) => board.slice(wave * 15, wave * 15 + 15))
  const last = waves.pop() ?? []
  const boarding: Promise<void>[] = []
  for (const wave of waves) {
    pass(2000)
    boarding.push(gateway.board(wave))
    // The next wave taps while this one is on its way to the disk.
    await new Promise((resolve) => setImmediate(resolve))
  }
  await Promise.all(boarding)
  for (const number of some(traffic)) await gateway.carry(tally, number, random)
  gateway.sayCarried(tally)
  await gateway.end(tally, end)
  for (let ticket = 0; ticket < tickets; ticket += 1) gateway.reportFault()
  pass(60_000 - waves.length * 2000)
  await Promise.all([gateway.board(last), gateway.account(tally)])
  if (sends > 0) await gateway.send(sends)
}

async function firstStart(): Promise<void> {
  part('the first start')
  const machine = powerOn()
  const { tally } = machine
  let gateway = await start(machine)
  gateway.enrol(1)
  gateway.keepPolicy(1)

  part('the boarding')
  await minute(gateway, tally, { board: between(0, 120), traffic: 150 })
  await minute(gateway, tally, { board: between(120, 200), end: some(20), traffic: 200, tickets: 3 })
  await minute(gateway, tally, {
    board: [...new Set([...between(200, 240), ...some(20)])],
    end: some(20),
    traffic: 200,
  })
  if (order.life === 'boarding') return

  part('the ride')
  // A few reports reach the fleet, and its word does not come back: they may not be merged with others later on.
  fleet.willBe('loses its answer')
  for (const at of between(0, 66)) {
    if (at === 10) gateway.keepPolicy(2)
    const [tickets, sends] = [at % 20 === 0 ? 1 : 0, at % 25 === 7 ? 4 : 0]
    await minute(gateway, tally, { end: some(at % 3), traffic: 6 + (at % 7), tickets, sends })
  }

  part('the merging')
  for (const at of between(0, 40)) await minute(gateway, tally, { board: some(at % 10 === 0 ? 40 : 2), end: some(2) })

  part('the sending')
  for (const reception of ['answers', 'is not reached', 'loses its answer', 'answers', 'answers'] as const) {
    fleet.willBe(reception)
    await minute(gateway, tally, { board: some(8), end: some(4), sends: 9 })
  }

  part('the restart')
  gateway.close()
  pass(3000)
  gateway = await start(machine)
  for (const at of between(0, 3)) await minute(gateway, tally, { board: some(25), sends: at * 5 })
  gateway.close()
}

async function nextBoot(): Promise<void> {
  part('the next boot')
  pass(600_000)
  const machine = powerOn()
  const gateway = await start(machine)
  gateway.keepPolicy(3)
  gateway.enrol(2)
  for (const at of between(0, 3))
    await minute(gateway, machine.tally, { board: some(30), end: some(5), sends: at * 30 })
  part('the stop')
  gateway.close()
}

if (order.life !== 'after a cut') await firstStart()
if (order.life !== 'boarding') await nextBoot()
