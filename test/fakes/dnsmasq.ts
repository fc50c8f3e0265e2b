import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DnsmasqFiles } from '../../portal/dhcp/command.ts'
import { createDnsmasq } from '../../portal/dhcp/dnsmasq.ts'

const SETTINGS = {
  lanInterface: 'wlan0',
  address: '10.55.0.1',
  prefixLength: 22,
  hostname: null,
  apiUrl: null,
  resolvFile: '/etc/resolv.conf',
  policy: { walledGarden: [], blockedNames: [] },
  uplinkUp: true,
  nftTable: 'abordo',
  gardenSet: 'garden',
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

/** A dnsmasq that notes what is done to it, in a folder of its own; timers go off when the test says. */
export function dnsmasqBench() {
  const dataDir = mkdtempSync(join(tmpdir(), 'abordo-dhcp-'))
  const done: string[] = []
  const logged: string[] = []
  const waiting = new Map<number, { ms: number; job: () => void }>()
  const failing = { test: '', launch: '' }
  let timers = 0
  let die = (_how: string) => {}
  const left = { behind: false }

  const process = (name: string) => {
    let ended = (_how: string) => {}
    const exited = new Promise<string>((resolve) => {
      ended = resolve
    })
    die = ended
    return {
      exited,
      letGo: () => void done.push(`let ${name} go`),
      end: async () => {
        done.push(`end ${name}`)
        ended('by SIGTERM')
      },
    }
  }
  const modeOf = (file: string) => (/address=\/#\//.test(readFileSync(file, 'utf8')) ? 'down' : 'up')
  const command = {
    async test(file: string) {
      done.push(`test ${modeOf(file)}`)
      if (failing.test) throw new Error(failing.test)
    },
    async launch({ confFile }: DnsmasqFiles) {
      const mode = modeOf(confFile)
      done.push(`launch ${mode}`)
      if (failing.launch === mode || failing.launch === 'all') throw new Error('dnsmasq does not start: port taken')
      return process(mode)
    },
    leftBehind: () => (left.behind ? process('left behind') : null),
  }
  const dnsmasq = () =>
    createDnsmasq({
      command,
      settings: SETTINGS,
      dataDir,
      now: () => 1_793_026_800_000,
      after: (ms, job) => {
        timers += 1
        const id = timers
        waiting.set(id, { ms, job })
        return () => void waiting.delete(id)
      },
      log: (message) => void logged.push(message),
    })
  return {
    dataDir,
    remove: () => rmSync(dataDir, { recursive: true }),
    done,
    logged,
    failing,
    left,
    command,
    make: dnsmasq,
    die: async (how: string) => {
      die(how)
      await settle()
    },
    waits: () => [...waiting.values()].map(({ ms }) => ms),
    /** The timer that waits shortest goes off. */
    goOff: async () => {
      const [first] = [...waiting].sort(([, a], [, b]) => a.ms - b.ms)
      waiting.delete(first?.[0] ?? 0)
      first?.[1].job()
      await settle()
    },
  }
}
