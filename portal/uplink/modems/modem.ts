import { z } from 'zod'
import { type Modem, modemSchema } from '../../../contract/telemetry.ts'
import type { SignalFigures } from './signal.ts'
import { figure, given, givenList, operatorName, portName, wordOf } from './words.ts'

const PATH = '/org/freedesktop/ModemManager1'
const MODEM_PATH = new RegExp(`^${PATH}/Modem/(\\d{1,6})$`)
const BEARER_PATH = new RegExp(`^${PATH}/Bearer/(\\d{1,6})$`)
const MOST_TECHNOLOGIES = 8

const quality = z.object({ value: given, recent: given }).catch({ value: null, recent: null })
const registered = z
  .object({ 'operator-code': given, 'operator-name': given, 'registration-state': given })
  .catch({ 'operator-code': null, 'operator-name': null, 'registration-state': null })
const listSchema = z.object({ 'modem-list': z.array(z.unknown()) })
// IMEI, own numbers and the rest are not named here, so they do not come through.
const schema = z.object({
  modem: z.object({
    generic: z.object({
      state: given,
      'state-failed-reason': given,
      'access-technologies': givenList,
      'signal-quality': quality,
      'primary-port': given,
      ports: givenList,
      bearers: givenList,
    }),
    '3gpp': registered,
  }),
})

const composedSchema = modemSchema.omit({ octets: true })

/** What mmcli says of a modem, signal figures and octets apart. */
export interface ModemDetails {
  modem: Omit<Modem, 'octets' | 'signal'> & { signal: Pick<Modem['signal'], 'qualityPercent'> }
  /** Where its bearers are asked for, the latest first. */
  bearerPaths: string[]
}

/** Reads `mmcli -L -J`: where to ask for each modem; null where it is something else. */
export function parseModemList(json: unknown): string[] | null {
  const read = listSchema.safeParse(json)
  return read.success ? pathsOf(read.data['modem-list'], MODEM_PATH) : null
}

/** Reads `mmcli -m … -J`; null where it is something else. */
export function parseModem(path: string, json: unknown): ModemDetails | null {
  const read = schema.safeParse(json)
  if (!read.success) return null
  const { generic, '3gpp': network } = read.data.modem
  return {
    modem: {
      port: portOf(generic.ports, generic['primary-port']) ?? `modem${numberIn(path, MODEM_PATH)}`,
      state: wordOf(generic.state) ?? 'unknown',
      failure: wordOf(generic['state-failed-reason']),
      registration: wordOf(network['registration-state']),
      technologies: generic['access-technologies']
        .map(wordOf)
        .filter((word) => word !== null)
        .slice(0, MOST_TECHNOLOGIES),
      operatorName: operatorName(network['operator-name']),
      operatorCode: /^\d{5,6}$/.test(network['operator-code'] ?? '') ? network['operator-code'] : null,
      signal: { qualityPercent: percentOf(generic['signal-quality']) },
    },
    bearerPaths: pathsOf(generic.bearers, BEARER_PATH).reverse(),
  }
}

/** The whole of it, which the contract takes; null where something has come through that it does not. */
export function composed({ modem }: ModemDetails, figures: SignalFigures): Omit<Modem, 'octets'> | null {
  const read = composedSchema.safeParse({ ...modem, signal: { ...modem.signal, ...figures } })
  return read.success ? read.data : null
}

/** `ports` names each with its kind: `cdc-wdm0 (qmi)`, `wwan0 (net)`. The network interface is what others know the modem by. */
function portOf(ports: string[], primary: string | null): string | null {
  const interfaces = ports.map((port) => /^(\S+) \(net\)$/.exec(port)?.[1] ?? null)
  return [...interfaces, primary].map(portName).find((name) => name !== null) ?? null
}

/** ModemManager begins with 0 that nobody has measured. */
function percentOf({ value, recent }: z.infer<typeof quality>): number | null {
  const percent = figure(value, 0, 100)
  return percent === 0 && recent !== 'yes' ? null : percent
}

/** Those that have this form, lowest number first. */
function pathsOf(values: unknown[], form: RegExp): string[] {
  return values
    .filter((value) => typeof value === 'string')
    .filter((value) => form.test(value))
    .sort((a, b) => numberIn(a, form) - numberIn(b, form))
}

function numberIn(path: string, form: RegExp): number {
  return Number(form.exec(path)?.[1] ?? 0)
}
