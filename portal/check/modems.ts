import { mmcliCommand } from '../uplink/modems/mmcli.ts'
import { type ModemDetails, parseModem, parseModemList } from '../uplink/modems/modem.ts'
import { bad, type Finding, good } from './finding.ts'
import type { CheckWords } from './words/es.ts'

export interface ModemLook {
  /** ModemManager: not installed, without an answer, or there. */
  manager: 'missing' | 'silent' | 'there'
  /** The uplink's interface. */
  uplink: string
  modems: Pick<ModemDetails['modem'], 'port' | 'state' | 'failure' | 'operatorName' | 'signal'>[]
}

/** Asks ModemManager. Null where the uplink is no modem's and there is no ModemManager: a bus may have a router of its own. */
export async function lookAtModems(uplink: string, run = mmcliCommand()): Promise<ModemLook | null> {
  try {
    const paths = parseModemList(JSON.parse(await run(['-L', '-J'])))
    if (paths === null) return { manager: 'silent', uplink, modems: [] }
    const asked = paths.map(async (path) => parseModem(path, JSON.parse(await run(['-m', path, '-J']))))
    const read = (await Promise.all(asked)).filter((details) => details !== null)
    return { manager: 'there', uplink, modems: read.map(({ modem }) => modem) }
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    return isModems(uplink) ? { manager: missing ? 'missing' : 'silent', uplink, modems: [] } : null
  }
}

/** As systemd names them: "ww" and what follows. */
function isModems(name: string): boolean {
  return name.startsWith('ww')
}

export function modems(look: ModemLook | null, words: CheckWords['modem']): Finding[] {
  if (look === null) return []
  const { about } = words
  if (look.manager === 'missing') return [bad(about, { said: words.notInstalled, todo: 'apt install modemmanager' })]
  if (look.manager === 'silent')
    return [
      bad(about, { said: words.silent, todo: 'systemctl restart ModemManager; journalctl -u ModemManager -n 20' }),
    ]
  if (look.modems.length === 0) return isModems(look.uplink) ? [bad(about, words.none)] : []
  return look.modems.map(({ port, state, failure, operatorName, signal: { qualityPercent } }) => {
    if (failure === 'sim-missing') return bad(about, words.noSim(port))
    if (state === 'locked') return bad(about, words.locked(port))
    if (failure !== null) return bad(about, words.failed(port, failure))
    if (state !== 'connected') return bad(about, words.notConnected(port, state))
    const to = operatorName === null ? '' : words.to(operatorName)
    const signal = qualityPercent === null ? '' : words.signal(qualityPercent)
    return good(about, `${words.good(port)}${to}${signal}`)
  })
}
