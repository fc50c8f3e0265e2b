import { useDashboard, useWords } from '../../components/context.ts'
import { ProblemNote } from '../../components/problem.tsx'
import { Segments } from '../../components/segments.tsx'
import { type GatewayPageModel, TRAIL_HOURS } from './model.ts'
import { drawTrail, type TrailDrawing } from './trail-map.ts'
import { createUnits } from './units.ts'
import { words } from './words.ts'

/** Where it was in the last hours, and where it had no internet. */
export function Trail({ model }: { model: GatewayPageModel }) {
  const { format } = useDashboard()
  const all = useWords(words)
  const text = all.trail
  const answer = model.trail.data.value
  const problem = model.trail.problem.value
  const site = model.detail.data.value?.site
  const newest = answer?.points.at(-1)
  if (site !== 'vehicle') return null
  return (
    <section class="panel" aria-labelledby="trail-title">
      <div class="panel-head">
        <h2 id="trail-title">
          {text.title}
          {newest && <span class="panel-sub">{text.now(format.value.dayAndTime(Date.parse(newest.at)))}</span>}
        </h2>
        <Segments
          name="trail-hours"
          label={text.hours}
          value={String(model.hours.value)}
          options={TRAIL_HOURS.map((hours) => ({ value: String(hours), label: text.shortHours(hours) }))}
          onChoose={(hours) => {
            model.hours.value = TRAIL_HOURS.find((one) => String(one) === hours) ?? 3
          }}
        />
      </div>
      {problem && <ProblemNote title={all.partFailed} problem={problem} retry={model.loadTrail} />}
      {!answer && !problem && <span class="bone bone-list" />}
      {answer?.points.length === 0 && <p class="nothing">{text.none}</p>}
      {answer && answer.points.length > 0 && <Drawn drawing={drawTrail(answer.points)} />}
    </section>
  )
}

function Drawn({ drawing }: { drawing: TrailDrawing }) {
  const { language } = useDashboard()
  const text = useWords(words).trail
  const { width, height, pieces, last, metres, lostMetres, isPartly, scale } = drawing
  const units = createUnits(language.text.value.locale)
  const { kilometres } = units
  return (
    <>
      <div class="trail">
        <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false" data-trail={pieces.length}>
          {pieces.map(({ is, points, isPlace }) =>
            isPlace ? (
              <circle
                key={`${is} ${points}`}
                class="trail-place"
                data-is={is}
                cx={points.split(',')[0]}
                cy={points.split(',')[1]}
                r="4"
              />
            ) : (
              <polyline key={`${is} ${points}`} class="trail-piece" data-is={is} points={points} />
            ),
          )}
          {last && <circle class="trail-last" cx={last.x} cy={last.y} r="7" />}
        </svg>
        <p class="trail-scale" aria-hidden="true">
          <span style={{ width: `${scale.share * 100}%` }} />
          {scale.metres < 1000 ? `${scale.metres} m` : `${scale.metres / 1000} km`}
        </p>
      </div>
      <p>
        {text.summary(kilometres(metres), `${kilometres(lostMetres)} km`)}
        {isPartly && ` ${text.nobodyLooked}`}
      </p>
      <ul class="timeline-key" aria-hidden="true">
        {(['up', 'lost', 'unknown'] as const).map((is) => (
          <li key={is}>
            <span class="trail-swatch" data-is={is} /> {text.key[is]}
          </li>
        ))}
      </ul>
    </>
  )
}
