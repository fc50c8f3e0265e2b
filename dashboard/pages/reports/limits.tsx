import type { CityReport } from '../../../contract/city-report.ts'
import { useWords } from '../../components/context.ts'
import { dateOf, useReportFormat } from './format.ts'
import { words } from './words.ts'

/** What a reader has to know before any figure: whether it may change, how complete it is, how it was made, what is hidden. */
export function Limits({ report }: { report: CityReport }) {
  const text = useWords(words)
  const { day, percent } = useReportFormat()
  const { state, finalAt, city, publishedTo, toDate, definitions, revisions } = report
  const final = day(dateOf(finalAt))
  const hasHidden = [city, ...report.sites, ...report.routes].some(({ hidden }) => hidden.length > 0)
  const carried = [city, ...report.sites, ...report.routes].some((row) => row.carried)
  const corrections = revisions.filter(({ revision }) => revision > 0)
  return (
    <ul class="limits">
      <li data-limit="state">{state === 'final' ? text.limits.final(final) : text.limits.provisional(final)}</li>
      {corrections.map(({ revision, madeAt, reason }) => (
        <li key={revision} data-limit="revision">
          {text.limits.correction(String(revision), day(dateOf(madeAt)), reason ?? text.unknown)}
        </li>
      ))}
      <li data-limit="completeness">
        {city.completeness === null ? text.limits.nothingDue : text.limits.complete(percent(city.completeness))}
      </li>
      {publishedTo !== null && publishedTo < toDate && (
        <li data-limit="published">{text.limits.publishedTo(day(publishedTo))}</li>
      )}
      {publishedTo === null && <li data-limit="published">{text.limits.notPublished}</li>}
      {hasHidden && <li data-limit="hidden">{text.limits.hidden}</li>}
      {carried && <li data-limit="carried">{text.limits.carried}</li>}
      <li>
        <a href="/city/method">{text.limits.definitions(definitions)}</a>
      </li>
    </ul>
  )
}
