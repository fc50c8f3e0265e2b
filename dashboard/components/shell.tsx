import type { Me } from '../../contract/api.ts'
import { pageOf } from '../pages.ts'
import { AddGatewayForm } from './add-gateway.tsx'
import { useDashboard, useText } from './context.ts'
import { Header } from './header.tsx'
import { LiveBanner } from './live-banner.tsx'
import { Nav } from './nav.tsx'
import { Outlet } from './outlet.tsx'
import { RouteDay } from './route-day.tsx'

/** What stands around every page: the sign above with the navigation, and what says that the figures are old. */
export function Shell({ me }: { me: Me }) {
  const { address } = useDashboard()
  const text = useText()
  const found = pageOf(address.path.value)
  return (
    <>
      <a class="skip" href="#content">
        {text.skip}
      </a>
      <div class="sign">
        <Header me={me} />
        <Nav current={found?.page.name ?? null} />
      </div>
      <LiveBanner />
      <main id="content" class="content" tabIndex={-1}>
        {found ? <Outlet key={found.page.name} page={found.page} parts={found.parts} /> : <NoSuchPage />}
      </main>
      <RouteDay me={me} />
      <AddGatewayForm />
    </>
  )
}

function NoSuchPage() {
  const text = useText()
  return (
    <section class="panel no-such-page">
      <h2>{text.noSuchPage}</h2>
      <p>
        <a href="/" data-page>
          {text.toFirstPage}
        </a>
      </p>
    </section>
  )
}
