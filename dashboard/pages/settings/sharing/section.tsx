import type { ShareLink } from '../../../../contract/share-links.ts'
import { useDashboard, useText, useWords } from '../../../components/context.ts'
import { Confirm } from '../form/confirm.tsx'
import { useDay } from '../form/day.ts'
import { SectionPanel } from '../section-panel.tsx'
import type { SectionProps } from '../sections.ts'
import { useModel } from '../use-model.ts'
import { createShareLinks, type ShareLinksModel } from './model.ts'
import { Readers } from './readers.tsx'
import { words } from './words.ts'

/** Who reads the report without an account: by e-mail every month, or by a link to one report. */
export default function SharingSection({ role }: SectionProps) {
  const text = useWords(words)
  const model = useModel(createShareLinks)
  const links = model.loaded.data.value?.links
  return (
    <>
      <SectionPanel
        text={text}
        link={
          <a href="/reports" data-page>
            {text.toReports}
          </a>
        }
        first={<h3>{text.links}</h3>}
        loaded={model.loaded}
        load={model.load}
      >
        {links?.length === 0 && <p class="muted">{text.noLinks}</p>}
        <ul class="entry-list">
          {links?.map((link) => (
            <LinkRow key={link.id} link={link} model={model} />
          ))}
        </ul>
      </SectionPanel>
      {role === 'admin' && <Readers />}
    </>
  )
}

function LinkRow({ link, model }: { link: ShareLink; model: ShareLinksModel }) {
  const { clock } = useDashboard()
  const text = useWords(words)
  const { locale } = useText()
  const day = useDay()
  const { id, label, fromDate, toDate, language, madeAt, madeBy, expiresAt, lastOpenedOn } = link
  const plain = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
  const date = (text: string) => plain.format(Date.parse(`${text}T12:00:00Z`))
  const isOver = Date.parse(expiresAt) <= clock.read()
  const about = [
    text.dates(date(fromDate), date(toDate)),
    text.languages[language],
    text.made(day(madeAt), madeBy ?? text.somebody),
    lastOpenedOn === null ? text.neverOpened : text.opened(date(lastOpenedOn)),
  ]
  return (
    <li data-link={id}>
      <div>
        <p class="entry-title">
          {label}
          <span class={`tag${isOver ? '' : ' tag-good'}`}>
            {isOver ? text.expired(day(expiresAt)) : text.until(day(expiresAt))}
          </span>
        </p>
        <p class="muted small">{about.join(' · ')}</p>
      </div>
      <div class="entry-acts">
        <Confirm
          label={text.revoke}
          question={text.revokeAsk(label)}
          act={text.revoke}
          hook={`revoke-${id}`}
          run={() => model.revoke(id)}
        >
          <p>{text.revokeNote}</p>
        </Confirm>
      </div>
    </li>
  )
}
