import type { Modem, Uplink } from '../../../contract/telemetry.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { Fact } from './facts.tsx'
import { createUnits } from './units.ts'
import { words } from './words.ts'

/** The modems as they last were, and how quick the way out is. */
export function SignalFacts({ uplink }: { uplink: Uplink | null }) {
  const { language } = useDashboard()
  const text = useWords(words).signal
  const units = createUnits(language.text.value.locale)
  const took = (ms: number | null) => (ms === null ? text.noAnswer : units.short(ms))
  return (
    <section class="panel" aria-labelledby="signal-title">
      <div class="panel-head">
        <h2 id="signal-title">{text.title}</h2>
      </div>
      {(uplink === null || uplink.modems.length === 0) && <p class="muted">{text.none}</p>}
      {uplink && (
        <>
          {uplink.modems.map((modem) => (
            <ModemFacts key={modem.port} modem={modem} />
          ))}
          <dl class="facts">
            <Fact name={text.link} isBad={!uplink.link || !uplink.route} fact="link">
              {uplink.link ? (uplink.route ? text.linkUp : text.noDefault) : text.linkDown}
            </Fact>
            <Fact name={text.fleet} isBad={uplink.fleetMs === null} fact="fleet">
              {took(uplink.fleetMs)}
            </Fact>
            <Fact name={text.dns} isBad={uplink.dnsMs === null} fact="dns">
              {took(uplink.dnsMs)}
            </Fact>
          </dl>
        </>
      )}
    </section>
  )
}

const SERVED = /^(home|roaming)/

function ModemFacts({ modem }: { modem: Modem }) {
  const text = useWords(words).signal
  const { port, state, failure, registration, technologies, operatorName, signal } = modem
  const isServed = registration === null ? state === 'connected' : SERVED.test(registration)
  const isFailed = state === 'failed' || state === 'locked'
  const quality = signal.qualityPercent
  const word = !isServed ? 'none' : quality === null ? null : quality >= 60 ? 'good' : quality >= 30 ? 'fair' : 'poor'
  const details = [
    technologies.join(' + ').toUpperCase(),
    signal.rsrpDbm !== null && `RSRP ${signal.rsrpDbm} dBm`,
    signal.rssiDbm !== null && `RSSI ${signal.rssiDbm} dBm`,
    signal.snrDb !== null && `SNR ${signal.snrDb} dB`,
  ].filter(Boolean)
  return (
    <div class="modem" data-modem={port}>
      <SignalBars quality={isServed ? quality : 0} />
      <div>
        <p>
          <b>{operatorName ?? text.noOperator}</b>
          {registration?.startsWith('roaming') && ` · ${text.roaming}`}
          {word && <span class={word === 'good' ? 'muted' : 'fact-warn'}> · {text.words[word]}</span>}
        </p>
        <p class="gateway-sub">
          {text.port(port)} · {isFailed ? text.states.failed : isServed ? text.states.served : text.states.searching}
          {failure !== null && ` (${failure})`}
        </p>
        <p class="gateway-sub">{details.join(' · ')}</p>
      </div>
    </div>
  )
}

const BARS = [20, 40, 60, 80]

/** Like on a phone; the words beside it say the same. */
function SignalBars({ quality }: { quality: number | null }) {
  return (
    <svg class="signal-bars" width="28" height="24" viewBox="0 0 28 24" aria-hidden="true" focusable="false">
      {BARS.map((least, i) => (
        <rect
          key={least}
          class={(quality ?? 0) >= least - 15 ? 'on' : ''}
          x={i * 7}
          y={18 - i * 6}
          width="5"
          height={6 + i * 6}
          rx="1.5"
        />
      ))}
    </svg>
  )
}
