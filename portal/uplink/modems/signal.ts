import { z } from 'zod'
import type { Modem } from '../../../contract/telemetry.ts'
import { figure, given } from './words.ts'

/** Reference signals as in modemSchema; the quality comes with the modem, not with these. */
export type SignalFigures = Omit<Modem['signal'], 'qualityPercent'>

export const NO_FIGURES: SignalFigures = { rssiDbm: null, rsrpDbm: null, rsrqDb: null, snrDb: null }

const radio = z
  .object({ rssi: given, rsrp: given, rsrq: given, snr: given, sinr: given })
  .catch({ rssi: null, rsrp: null, rsrq: null, snr: null, sinr: null })
type Radio = z.infer<typeof radio>

const schema = z.object({
  modem: z.object({
    signal: z.object({
      '5g': radio,
      lte: radio,
      umts: radio,
      gsm: radio,
      evdo: radio,
      cdma1x: radio,
      refresh: z.object({ rate: given }).catch({ rate: null }),
    }),
  }),
})

export interface SignalReading {
  figures: SignalFigures
  /** Whether ModemManager asks the modem for its signal by itself; else there are no figures. */
  polled: boolean
}

/** Reads `mmcli -m … --signal-get -J`; null where it is something else. */
export function parseSignal(json: unknown): SignalReading | null {
  const read = schema.safeParse(json)
  if (!read.success) return null
  const { '5g': newRadio, lte, umts, gsm, evdo, cdma1x, refresh } = read.data.modem.signal
  // The radio that carries the most goes first, and figures of two are never mixed: they cannot be compared.
  const known = [newRadio, lte, umts, gsm, evdo, cdma1x].map(figuresOf).find(hasAny)
  return { figures: known ?? NO_FIGURES, polled: (figure(refresh.rate, 0, 999_999) ?? 0) > 0 }
}

function figuresOf({ rssi, rsrp, rsrq, snr, sinr }: Radio): SignalFigures {
  return {
    rssiDbm: figure(rssi, -200, 50),
    rsrpDbm: figure(rsrp, -200, 50),
    rsrqDb: figure(rsrq, -100, 100),
    snrDb: figure(snr ?? sinr, -100, 100),
  }
}

function hasAny(figures: SignalFigures): boolean {
  return Object.values(figures).some((value) => value !== null)
}
