import { readFileSync } from 'node:fs'
import { runProgram } from '../run-program.ts'
import { APART_TABLE } from '../wifi/hostapd.ts'
import { bad, type Finding, good } from './finding.ts'
import type { CheckWords } from './words/es.ts'

export const HOSTAPD_FILE = '/etc/abordo/hostapd.conf'

/** One network of the gateway's own WiFi, as the kernel has it. */
export interface NetworkLook {
  /** Its interface. */
  name: string
  there: boolean
  accessPoint: boolean
  /** Null: it sends nothing. */
  channel: number | null
  phones: number
}

export interface WifiLook {
  /** By which the kernel is asked. */
  iw: 'missing' | 'silent' | 'there'
  networks: NetworkLook[]
  /** Whether phones of different networks are kept apart; null: this user may not know, or there is one network. */
  apart: boolean | null
}

export interface WifiDeps {
  run: (program: string, args: string[]) => Promise<string>
  read: (path: string) => string
}

const ofThisMachine: WifiDeps = {
  run: (program, args) => runProgram(program, args),
  read: (path) => readFileSync(path, 'utf8'),
}

/** How the gateway's own WiFi is; null where "abordo setup" made none, since the access point is a box of its own. */
export async function lookAtWifi({ run, read }: WifiDeps = ofThisMachine): Promise<WifiLook | null> {
  const names = interfacesOf(readOr(read, HOSTAPD_FILE))
  if (names.length === 0) return null
  try {
    const radios = parseRadios(await run('iw', ['dev']))
    const networks = names.map(async (name): Promise<NetworkLook> => {
      const radio = radios.get(name)
      // Counted, never read: who they are is nobody's business here.
      const stations = radio ? await run('iw', ['dev', name, 'station', 'dump']).catch(() => '') : ''
      const phones = stations.match(/^Station /gm)?.length ?? 0
      return {
        name,
        there: radio !== undefined,
        accessPoint: radio?.type === 'AP',
        channel: radio?.channel ?? null,
        phones,
      }
    })
    return { iw: 'there', networks: await Promise.all(networks), apart: names.length > 1 ? await isApart(run) : null }
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    return { iw: missing ? 'missing' : 'silent', networks: [], apart: null }
  }
}

/** The interfaces that a configuration of hostapd makes networks on. */
function interfacesOf(config: string): string[] {
  return [...config.matchAll(/^(?:interface|bss)=(\S+)$/gm)].map(([, name = '']) => name)
}

/** What `iw dev` prints, by interface. A network's name stands behind a word of its own, so none can pass for another line. */
function parseRadios(text: string): Map<string, { type: string; channel: number | null }> {
  const [, ...parts] = text.split(/^\tInterface /m)
  return new Map(
    parts.map((part) => {
      const type = /^\t\ttype (\S+)/m.exec(part)?.[1] ?? ''
      const channel = /^\t\tchannel (\d+) /m.exec(part)?.[1]
      return [part.split('\n')[0] ?? '', { type, channel: channel === undefined ? null : Number(channel) }]
    }),
  )
}

async function isApart(run: WifiDeps['run']): Promise<boolean | null> {
  try {
    const tables = await run('nft', ['list', 'tables', 'bridge'])
    return tables.split('\n').includes(`table bridge ${APART_TABLE}`)
  } catch {
    return null
  }
}

function readOr(read: WifiDeps['read'], path: string): string {
  try {
    return read(path)
  } catch {
    return ''
  }
}

/** What is wrong with the WiFi, and how to mend it. */
export function wifi(look: WifiLook | null, words: CheckWords['wifi']): Finding[] {
  if (look === null) return []
  const { about } = words
  if (look.iw === 'missing') return [bad(about, { said: words.noIw, todo: 'apt install iw' })]
  if (look.iw === 'silent') return [bad(about, words.silent)]
  const again = (said: string) =>
    bad(about, { said, todo: 'systemctl restart abordo-wifi; journalctl -u abordo-wifi -n 20' })
  const wrong: Finding[] = []
  const [radio, ...others] = look.networks
  if (radio && !radio.there) wrong.push(bad(about, words.noRadio(radio.name)))
  else {
    const silent = [radio, ...others].filter((one) => one && (!one.accessPoint || one.channel === null))
    for (const one of silent) wrong.push(again(words.noNetwork(one?.name ?? '')))
  }
  if (look.apart === false) wrong.push(again(words.notApart))
  if (wrong.length > 0) return wrong
  const phones = look.networks.map((one) => one.phones).reduce((sum, one) => sum + one, 0)
  const names = look.networks.map(({ name }) => name).join(words.and)
  return [good(about, words.good(names, radio?.channel ?? null, phones))]
}
