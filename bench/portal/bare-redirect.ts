import { createServer } from 'node:http'

// The least that a node program can do for a probe: what the portal is measured against.
const [location = '/', port = '8081'] = process.argv.slice(2)
createServer((_request, response) => response.writeHead(302, { location, 'content-length': 0 }).end()).listen(
  Number(port),
  () => console.log('listening'),
)
