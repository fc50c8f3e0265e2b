import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { type DnsmasqFiles, dnsmasqCommand } from '../../portal/dhcp/command.ts'
import { describeWith } from '../describe-with.ts'

/** The kernel takes the memory of a process away before it closes its sockets, so with much of it there is a while in between. */
const OCTETS = 768 * 2 ** 20
const HOLDS_A_PORT = `
  globalThis.memory = Buffer.alloc(${OCTETS}, 1)
  require('node:net').createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port) })
`

describeWith(['bus'], 'a dnsmasq that an earlier portal left behind', () => {
  const started: ChildProcess[] = []
  const folders: string[] = []
  const command = dnsmasqCommand((ms, job) => {
    const timer = setTimeout(job, ms)
    return () => clearTimeout(timer)
  })

  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL')
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
  })

  function filesOfAGateway(): DnsmasqFiles {
    const folder = mkdtempSync(join(tmpdir(), 'abordo-dhcp-'))
    folders.push(folder)
    return { confFile: join(folder, 'dnsmasq.conf'), pidFile: join(folder, 'dnsmasq.pid') }
  }

  /** A program that looks like a dnsmasq of ours in the list of processes. Resolves with the port that it holds. */
  function standIn({ confFile }: DnsmasqFiles, script = HOLDS_A_PORT): Promise<number> {
    const child = spawn(process.execPath, ['-e', script, '--', `--conf-file=${confFile}`], {
      argv0: 'dnsmasq',
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    started.push(child)
    return new Promise((resolve) => child.stdout?.once('data', (text) => resolve(Number(text))))
  }

  it('is gone only once its ports are free', async () => {
    const files = filesOfAGateway()
    const port = await standIn(files)
    await command.leftBehind(files)?.end()
    expect(await listensOn(port)).toBe('listening')
  })

  it('is found although it has not written its pid file yet', async () => {
    const files = filesOfAGateway()
    await standIn(files, 'console.log(1); setInterval(() => {}, 1000)')
    const left = command.leftBehind(files)
    await left?.end()
    expect([left === null, command.leftBehind(files)]).toEqual([false, null])
  })

  it('is not taken for that of another gateway’s folder', async () => {
    await standIn(filesOfAGateway(), 'console.log(1); setInterval(() => {}, 1000)')
    expect(command.leftBehind(filesOfAGateway())).toBeNull()
  })
})

function listensOn(port: number): Promise<string> {
  return new Promise((resolve) => {
    const server = createServer()
    server.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve('listening')))
  })
}
