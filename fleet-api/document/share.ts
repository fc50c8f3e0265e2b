import type { NoticeLanguage } from '../../contract/channels.ts'
import type { CityReport } from '../../contract/city-report.ts'
import type { Publication } from '../../contract/publication.ts'
import { NO_LINKS } from './context.ts'
import { reportDocument } from './document.ts'

export interface SharedLink {
  language: NoticeLanguage
  /** Whom it is for. */
  label: string
  /** The date until which it is valid, YYYY-MM-DD. */
  until: string
}

/** The report of a share link: as officials read it, with nothing else of the fleet to follow but what anybody may. */
export function renderShare(report: CityReport, link: SharedLink, publication: Publication): string {
  return reportDocument(report, {
    language: link.language,
    audience: 'share',
    publication,
    links: publication.open
      ? { ...NO_LINKS, method: `/city/method?lang=${link.language}`, openData: '/open-data/' }
      : NO_LINKS,
    sharedFor: { label: link.label, until: link.until },
  })
}
