import type { Change, CityReport } from '../../../contract/city-report.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { Segments } from '../../components/segments.tsx'
import { useReportFormat } from './format.ts'
import { toldOf } from './told.ts'
import { Figure, useTold } from './told-figure.tsx'
import { words } from './words.ts'

const AGAINST = ['previous', 'year'] as const

/** The five figures of the period, and by how much they are more or less than in another one. */
export function KeyFigures({ report }: { report: CityReport }) {
  const { address, format } = useDashboard()
  const text = useWords(words)
  const units = useReportFormat()
  const told = useTold()
  const { city } = report
  const against = AGAINST.find((one) => one === address.param('against')) ?? 'previous'
  const change = against === 'year' ? city.lastYear : city.previousMonth
  const f = format.value
  const figures: { name: keyof Change; value: string }[] = [
    { name: 'sessions', value: told(toldOf(city, 'sessions'), f.whole) },
    { name: 'ridersMean', value: told(toldOf(city, 'ridersMean'), f.mean) },
    { name: 'connectedHours', value: told(toldOf(city, 'connectedHours'), f.whole) },
    { name: 'outputOctets', value: told(toldOf(city, 'outputOctets'), units.octets) },
    {
      name: 'availability',
      value: city.service.availability === null ? text.unknown : units.percent(city.service.availability),
    },
  ]
  return (
    <>
      {report.month !== null && (
        <div class="report-against">
          <span class="muted small">{text.against.label}</span>
          <Segments
            name="report-against"
            label={text.against.label}
            value={against}
            options={AGAINST.map((value) => ({ value, label: text.against[value] }))}
            onChoose={(value) => address.set({ against: value === 'previous' ? null : value })}
          />
        </div>
      )}
      <dl class="key-figures">
        {figures.map(({ name, value }) => (
          <Figure
            key={name}
            name={name}
            label={text.figures[name]}
            note={text.figureNotes[name]}
            value={value}
            change={report.month === null ? undefined : sayChange(name, change?.[name] ?? null)}
          />
        ))}
      </dl>
    </>
  )

  function sayChange(name: keyof Change, by: number | null): string {
    if (by === null) return text.against.unknown
    const amount = name === 'availability' ? text.against.points(units.points(by)) : units.change(by)
    return text.against.change(amount, text.against[against])
  }
}
