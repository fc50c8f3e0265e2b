import { useDashboard, useText } from '../../../components/context.ts'

/** Writes a moment as its date in the city, with the year: what the settings tell of may be long ago. */
export function useDay(): (iso: string) => string {
  const { city } = useDashboard()
  const { locale } = useText()
  const format = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeZone: city.timeZone.value ?? 'UTC',
  })
  return (iso) => format.format(Date.parse(iso))
}
