import { mmcliCommand } from '../uplink/modems/mmcli.ts'
import { type ModemDetails, parseModem, parseModemList } from '../uplink/modems/modem.ts'
import { bad, type Finding, good } from './findings.ts'

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

export function modems(look: ModemLook | null): Finding[] {
  if (look === null) return []
  const about = 'modem'
  if (look.manager === 'missing') return [bad(about, 'ModemManager is not installed', 'apt install modemmanager')]
  if (look.manager === 'silent')
    return [
      bad(about, 'ModemManager does not answer', 'systemctl restart ModemManager; journalctl -u ModemManager -n 20'),
    ]
  if (look.modems.length === 0) {
    return isModems(look.uplink)
      ? [bad(about, 'there is none', 'look at its cable and its power; "lsusb" shows what is plugged in')]
      : []
  }
  return look.modems.map(({ port, state, failure, operatorName, signal }) => {
    if (failure === 'sim-missing') return bad(about, `${port} has no SIM`, 'put the SIM in, the right way round')
    if (state === 'locked')
      return bad(about, `the SIM of ${port} wants its PIN`, 'mmcli -i any --pin=PIN, or have it taken away')
    if (failure !== null)
      return bad(about, `${port} has failed: ${failure}`, 'switch it off and on; "mmcli -m any" says more')
    if (state !== 'connected')
      return bad(
        about,
        `${port} is not connected: ${state}`,
        'look at the antenna, the APN and the SIM’s credit (mmcli -m any)',
      )
    const quality = signal.qualityPercent === null ? '' : `, signal ${signal.qualityPercent} %`
    return good(about, `${port} is connected${operatorName === null ? '' : ` to ${operatorName}`}${quality}`)
  })
}
