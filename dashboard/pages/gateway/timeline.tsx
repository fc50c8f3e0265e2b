import { type TimelineAnswer, TRACK_STATES, TRACKS, type Track } from '../../../contract/gateway-page.ts'
import { ticksBetween } from '../../chart/ticks.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { ProblemNote } from '../../components/problem.tsx'
import { Segments } from '../../components/segments.tsx'
import { type BandTrack, bandOf } from './band.ts'
import { type GatewayPageModel, PERIODS } from './model.ts'
import { More } from './more.tsx'
import { TimelineTable } from './timeline-table.tsx'
import { createUnits } from './units.ts'
import { words } from './words.ts'

/** When it had power, internet and a working portal: one band each, and the same as a table. */
export function Timeline({ model }: { model: GatewayPageModel }) {
  const all = useWords(words)
  const text = all.timeline
  const answer = model.timeline.data.value
  const problem = model.timeline.problem.value
  return (
    <section class="panel" aria-labelledby="timeline-title" aria-busy={model.timeline.loading.value && !answer}>
      <div class="panel-head">
        <h2 id="timeline-title">{text.title}</h2>
        <Segments
          name="period"
          label={all.period.label}
          value={model.period.value}
          options={PERIODS.map((period) => ({ value: period, label: all.period[period] }))}
          onChoose={model.choose}
        />
      </div>
      {problem && <ProblemNote title={all.partFailed} problem={problem} retry={model.loadPast} />}
      {!answer && !problem && <span class="bone timeline-bone" />}
      {answer && (
        <>
          <Bands answer={answer} />
          <ul class="timeline-key" aria-hidden="true">
            {TRACK_STATES.map((is) => (
              <li key={is}>
                <span class="timeline-swatch" data-is={is} /> {text.key[is]}
              </li>
            ))}
          </ul>
          <More label={text.table}>{() => <TimelineTable answer={answer} />}</More>
        </>
      )}
    </section>
  )
}

/** It says what the rows' words and the table say. */
function Bands({ answer }: { answer: TimelineAnswer }) {
  return (
    <div class="timeline" data-timeline>
      {TRACKS.map((track) => (
        <BandRow key={track} track={track} band={bandOf(answer[track], answer)} />
      ))}
      <Axis answer={answer} />
    </div>
  )
}

function BandRow({ track, band }: { track: Track; band: BandTrack }) {
  const { format, language } = useDashboard()
  const text = useWords(words).timeline
  const units = createUnits(language.text.value.locale)
  const { up, down, stretches } = band
  const known = up + down
  const share = known === 0 ? text.nothingKnown : text.working(format.value.percent(up / known))
  return (
    <div class="timeline-row" data-track={track}>
      <p class="timeline-name">
        <b>{text.tracks[track]}</b>
        <span>
          {share}
          {down > 0 && `, ${text.failed(units.duration(down))}`}
        </span>
      </p>
      <div class="timeline-band" aria-hidden="true">
        {stretches.map(({ from, to, at, share: width, is, cause, ms }) => (
          <span
            key={from}
            class="timeline-stretch"
            data-is={is}
            style={{ left: `${at * 100}%`, width: `${width * 100}%` }}
            title={[
              `${format.value.dayAndTime(Date.parse(from))} – ${format.value.time(Date.parse(to))}`,
              units.duration(ms),
              cause === null ? text.is[is] : `${text.is[is]}: ${text.causes[cause]}`,
            ].join(' · ')}
          />
        ))}
      </div>
    </div>
  )
}

const TICKS = 7
/** Labels nearer to an end than this stand inside it. */
const EDGE = 0.03

function Axis({ answer }: { answer: TimelineAnswer }) {
  const { format } = useDashboard()
  const [from, to] = [Date.parse(answer.from), Date.parse(answer.to)]
  const ticks = ticksBetween(from, to, answer.timezone, TICKS)
  const isDays = to - from > 2 * 86_400_000
  return (
    <div class="timeline-row" aria-hidden="true">
      <span />
      <div class="timeline-axis">
        {ticks.map((at) => {
          const share = (at - from) / (to - from)
          const edge = share < EDGE ? 'first' : share > 1 - EDGE ? 'last' : undefined
          return (
            <span key={at} style={{ left: `${share * 100}%` }} data-edge={edge}>
              {isDays ? format.value.day(at) : format.value.time(at)}
            </span>
          )
        })}
      </div>
    </div>
  )
}
