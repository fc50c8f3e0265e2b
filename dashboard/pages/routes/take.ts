import { LATE_WINDOW_S } from '../../../contract/steps.ts'
import { change, changeOfAll } from '../../chart/compare.ts'
import { rangeWords } from '../../components/range-words.ts'
import type { Catalogue } from '../../i18n/es.ts'
import type { Dashboard } from '../../models/dashboard.ts'
import type { PlotModel } from '../../models/plot.ts'
import { sceneOf } from '../../models/scene.ts'
import { formatView } from '../../view-state.ts'
import { csvOf, fileName } from './csv.ts'
import { textOf } from './flags.ts'
import { pictureOf } from './picture.ts'
import type { Words } from './words.ts'

/** Twice as fine as a plain screen, so that it can be printed. */
const RATIO = 2
/** Words of so many changes stand below a picture. */
const MOST_CHANGES = 12

/** Downloads what is in sight as CSV; the name of the file, or null where there is nothing in sight. */
export function takeCsv(dashboard: Dashboard, words: Words): string | null {
  const { series, city, clock } = dashboard
  const frame = series.frame.value
  if (!frame) return null
  const names = new Map([...city.byKey.value].map(([key, { shortName }]) => [key, shortName]))
  const definitions = series.definitions.value ?? ''
  const csv = csvOf({ frame, compared: series.compared.value, names, definitions, now: clock.read() })
  const name = `${fileName(words.file.riders, frame, words.file.by[frame.step])}.csv`
  download(dashboard, new Blob([csv], { type: 'text/csv;charset=utf-8' }), name)
  return name
}

/** Downloads what is in sight as a picture; the name of the file, or null where the browser cannot make one. */
export async function takePicture(
  dashboard: Dashboard,
  plot: PlotModel,
  words: Words,
  text: Catalogue,
): Promise<string | null> {
  const { series, city, clock, format } = dashboard
  const chart = plot.chart.value
  const scene = sceneOf(dashboard, null, plot.flags.value)
  if (!chart || !scene) return null
  plot.moment.value = null
  chart.draw(scene)
  const { frame, compared } = scene
  const { dayAndTime, percent, mean, change: signed } = format.value
  const share = series.completeness.value
  const all = compared && changeOfAll(frame, compared, clock.read())
  const by = all && change(all.now, all.before)
  const style = getComputedStyle(document.documentElement)
  const token = (name: string) => style.getPropertyValue(name).trim()
  const range = rangeWords(dashboard)
  const zone = text.chart.timeZone(frame.timeZone.replaceAll('_', ' '))
  const dates = `${dayAndTime(frame.from)} – ${dayAndTime(frame.to)}`
  const isProvisional = frame.to + LATE_WINDOW_S * 1000 > clock.read()
  const canvas = pictureOf({
    chart: chart.picture(RATIO),
    ratio: Math.max(RATIO, window.devicePixelRatio),
    title: words.picture.title,
    subtitle: `${dates} · ${text.chart.step[frame.step]} · ${zone}`,
    legend: frame.lines.flatMap(({ key }) => scene.looks.get(key) ?? []),
    notes: [
      ...(compared ? [words.beforeKey(words.against(compared.weeks))] : []),
      ...(compared && all
        ? [
            words.changeOfAll(
              mean(all.now),
              mean(all.before),
              by === null ? null : signed(by),
              words.against(compared.weeks),
            ),
          ]
        : []),
      ...plot.changes.value
        .slice(0, MOST_CHANGES)
        .map((one, i) => `${i + 1}: ${dayAndTime(Date.parse(one.at))}, ${textOf(one, words)}.`),
      `${share === null ? '' : `${text.chart.completenessOf(percent(share), range)} `}${text.chart.incompleteKey}`,
      `${words.picture.asOf(dayAndTime(city.asOf.value ?? clock.read()))}. ${isProvisional ? `${text.chart.provisional} ` : ''}${text.chart.definitions(series.definitions.value ?? '')}.`,
    ],
    ground: token('--panel'),
    ink: token('--ink'),
    muted: token('--muted'),
  })
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!blob) return null
  const name = `${fileName(words.file.riders, frame, words.file.by[frame.step])}.png`
  download(dashboard, blob, name)
  return name
}

/** A link to what is in sight from the same moment to the same moment, whenever it is opened, in the language of whoever opens it. */
export function exactLink({ series, view, origin, address, clock }: Dashboard): string {
  const frame = series.frame.value
  const { from, to } = frame ?? { from: clock.read(), to: clock.read() }
  // The routes by name: which are the busiest is another thing tomorrow.
  const routes = { shown: series.shown.value, hidden: [], only: true }
  const step = frame?.step ?? null
  const exact = {
    ...view.state.value,
    ...routes,
    range: '1h' as const,
    span: { from, to },
    zoom: null,
    step,
    lang: null,
  }
  return `${origin}${address.path.value}${formatView(exact)}`
}

function download({ timers }: Dashboard, blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  // Not every browser has taken it by now.
  timers.after(60_000, () => URL.revokeObjectURL(url))
}
