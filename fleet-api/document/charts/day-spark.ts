import { escaped } from '../../notify/texts/letter.ts'
import type { Context } from '../context.ts'

const HEIGHT = 80

/** The days as columns made of a table, for mail programs, which show no SVG. */
export function daySpark({ report, words, say }: Context): string {
  const most = Math.max(1, ...report.days.map(({ sessions }) => sessions ?? 0))
  const cell = ({ date, sessions }: { date: string; sessions: number | null }) => {
    const title =
      sessions === null ? words.days.tipNone(say.shortDate(date)) : `${say.shortDate(date)}: ${say.whole(sessions)}`
    const height = sessions === null ? 0 : Math.max(1, Math.round((sessions / most) * HEIGHT))
    return `<td valign="bottom" title="${escaped(title)}" style="padding:0 1px;height:${HEIGHT}px;vertical-align:bottom"><div style="height:${height}px;background:#0b57d0;font-size:0;line-height:0">&nbsp;</div></td>`
  }
  const [first, last] = [report.days[0], report.days.at(-1)]
  const ends =
    first === undefined || last === undefined
      ? ''
      : `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="font-size:13px"><tr><td>${escaped(say.shortDate(first.date))}</td><td align="right">${escaped(say.shortDate(last.date))}</td></tr></table>`
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="table-layout:fixed;border-bottom:1px solid #888"><tr>${report.days.map(cell).join('')}</tr></table>${ends}`
}
