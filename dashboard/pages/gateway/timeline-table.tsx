import { type TimelineAnswer, TRACKS } from '../../../contract/gateway-page.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { createUnits } from './units.ts'
import { words } from './words.ts'

/** Every stretch of every band, the newest first. */
export function TimelineTable({ answer }: { answer: TimelineAnswer }) {
  const { format, language } = useDashboard()
  const text = useWords(words).timeline
  const units = createUnits(language.text.value.locale)
  const rows = TRACKS.flatMap((track) => answer[track].map((stretch) => ({ ...stretch, track }))).sort((a, b) =>
    a.from < b.from ? 1 : a.from > b.from ? -1 : 0,
  )
  const { columns } = text
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to scroll by keyboard too
    <section class="table-scroll" aria-label={text.caption} tabIndex={0}>
      <table class="data-table gateway-words-table">
        <caption>{text.caption}</caption>
        <thead>
          <tr>
            {[columns.when, columns.what, columns.state, columns.long].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ track, from, to, is, cause }) => {
            const [start, end] = [Date.parse(from), Date.parse(to)]
            return (
              <tr key={`${track} ${from}`} data-stretch={`${track} ${is}`}>
                <th scope="row">
                  {format.value.dayAndTime(start)} – {format.value.time(end)}
                </th>
                <td>{text.tracks[track]}</td>
                <td>{cause === null ? text.is[is] : `${text.is[is]}: ${text.causes[cause]}`}</td>
                <td>{units.duration(end - start)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
