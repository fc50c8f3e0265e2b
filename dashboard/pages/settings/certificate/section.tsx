import type { CertificateState, CertificateStatus } from '../../../../contract/certificate.ts'
import { useDashboard, useWords } from '../../../components/context.ts'
import { Copy } from '../form/copy.tsx'
import { useDay } from '../form/day.ts'
import { ListState } from '../form/list-state.tsx'
import { Refusal } from '../form/refusal.tsx'
import type { SectionProps } from '../sections.ts'
import { useModel } from '../use-model.ts'
import { type CertificateModel, createCertificate } from './model.ts'
import { words } from './words.ts'
import './certificate.css'

const HOST_NAME = 'FLEET_PORTAL_HOSTNAME=wifi.example.mx'
const DNS = 'FLEET_ACME_DNS="rfc2136://ns1.example.mx/example.mx?key=abordo&secret-file=/etc/abordo/tsig"'
const HELP = 'abordo fleet --help'
const DAY_MS = 86_400_000
const TONES: Record<CertificateState, string> = {
  'not-set': '',
  none: 'tag-warn',
  good: 'tag-good',
  ending: 'tag-warn',
  past: 'tag-bad',
}

/** The certificate of the riders' portal: until when, what went wrong last, and what to do about it. */
export default function CertificateSection({ role }: SectionProps) {
  const text = useWords(words)
  const model = useModel(createCertificate)
  const now = model.loaded.data.value
  return (
    <section class="panel" data-certificate={now?.state}>
      <div class="panel-head">
        <h2>{text.title}</h2>
        {now && <span class={`tag ${TONES[now.state]}`}>{text.states[now.state]}</span>}
        <p class="muted">{text.lead}</p>
      </div>
      <ListState loaded={model.loaded} retry={() => void model.load()} />
      {now && text.meaning[now.state] !== '' && <p>{text.meaning[now.state]}</p>}
      {now?.state === 'not-set' && <HowToSet />}
      {now && now.state !== 'not-set' && (
        <>
          <Facts now={now} />
          <Problem now={now} />
          {role === 'admin' ? <Order model={model} /> : <p class="muted">{text.only}</p>}
        </>
      )}
    </section>
  )
}

function HowToSet() {
  const text = useWords(words)
  return (
    <>
      <Copy text={HOST_NAME} hook="certificate-host-name" />
      <Copy text={DNS} hook="certificate-dns" />
      <p class="certificate-help">{text.help}</p>
      <Copy text={HELP} hook="certificate-help" />
    </>
  )
}

function Facts({ now }: { now: CertificateStatus }) {
  const { clock, format } = useDashboard()
  const text = useWords(words)
  const day = useDay()
  const { hostName, directory, issuedAt, notAfter, nextAt } = now
  const days = notAfter === null ? 0 : Math.floor((Date.parse(notAfter) - clock.read()) / DAY_MS)
  return (
    <dl class="certificate-facts">
      <div>
        <dt>{text.hostName}</dt>
        <dd>{hostName}</dd>
      </div>
      {notAfter && (
        <div>
          <dt>{text.ends}</dt>
          <dd>
            {day(notAfter)}
            {days >= 0 && <small>{text.left(days, format.value.whole(days))}</small>}
          </dd>
        </div>
      )}
      {nextAt && (
        <div>
          <dt>{issuedAt && now.problem === null ? text.next : text.firstNext}</dt>
          <dd>{format.value.dayAndTime(Date.parse(nextAt))}</dd>
        </div>
      )}
      {issuedAt && (
        <div>
          <dt>{text.issued}</dt>
          <dd>{day(issuedAt)}</dd>
        </div>
      )}
      {directory && (
        <div>
          <dt>{text.authority}</dt>
          <dd>{new URL(directory).host}</dd>
        </div>
      )}
    </dl>
  )
}

function Problem({ now: { problem } }: { now: CertificateStatus }) {
  const { format } = useDashboard()
  const text = useWords(words)
  if (problem === null) return null
  return (
    <div class="certificate-problem" data-problem={problem.step}>
      <h3>{text.problem(format.value.dayAndTime(Date.parse(problem.at)))}</h3>
      <p lang="en">{problem.detail}</p>
      <p>
        <strong>{text.todo[problem.step]}</strong> {text.again}
      </p>
    </div>
  )
}

function Order({ model }: { model: CertificateModel }) {
  const text = useWords(words)
  const { asking, asked, refusal } = model
  return (
    <>
      {refusal.value && <Refusal title={text.refused} problem={refusal.value} />}
      <div class="entry-acts">
        <button
          type="button"
          class="button button-main"
          disabled={asking.value}
          onClick={() => void model.order()}
          data-order
        >
          {asking.value ? text.asking : text.order}
        </button>
        {asked.value && (
          <button type="button" class="button" onClick={() => void model.load()} data-look>
            {text.look}
          </button>
        )}
        <output>{asked.value && text.asked}</output>
      </div>
    </>
  )
}
