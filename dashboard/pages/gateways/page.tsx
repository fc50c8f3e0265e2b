import { GatewaysPanel } from '../../components/gateways-panel.tsx'
import { Outlet } from '../../components/outlet.tsx'
import { PAGE_LIST, type PageProps } from '../../pages.ts'

const loadOne = () => import('../gateway/page.tsx')

/** Every gateway; below `/gateways/bus-1` one of them, which comes when it is asked for. */
export default function GatewaysPage({ parts }: PageProps) {
  const [id] = parts
  const page = PAGE_LIST.find(({ name }) => name === 'gateways')
  if (id === undefined || !page) return <GatewaysPanel />
  return <Outlet key={id} page={{ ...page, load: loadOne }} parts={parts} />
}
